// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolStats;
import io.twinpool.PoolTerminatedException;
import io.twinpool.TaskTimeoutException;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Both faces on the same workers while one of them ends, waits or calls the other. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class TwoFacesTest extends PoolContract {
    TwoFacesTest(Kind kind) {
        super(kind);
    }

    /** Contract 3: the pool's shutdown refuses its own further work alone. */
    @Test
    void shuttingThePoolDownLeavesTheExecutorOpen() throws Exception {
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared)) {
            pool.shutdown();
            pool.join();

            assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(RejectedExecutionException.class);
            assertThat(executor.submit(Work::square, 3).result()).isEqualTo(9);
        }
    }

    /** Contract 3: join() waits for the pool's own work, whatever runs for the executor. */
    @Test
    void joinWaitsForThePoolsOwnWorkAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(2));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared);
                Gate gate = gate()) {
            PoolFuture<Integer> running = executor.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            AsyncResult<Integer> own = pool.applyAsync(Work::square, 3);
            pool.shutdown();

            assertThat(pool.join(WAIT)).isTrue();
            assertThat(own.ready()).isTrue();
            assertThat(running.isDone()).isFalse();
            gate.open();
            assertThat(running.result(WAIT)).isEqualTo(1);
        }
    }

    /** Contract 3: the executor cancels its own queue, and nothing of the pool's. */
    @Test
    void cancellingTheExecutorsQueueLeavesThePoolsAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared);
                Gate gate = gate()) {
            pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);
            PoolFuture<Integer> cancelled = executor.submit(Work::square, 2);
            AsyncResult<List<Integer>> kept = pool.mapAsync(Work::square, List.of(1, 2));

            executor.shutdown(true);
            gate.open();

            assertThat(cancelled.isCancelled()).isTrue();
            assertThat(kept.get(WAIT)).containsExactly(1, 4);
        }
    }

    /** Contract 3: the pool's terminate stops its own running task; the same worker then serves the executor. */
    @Test
    void terminatingThePoolFreesTheWorkerForTheExecutor() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared);
                Gate gate = gate()) {
            AsyncResult<Integer> stopped = pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);
            PoolFuture<Integer> queued = executor.submit(Work::square, 3);

            pool.terminate();

            assertThatThrownBy(() -> stopped.get(WAIT))
                    .isInstanceOfSatisfying(
                            PoolTerminatedException.class,
                            e -> assertThat(e.outstanding()).isEqualTo(1));
            assertThat(queued.result(WAIT)).isEqualTo(9);
        }
    }

    /** API.md 4, settled details: each face counts its own items, cancelled and failed ones included; workers are all. */
    @Test
    void eachFaceCountsItsOwnEnds() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared);
                Gate gate = gate()) {
            pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);
            executor.submit(Work::square, 2).cancel();
            executor.submit(Work::refuse, 2);

            PoolStats mine = pool.stats();
            PoolStats theirs = executor.stats();

            assertThat(mine.running()).isEqualTo(1);
            assertThat(mine.completed() + mine.queued()).isZero();
            assertThat(theirs.running()).isZero();
            assertThat(theirs.queued()).isEqualTo(1);
            assertThat(theirs.cancelled()).isEqualTo(1);
            assertThat(theirs.workers()).isEqualTo(mine.workers()).isEqualTo(1);
            gate.open();
        }
    }

    /** Contract 10: a task of one face may wait for one of the other on the same single worker. */
    @Test
    void aTaskOfOneFaceMayWaitForTheOther() throws Exception {
        assumeSharedMemory();
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared)) {
            assertThat(executor.submit(() -> pool.apply(Work::square, 3)).result(WAIT))
                    .isEqualTo(9);
            assertThat(pool.applyAsync(() -> executor.submit(Work::square, 4).result())
                            .get(WAIT))
                    .isEqualTo(16);
        }
    }

    /** API.md 2 and 3: the time limit of a view of one face does not touch the other. */
    @Test
    void aViewOfOneFaceLimitsNothingOfTheOther() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(2));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared);
                Gate gate = gate()) {
            PoolFuture<Integer> unlimited = executor.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            AsyncResult<Integer> limited =
                    pool.withTaskTimeout(Duration.ofMillis(20)).applyAsync(() -> gate.pass(2));

            assertThatThrownBy(() -> limited.get(WAIT)).isInstanceOf(TaskTimeoutException.class);
            assertThat(unlimited.isDone()).isFalse();
            gate.open();
            assertThat(unlimited.result(WAIT)).isEqualTo(1);
        }
    }
}
