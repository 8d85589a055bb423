// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BarTest {
    private final Printed terminal = new Printed();
    private final Bar bar = new Bar(terminal.stream());

    @Test
    void growsWithEachStepAndGoesAway() {
        bar.begin(OptionalLong.of(2));
        bar.step();
        bar.end();

        assertThat(terminal.text().split("\r"))
                .contains(
                        "[" + " ".repeat(40) + "] 0 % of 2 jars",
                        "[" + "=".repeat(20) + " ".repeat(20) + "] 50 % of 2 jars");
        assertThat(terminal.text()).endsWith(" \r");
    }

    @Test
    void countsIfTheEndIsUnknown() {
        bar.begin(OptionalLong.empty());
        bar.step();

        assertThat(terminal.text()).endsWith("\r1 jars");
    }

    @Test
    void hasNothingToDoForNoSteps() {
        bar.begin(OptionalLong.of(0));
        bar.end();

        assertThat(terminal.text()).contains("0 % of 0 jars");
    }
}
