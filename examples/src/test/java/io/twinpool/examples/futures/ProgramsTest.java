// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.Limits;
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
                .containsExactly(
                        "0: number must be >= 1, was 0", "12: [2, 2, 3]", "600851475143: [71, 839, 1471, 6857]");
    }

    @Test
    void doneCallbacks() throws Exception {
        assertThat(Printed.by(out -> DoneCallbacks.run(THREADS, out)))
                .containsExactly("6: [2, 3]", "7: [7]", "number must be >= 1, was -1");
    }

    @Test
    void hungTask() throws Exception {
        assertThat(Printed.by(out -> HungTask.run(THREADS, out)))
                .containsExactly("stopped after 200 ms", "stopped: true", "closed");
    }

    @Test
    void cancelQueued() throws Exception {
        assertThat(Printed.by(CancelQueued::run)).containsExactly("false", "true");
    }

    @Test
    void timeLimitOnJvms() throws Exception {
        Workers workers = Workers.processes(1)
                .standby(0)
                .initializer(() -> Class.forName(TimeLimitOnJvms.class.getName())) // which takes no time of a task then
                .taskTimeout(
                        Limits.TASK.multipliedBy(3)) // also of the first task of the next JVM, which does not reach it
                .killGrace(Limits.WAIT);

        assertThat(Printed.by(out -> TimeLimitOnJvms.run(workers, out)))
                .containsExactly("stopped in spin(): true", "the pool goes on");
    }

    @Test
    void chunkSize() throws Exception {
        assertThat(Printed.by(out -> ChunkSize.run(THREADS, out))).containsExactly("1229", "1229");
    }

    @Test
    void submitFromManyThreads() throws Exception {
        assertThat(Printed.by(out -> SubmitFromManyThreads.run(THREADS, out)))
                .containsExactly("100: [2, 2, 5, 5]", "199: [199]", "100 requests");
    }
}
