// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmFlagsTest {
    private static List<String> flags(String... arguments) {
        Workers workers = Workers.processes(1).jvmArgs(arguments);
        return JvmFlags.of(workers, Jdk.of(workers.processOptions()));
    }

    /** Contract 12, and 4 (a time limit tells the stack): the serial collector's loops have no safepoints by themselves. */
    @Test
    void loopsHaveSafepoints() {
        assertThat(flags()).contains("-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000");
    }

    /** A JVM warns of one without the other. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:-UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1"})
    void whatTheUserSaysOfLoopsStandsAlone(String argument) {
        assertThat(flags(argument)).noneMatch(flag -> flag.contains("Loop"));
    }
}
