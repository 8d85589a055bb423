// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolTerminatedException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a forked JVM can still do when its pool is terminated: run the shutdown hooks of its tasks. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // where no process hears of its end
@SuppressWarnings("try") // close() is part of the test
final class TerminatedWorkerTest {
    @TempDir
    Path directory;

    /** In a worker: hears no interrupt, and its JVM leaves a trace if it may. */
    private static int ignoreInterrupts(Gate gate, Traces traces) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> traces.leave("hook")));
        return Work.ignoreInterrupts(gate);
    }

    /** CPython 3.13 pool:654-732: terminate() and the with-exit SIGTERM the workers; API.md 3: a grace before the kill. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTerminatedPoolLetsAWorkerRunItsShutdownHooks(boolean byClose) throws Exception {
        Traces traces = Traces.in(directory);
        try (Pool pool = Pool.of(Workers.processes(1).standby(0).killGrace(WAIT.multipliedBy(10)));
                Gate gate = Gate.in(directory, "gate")) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            AsyncResult<Integer> deaf = pool.applyAsync(TerminatedWorkerTest::ignoreInterrupts, gate, traces);
            gate.awaitArrivals(1);

            if (byClose) {
                pool.close();
            } else {
                pool.terminate();
            }

            assertThatThrownBy(() -> deaf.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
            assertThat(pool.join(WAIT)).isTrue();
            Eventually.until(
                    "the end of the worker", () -> ProcessHandle.of(pid).isEmpty());
        }
        assertThat(traces.all()).containsExactly("hook");
    }
}
