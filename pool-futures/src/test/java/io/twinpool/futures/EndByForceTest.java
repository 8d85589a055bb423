// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.PoolTerminatedException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two ends of a pool by force, told apart by what a forked JVM can still do: the shutdown hooks of a task run at a SIGTERM, and never
 * at a SIGKILL.
 */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // where both are the same
final class EndByForceTest {
    private static final Duration LONG = WAIT.multipliedBy(10); // nobody waits for its end

    @TempDir
    Path directory;

    private static PoolExecutor open() {
        return PoolExecutor.of(Workers.processes(1).standby(0).killGrace(LONG));
    }

    /** In a worker: hears no interrupt, and its JVM leaves a trace if it may. */
    private static int ignoreInterrupts(Gate gate, Traces traces) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> traces.leave("hook")));
        return Work.ignoreInterrupts(gate);
    }

    private static void assertTerminated(PoolExecutor pool, PoolFuture<Integer> deaf, long pid) throws Exception {
        assertThat(deaf.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
        assertThat(pool.awaitTermination(WAIT)).isTrue();
        Eventually.until("the end of the worker", () -> ProcessHandle.of(pid).isEmpty());
    }

    /** API.md 2: killWorkers: SIGKILL; CPython 3.14 Process.kill(): whatever the grace is. */
    @Test
    void killWorkersLeavesAWorkerNoTime() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = open();
                Gate gate = Gate.in(directory, "gate")) {
            long pid = pool.submit(Death::ownPid).result(WAIT);
            PoolFuture<Integer> deaf = pool.submit(EndByForceTest::ignoreInterrupts, gate, traces);
            gate.awaitArrivals(1);

            pool.killWorkers();

            assertTerminated(pool, deaf, pid);
        }
        assertThat(traces.all()).isEmpty();
    }

    /** API.md 2: terminateWorkers: SIGTERM; CPython 3.14 Process.terminate(). */
    @Test
    void terminateWorkersLetsAWorkerRunItsShutdownHooks() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = open();
                Gate gate = Gate.in(directory, "gate")) {
            long pid = pool.submit(Death::ownPid).result(WAIT);
            PoolFuture<Integer> deaf = pool.submit(EndByForceTest::ignoreInterrupts, gate, traces);
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertTerminated(pool, deaf, pid);
        }
        assertThat(traces.all()).containsExactly("hook");
    }
}
