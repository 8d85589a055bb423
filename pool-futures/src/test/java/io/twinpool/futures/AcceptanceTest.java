// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.LeakCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a host takes from its workers: what its filters let pass and its heap can hold. In a JVM of 64 MiB, as filters are set once. */
@ExtendWith(LeakCheck.class)
final class AcceptanceTest {
    private static final String TASK = "refused: a task of " + AcceptanceMain.class.getName() + ": ";
    private static final String HOST_CLASS = AcceptanceMain.class.getName() + "$RefusedByHost";
    private static final String NOT_READ =
            TASK + "result cannot be read back from its serialized form: java.io.InvalidClassException: ";
    private static final String BY_HOSTS_FILTER = "; refused by the filter of this JVM";
    private static final String BY_HOST = NOT_READ + HOST_CLASS + BY_HOSTS_FILTER;
    private static final String BY_POOL =
            NOT_READ + AcceptanceMain.RefusedByPool.class.getName() + "; refused by the resultFilter";
    private static final String BY_FACTORY = NOT_READ + "filter status: REJECTED";

    private static List<String> host(String... flagsAndModes) throws Exception {
        Map<Boolean, List<String>> flags =
                Arrays.stream(flagsAndModes).collect(Collectors.partitioningBy(flag -> flag.startsWith("-")));
        HostCommand command = HostCommand.of(
                        AcceptanceMain.class, flags.get(false).toArray(String[]::new))
                .with("-Xmx64m")
                .with(flags.get(true).toArray(String[]::new));
        try (HostJvm host = command.start()) {
            return host.allSaid();
        }
    }

    /** Contract, settled details: a host's own filter stays in force, also beside one that allows everything. */
    @Test
    void theFilterOfThePropertyStaysInForceBesideThePools() throws Exception {
        List<String> said = host("-Djdk.serialFilter=!" + HOST_CLASS, "allowAll");

        assertThat(said.get(0)).isEqualTo(BY_HOST);
        assertThat(said.get(1)).isEqualTo("accepted");
        assertThat(said.get(2)).isEqualTo("accepted");
    }

    @Test
    void theFilterOfThePropertyIsInForceWithoutAnyOfThePool() throws Exception {
        List<String> said = host("-Djdk.serialFilter=!" + HOST_CLASS);

        assertThat(said.get(0)).isEqualTo(BY_HOST);
        assertThat(said.get(2)).isEqualTo("accepted");
    }

    @Test
    void theFilterThatTheHostHasSetAndThePoolsAreBothInForce() throws Exception {
        List<String> said = host("setSerialFilter", "refuse");

        assertThat(said.get(0)).isEqualTo(BY_HOST);
        assertThat(said.get(1)).isEqualTo(BY_POOL);
        assertThat(said.get(2)).isEqualTo("accepted");
    }

    @Test
    void theFilterOfThePropertyIsAskedForArraysOfPrimitives() throws Exception {
        List<String> said = host("-Djdk.serialFilter=maxarray=999");

        assertThat(said.get(3))
                .isEqualTo(TASK + "result is not taken from another JVM: java.io.InvalidClassException: [I"
                        + BY_HOSTS_FILTER);
    }

    @Test
    void theFilterFactoryOfTheHostIsAsked() throws Exception {
        List<String> said = host("-Djdk.serialFilterFactory=" + AcceptanceMain.class.getName() + "$Factory", "refuse");

        assertThat(said.get(0)).isEqualTo(BY_FACTORY);
        assertThat(said.get(1)).isEqualTo(BY_POOL);
        assertThat(said.get(2)).isEqualTo("accepted");
    }

    /** Contract 5: it costs its own task, and says the numbers. */
    @Test
    void aResultThatTheHeapCannotHoldFailsItsTask() throws Exception {
        List<String> said = host("large");

        assertThat(said.subList(4, 7))
                .allSatisfy(line -> assertThat(line)
                        .startsWith(TASK)
                        .matches(".*: result of \\d{8,9} bytes does not fit into the heap of this JVM"
                                + " \\(at most \\d{8} bytes\\): raise -Xmx"));
        assertThat(said.get(4)).contains("" + 200 * (1 << 20));
        assertThat(said.get(7)).isEqualTo("accepted");
        assertThat(said.get(8)).isEqualTo("lost 0");
    }
}
