// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.Results;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code Workers.idleTimeout} and {@code minWorkers}. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is part of the test
final class IdleTimeoutTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(50);

    IdleTimeoutTest(Kind kind) {
        super(kind);
    }

    private static void awaitWorkers(PoolExecutor pool, int count) throws InterruptedException {
        Eventually.until(count + " workers", () -> pool.stats().workers() == count);
    }

    /** Contract: idle workers leave, politely; nobody was lost. */
    @Test
    void idleWorkersLeave() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(
                workers(2).idleTimeout(BRIEF).killGrace(WAIT).finalizer(() -> traces.leave("finalizer")))) {
            pool.submit(Work::square, 2).result(WAIT);

            awaitWorkers(pool, 0);
            int started = (int) pool.stats().workersStarted();
            assertThat(started).as("more if both had left before the task").isGreaterThanOrEqualTo(2);
            traces.await(started);
            assertThat(traces.all()).hasSize(started);
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** Contract: those above minWorkers. */
    @Test
    void theFewestStay() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(3).idleTimeout(BRIEF).minWorkers(1));
                Gate gate = gate()) {
            awaitWorkers(pool, 1);

            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);

            assertThat(pool.stats().workersStarted())
                    .as("the one that stayed did it; one more comes if it was not quite at rest")
                    .isBetween(3L, 4L);
        }
    }

    /** Contract: new work brings them back, on demand and up to the size. */
    @Test
    void workBringsThemBack() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(3).idleTimeout(BRIEF));
                Gate one = gate("one");
                Gate more = gate("more")) {
            awaitWorkers(pool, 0);

            pool.submit(() -> one.pass());
            one.awaitArrivals(1);
            awaitWorkers(pool, 1);

            IntStream.range(0, 5).forEach(i -> pool.submit(() -> more.pass()));
            more.awaitArrivals(2);
            assertThat(pool.stats().workers()).isEqualTo(3);
            one.open();
            more.open();
            awaitWorkers(pool, 0);
        }
    }

    /** Contract: a map brings them back as well. */
    @Test
    void aMapBringsThemBack() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(2).idleTimeout(BRIEF));
                Gate gate = gate()) {
            awaitWorkers(pool, 0);
            try (Results<Integer> results =
                    pool.map(x -> gate.pass(x), IntStream.range(0, 4).boxed().toList())) {
                gate.awaitArrivals(2);
                assertThat(pool.stats().workers()).isEqualTo(2);
                gate.open();

                assertThat(results.toList()).containsExactly(0, 1, 2, 3);
            }
        }
    }

    /** Contract 10: also while tasks wait inside tasks. */
    @Test
    void tasksThatWaitForTasksBringThemBack() throws Exception {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        try (PoolExecutor pool = PoolExecutor.of(workers(2).idleTimeout(BRIEF))) {
            for (int i = 0; i < 3; i++) {
                awaitWorkers(pool, 0);

                assertThat(pool.submit(() -> nested(pool, 10)).result(WAIT)).isEqualTo(10);
            }
        }
    }

    private static int nested(PoolExecutor pool, int depth) throws TimeoutException {
        return depth == 0 ? 0 : 1 + pool.submit(() -> nested(pool, depth - 1)).result(WAIT);
    }

    /** Contract 11: a pool that all workers have left can be closed, and terminated. */
    @Test
    void aPoolWithoutWorkersCanEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor closed = PoolExecutor.of(workers(1).idleTimeout(BRIEF));
                PoolExecutor terminated = PoolExecutor.of(workers(1).idleTimeout(BRIEF))) {
            awaitWorkers(closed, 0);
            awaitWorkers(terminated, 0);

            closed.shutdown();
            terminated.terminateWorkers();

            assertThat(closed.awaitTermination(WAIT)).isTrue();
            assertThat(terminated.awaitTermination(WAIT)).isTrue();
        }
    }

    /** The race of work with a worker that is about to leave: whoever wins, the work is done. */
    @Test
    void noTaskIsForgottenBecauseAWorkerLeaves() throws Exception {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        SplittableRandom random = new SplittableRandom(42);
        long timeoutNanos = TimeUnit.MICROSECONDS.toNanos(300);
        try (PoolExecutor pool = PoolExecutor.of(workers(2).idleTimeout(Duration.ofNanos(timeoutNanos)))) {
            for (int i = 0; i < 1_000 && pool.stats().workersStarted() < 100; i++) {
                assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i * i);
                LockSupport.parkNanos(timeoutNanos - 100_000 + random.nextLong(150_000));
            }
            assertThat(pool.stats().workersStarted()).as("so there was a race").isGreaterThan(30);
        }
    }

    /** As above, at the price of a process for each. */
    @Test
    void noTaskIsForgottenBecauseAForkedJvmLeaves() throws Exception {
        assumeTrue(kind.canBeKilled());
        Duration timeout = Duration.ofMillis(2);
        try (PoolExecutor pool = PoolExecutor.of(workers(1).standby(1).idleTimeout(timeout))) {
            for (int i = 0; i < 4; i++) {
                assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i * i);
                LockSupport.parkNanos(timeout.toNanos());
            }
            assertThat(pool.stats().failed()).isZero();
        }
    }

    /** Workers.idleTimeout: has no effect where workers have no threads of their own. */
    @Test
    void inlineWorkersStay() {
        assumeTrue(kind.runsInCaller());
        Duration tiny = Duration.ofNanos(1);
        try (PoolExecutor pool = PoolExecutor.of(workers(1).idleTimeout(tiny))) {
            assertThat(pool.submit(Work::square, 3).result()).isEqualTo(9);
            assertThat(pool.submit(Work::square, 4).result()).isEqualTo(16);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }
}
