// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ctrl-C, as a forked JVM gets it: API.md 4.12: workers ignore it.
 *
 * <p>A JVM that is started where it is ignored, as behind {@code &} in a script, ignores it by itself, and so do its workers.
 */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // which has no such signal
final class CtrlCTest {
    @TempDir
    Path directory;

    private static PoolExecutor open() {
        return PoolExecutor.of(Workers.processes(1).standby(0));
    }

    /** In a worker: {@return its pid, once its main method has returned} The last that this does is to see to it that Ctrl-C is ignored. */
    private static long pidOfAWorkerThatIsUp() throws InterruptedException {
        Eventually.until(
                "the end of main",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("main")));
        return Death.ownPid();
    }

    private static void assertHasNotNoticed(PoolExecutor pool, long pid) throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(pool.submit(Death::ownPid).result(WAIT)).isEqualTo(pid);
        }
        assertThat(pool.stats().workersLost()).isZero();
        assertThat(pool.stats().workersStarted()).isEqualTo(1);
    }

    /** API.md 4.12; CPython: the workers' KeyboardInterrupt, a traceback of each. */
    @Test
    void aWorkerThatRunsATaskIgnoresIt() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = Gate.in(directory)) {
            long pid = pool.submit(CtrlCTest::pidOfAWorkerThatIsUp).result(WAIT);
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);

            Death.send("INT", pid);
            gate.open();

            assertThat(future.result(WAIT)).isEqualTo(1);
            assertHasNotNoticed(pool, pid);
        }
    }

    /** API.md 4.12. */
    @Test
    void anIdleWorkerIgnoresIt() throws Exception {
        try (PoolExecutor pool = open()) {
            long pid = pool.submit(CtrlCTest::pidOfAWorkerThatIsUp).result(WAIT);

            Death.send("INT", pid);

            assertHasNotNoticed(pool, pid);
        }
    }
}
