// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Held;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both faces on the same running workers. */
@SuppressWarnings("try") // close() is what is tested
final class SharedWorkersTest extends PoolContract {
    SharedWorkersTest(Kind kind) {
        super(kind);
    }

    /** Contract 3: both faces can stand on the same running workers. */
    @Test
    void bothFacesRunOnTheSameWorker() {
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared)) {
            assertThat(pool.apply(Work::worker))
                    .isEqualTo(executor.submit(Work::worker).result());
        }
    }

    @Test
    void theyTellTheirNameAndHowManyStandOnThem() {
        try (SharedWorkers shared = SharedWorkers.open(workers(1).named("both"));
                PoolExecutor executor = PoolExecutor.over(shared)) {
            assertThat(executor.submit(Work::square, 3).result()).isEqualTo(9);

            assertThat(shared).hasToString("SharedWorkers[both, open, 1 workers, 1 pools]");

            shared.close();
            assertThat(shared.toString()).startsWith("SharedWorkers[both, closed, ");
        }
    }

    /** Contract 11: a pool that is opened while the workers close is closed with them, or refused. */
    @Test
    void poolsThatAreOpenedMeanwhileDoNotKeepTheWorkersFromClosing() throws Exception {
        for (int round = 0; round < (kind.sharesMemory() ? 100 : 3); round++) {
            SharedWorkers shared = SharedWorkers.open(workers(1));
            CompletableFuture<Integer> opened =
                    CompletableFuture.supplyAsync(() -> openUntilRefused(shared), task -> new Thread(task).start());

            CompletableFuture<Void> closed =
                    CompletableFuture.runAsync(shared::close, task -> new Thread(task).start());

            assertThat(closed).succeedsWithin(WAIT);
            assertThat(opened).succeedsWithin(WAIT);
        }
    }

    private static int openUntilRefused(SharedWorkers shared) {
        for (int count = 0; ; count++) {
            try {
                PoolExecutor unused = PoolExecutor.over(shared); // closed with the workers
            } catch (RejectedExecutionException e) {
                return count;
            }
        }
    }

    /** Contract 3: closing the pool terminates what came through it, and nothing else. */
    @Test
    void closingThePoolLeavesTheExecutorAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(2));
                PoolExecutor executor = PoolExecutor.over(shared);
                Gate gate = gate("gate");
                Gate doomed = gate("doomed")) {
            PoolFuture<Integer> good = executor.submit(() -> gate.pass(1));
            AsyncResult<Integer> bad;
            try (Pool pool = Pool.over(shared)) {
                bad = pool.applyAsync(() -> doomed.pass(2));
                gate.awaitArrivals(1);
                doomed.awaitArrivals(1);
            }

            assertThatThrownBy(() -> bad.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
            assertThat(executor.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            gate.open();
            assertThat(good.result(WAIT)).isEqualTo(1);
        }
    }

    /** Contract 3: closing the executor waits for its own work, and for nothing else. */
    @Test
    void closingTheExecutorWaitsForItsOwnWorkAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(2));
                Pool pool = Pool.over(shared);
                Gate gate = gate()) {
            AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);
            PoolFuture<Integer> own;
            try (PoolExecutor executor = PoolExecutor.over(shared)) {
                own = executor.submit(Work::square, 3);
            }

            assertThat(own.isDone()).isTrue();
            assertThat(running.ready()).isFalse();
            gate.open();
            assertThat(running.get(WAIT)).isEqualTo(1);
        }
    }

    /** Contract 3: shared.close() drains and ends all. */
    @Test
    void closingTheWorkersDrainsBothFaces() {
        SharedWorkers shared = SharedWorkers.open(workers(1));
        PoolExecutor executor = PoolExecutor.over(shared);
        Pool pool = Pool.over(shared);
        PoolFuture<Integer> future = executor.submit(Work::square, 3);
        AsyncResult<List<Integer>> result = pool.mapAsync(Work::square, List.of(1, 2, 3));

        shared.close();

        assertThat(future.result()).isEqualTo(9);
        assertThat(result.get()).containsExactly(1, 4, 9);
        assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> executor.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> Pool.over(shared)).isInstanceOf(RejectedExecutionException.class);
    }

    /** Contract, settled details: stats() of a face counts that face's own items. */
    @Test
    void eachFaceCountsItsOwnItems() {
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared)) {
            assertThat(pool.map(Work::square, List.of(1, 2, 3))).hasSize(3);
            assertThat(executor.submit(Work::square, 3).result()).isEqualTo(9);

            assertThat(pool.stats().completed()).isEqualTo(3);
            assertThat(executor.stats().completed()).isEqualTo(1);
        }
    }

    /** Contract 1: a map of one face delays the other's tasks by no more than what runs. */
    @Test
    void aMapOfOneFaceAndTasksOfTheOtherBothEnd() {
        try (SharedWorkers shared = SharedWorkers.open(workers(2));
                PoolExecutor executor = PoolExecutor.over(shared);
                Pool pool = Pool.over(shared);
                Results<Integer> results = pool.imap(
                        Work::square, () -> IntStream.range(0, 2000).boxed().iterator())) {
            for (int i = 0; i < 2000; i++) {
                assertThat(results.next()).isEqualTo(i * i);
                if (i % 50 == 0) {
                    assertThat(executor.submit(Work::square, i).result()).isEqualTo(i * i);
                }
            }
        }
    }

    /** Contract: a face ended twice, and faces ended in any order. */
    @Test
    void facesMayEndAfterTheirWorkers() {
        SharedWorkers shared = SharedWorkers.open(workers(1));
        Pool pool = Pool.over(shared);
        PoolExecutor executor = PoolExecutor.over(shared);

        shared.close();
        pool.close();
        executor.close();
        shared.close();

        assertThat(pool.stats().workers()).isZero();
    }

    /** Contract, settled details: close() returns after the callbacks have run; that of the workers after those of all faces. */
    @Test
    void closingTheWorkersWaitsForTheCallbacksOfTheirFaces() {
        List<Integer> called = new ArrayList<>();
        try (SharedWorkers shared = SharedWorkers.open(workers(1))) {
            Pool pool = Pool.over(shared);
            for (int i = 0; i < 100; i++) {
                pool.applyAsync(Work::square, i, Callbacks.onResult(called::add));
            }
        }
        assertThat(called).hasSize(100).contains(99 * 99);
    }

    /** As above: of a face that has ended before, too. */
    @Test
    void closingTheWorkersWaitsForTheCallbacksOfFacesThatHaveEnded() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean hasRun = new AtomicBoolean();
        SharedWorkers shared = SharedWorkers.open(workers(1));
        Pool pool = Pool.over(shared);
        pool.applyAsync(Work::square, 3, Callbacks.onResult(result -> {
            called.countDown();
            Held.until(go);
            hasRun.set(true);
        }));
        called.await();
        pool.shutdown();
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> {
            shared.close();
            return hasRun.get();
        });

        Eventually.until("the end of the workers", () -> pool.stats().workers() == 0);
        go.countDown();

        assertThat(closed.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Contract 5: nothing hangs; settled details: close() waits for callbacks, except when called from one. */
    @Test
    void callbacksThatCloseEachOthersPoolsDoNotWaitForEachOther() throws Exception {
        Pool one = Pool.of(workers(1));
        Pool other = Pool.of(workers(1));

        assertEndInCallbacks(one, other, () -> {
            one.close();
            other.close();
        });
    }

    /** As above, of the workers that both stand on. */
    @Test
    void callbacksThatCloseTheirSharedWorkersDoNotWaitForEachOther() throws Exception {
        SharedWorkers shared = SharedWorkers.open(workers(1));

        assertEndInCallbacks(Pool.over(shared), Pool.over(shared), shared::close);
    }

    /** A callback of each ends both, when the other one's runs, too. */
    private static void assertEndInCallbacks(Pool one, Pool other, Runnable closeBoth) throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        CountDownLatch closed = new CountDownLatch(2);
        Consumer<Integer> closeAll = result -> {
            meet(both);
            closeBoth.run();
            closed.countDown();
        };
        one.applyAsync(Work::square, 1, Callbacks.onResult(closeAll));
        other.applyAsync(Work::square, 1, Callbacks.onResult(closeAll));

        assertThat(closed.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }
}
