// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.PoolTerminatedException;
import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Forked JVMs that are stopped by SIGSTOP: not dead, deaf to all but SIGKILL. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // which has no signals
final class StoppedWorkerTest {
    private static final Duration BRIEF = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private static PoolExecutor open() {
        return PoolExecutor.of(Workers.processes(1).standby(0).killGrace(BRIEF));
    }

    /** Runs a task that waits, and stops its worker: the pool's only one. */
    private static PoolFuture<Integer> stopped(PoolExecutor pool, Gate gate) throws Exception {
        long pid = pool.submit(Death::ownPid).result(WAIT);
        PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
        gate.awaitArrivals(1);
        Death.send("STOP", pid);
        return future;
    }

    /** In a worker: stops it, and waits for that whatever interrupts come. */
    private static int stopOwnWorker(Gate gate) {
        new Thread(() -> Death.send("STOP", Death.ownPid())).start();
        return Work.ignoreInterrupts(gate);
    }

    /** reliability 9: not a death: the task waits. */
    @Test
    void aStoppedWorkerIsNotLost() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = Gate.in(directory, "gate")) {
            long pid = pool.submit(Death::ownPid).result(WAIT);
            PoolFuture<Integer> future = stopped(pool, gate);
            gate.open();
            Eventually.passes(BRIEF.multipliedBy(3)); // more than the grace

            Death.send("CONT", pid);

            assertThat(future.result(WAIT)).isEqualTo(1);
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** Contract 3: cancel(true) ends it after the grace, and the pool goes on. */
    @Test
    void cancelEndsAStoppedWorker() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = Gate.in(directory, "gate")) {
            PoolFuture<Integer> future = stopped(pool, gate);

            assertThat(future.cancel(true)).isTrue();

            assertThat(future.isDone()).isTrue();
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract 4: so does a time limit; where the task was, nobody can tell. */
    @Test
    void aTimeLimitEndsAStoppedWorker() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = Gate.in(directory, "gate")) {
            PoolFuture<Integer> future = pool.withTaskTimeout(TASK).submit(StoppedWorkerTest::stopOwnWorker, gate);

            assertThat(future.exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract: terminateWorkers, with a SIGTERM that is not heard; killWorkers. */
    @Test
    void thePoolsEndEndsAStoppedWorker() throws Exception {
        assertEnded(PoolExecutor::terminateWorkers, "terminated");
        assertEnded(PoolExecutor::killWorkers, "killed");
    }

    private void assertEnded(Consumer<PoolExecutor> end, String name) throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = Gate.in(directory, name)) {
            PoolFuture<Integer> future = stopped(pool, gate);

            end.accept(pool);

            assertThat(future.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** Contract, settled details: who does not leave in time is ended. */
    @Test
    void closeEndsAStoppedIdleWorker() throws Exception {
        long pid;
        try (PoolExecutor pool = open()) {
            pid = pool.submit(Death::ownPid).result(WAIT);
            Death.send("STOP", pid);
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }
}
