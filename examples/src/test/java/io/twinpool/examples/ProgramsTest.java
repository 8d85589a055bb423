// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    @Test
    void quickstart() throws Exception {
        assertThat(Printed.by(Quickstart::run))
                .containsExactly(
                        "[2, 2, 2, 3, 3, 5]",
                        "[1000003]",
                        "[71, 839, 1471, 6857]",
                        "[89, 97]",
                        "[[2, 2, 2, 3, 3, 5], [1000003], [71, 839, 1471, 6857]]");
    }

    @Test
    void bothFaces() throws Exception {
        assertThat(Printed.by(out -> BothFaces.run(Workers.threads(2), out)))
                .containsExactly("42 [3, 5]", "the other facade still works", "workers: 2");
    }
}
