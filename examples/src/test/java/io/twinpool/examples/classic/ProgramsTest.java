// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.examples.Printed;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    private static final Workers THREADS = Workers.threads(2);

    @Test
    void factorize() throws Exception {
        assertThat(Printed.by(out -> Factorize.run(THREADS, out)))
                .containsExactly(
                        "8 = [2, 2, 2]",
                        "97 = [97]",
                        "360 = [2, 2, 2, 3, 3, 5]",
                        "1000003 = [1000003]",
                        "600851475143 = [71, 839, 1471, 6857]");
    }

    @Test
    void asTheyComplete() throws Exception {
        assertThat(Printed.by(out -> AsTheyComplete.run(THREADS, out)))
                .containsExactly("7: [7]", "12: [2, 2, 3]", "600851475143: [71, 839, 1471, 6857]");
    }

    @Test
    void resultCallbacks() throws Exception {
        assertThat(Printed.by(out -> ResultCallbacks.run(THREADS, out)))
                .containsExactly("6: [2, 3]", "7: [7]", "number must be >= 1, was -1");
    }

    @Test
    void chunkSize() throws Exception {
        assertThat(Printed.by(out -> ChunkSize.run(THREADS, out))).containsExactly("1229", "1229");
    }

    @Test
    void hungTask() throws Exception {
        assertThat(Printed.by(out -> HungTask.run(Workers.threads(1), out)))
                .containsExactly("waited: still running", "closed: terminated");
    }

    @Test
    void applyFromManyThreads() throws Exception {
        assertThat(Printed.by(out -> ApplyFromManyThreads.run(THREADS, out)))
                .containsExactly("100: [2, 2, 5, 5]", "199: [199]", "100 requests");
    }

    @Test
    void cancelQueued() throws Exception {
        assertThat(Printed.by(CancelQueued::run)).containsExactly("false", "true");
    }
}
