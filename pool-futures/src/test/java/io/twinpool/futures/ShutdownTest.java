// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolTerminatedException;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How an executor ends politely. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is what is tested
final class ShutdownTest extends FuturesContract {
    ShutdownTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 thread:219: queued work still runs; idempotent. */
    @Test
    void whatWasTakenStillRunsAfterShutdown() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = openOne()) {
            IntStream.range(0, 20).forEach(i -> pool.submit(() -> traces.leave(i)));
            pool.shutdown();
            pool.shutdown();
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertThat(traces.all()).hasSize(20);
    }

    /** CPython 3.13 t/test_thread_pool.py cancel_futures: queued ones are cancelled, running ones end. */
    @Test
    void shutdownMayCancelWhatWaits() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            List<PoolFuture<Integer>> waiting = IntStream.range(0, 10)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            gate.awaitArrivals(1);

            pool.shutdown(true);

            assertThat(waiting).allMatch(PoolFuture::isCancelled);
            assertThat(running.isDone()).isFalse();
            gate.open();
            assertThat(running.result(WAIT)).isEqualTo(1);
        }
    }

    /** CPython 3.13 thread:222: cancel_futures after a shutdown without it. */
    @Test
    void waitingTasksMayBeCancelledAfterAShutdownThatDidNot() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);
            pool.shutdown();
            assertThat(waiting.isDone()).isFalse();

            pool.shutdown(true);

            assertThat(waiting.isCancelled()).isTrue();
        }
    }

    /** CPython 3.13 base:643: with-exit waits for the whole backlog. */
    @Test
    void closeWaitsForAllWork() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            IntStream.range(0, 50).forEach(i -> pool.submit(() -> traces.leave(i)));
        }
        assertThat(traces.all()).hasSize(50);
    }

    /** Contract 11: close twice. */
    @Test
    void closingTwiceIsClosingOnce() {
        PoolExecutor pool = open();
        pool.submit(Work::square, 2);

        pool.close();
        pool.close();

        assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
    }

    /** CPython 3.13: a pool that never worked ends too. */
    @Test
    void anUnusedPoolClosesAtOnce() throws Exception {
        PoolExecutor pool = open(2);

        pool.close();

        assertThat(pool.awaitTermination(Duration.ZERO)).isTrue();
    }

    /** {@link java.util.concurrent.ExecutorService#awaitTermination}: what has ended has ended, however short the look. */
    @Test
    void awaitTerminationWithoutWaitingIsTrueOnceAllHasEnded() throws Exception {
        PoolExecutor pool = open(2);
        pool.submit(Work::square, 3).addDoneCallback(future -> {});
        pool.submit(Work::square, 3).toCompletableFuture().join();

        pool.close();

        assertThat(pool.awaitTermination(Duration.ZERO)).isTrue();
        assertThat(pool.asExecutorService().awaitTermination(0, TimeUnit.SECONDS))
                .isTrue();
    }

    /** Contract: awaitTermination says whether everything has ended. */
    @Test
    void awaitTerminationTellsWhetherAllHasEnded() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            pool.shutdown();

            assertThat(pool.awaitTermination(Duration.ZERO)).isFalse();
            assertThat(pool.awaitTermination(Duration.ofMillis(5))).isFalse();

            gate.open();
            assertThat(pool.awaitTermination(Duration.ofSeconds(Long.MAX_VALUE)))
                    .isTrue();
        }
    }

    /** CPython 3.13 seen: RuntimeError 'cannot join current thread'; contract: IllegalStateException, the shutdown has begun. */
    @Test
    void closeInsideATaskBeginsTheShutdownAndThrows() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Void> future = pool.submit(pool::close);

            assertThat(future.exception(WAIT)).containsInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** Contract 11: a task may shut its pool down. */
    @Test
    void aTaskMayShutItsPoolDown() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Void> future = pool.submit(() -> pool.shutdown(true));

            assertThat(future.exception(WAIT)).isEmpty();
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** {@code ExecutorService.close} of JDK 19: interrupted, it terminates what is unfinished; the flag stays set. */
    @Test
    void anInterruptedCloseTerminatesAndKeepsTheFlag() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> waiting = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);
            Bystander<Boolean> closer = Bystander.calling(() -> {
                pool.close();
                return Thread.currentThread().isInterrupted();
            });

            closer.awaitBlocked().interrupt();

            assertThat(closer.result()).isTrue();
            assertThat(running.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(waiting.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
        }
    }

    /** Contract 11: submit while closing: whatever was taken ends, the rest is refused. */
    @Test
    void submittingWhileClosingIsTakenAndDoneOrRefused() throws Exception {
        for (int round = 0; round < 20; round++) {
            ConcurrentLinkedQueue<PoolFuture<Integer>> taken = new ConcurrentLinkedQueue<>();
            Bystander<Boolean> submitter;
            try (PoolExecutor pool = open()) {
                submitter = Bystander.calling(() -> {
                    assertThatThrownBy(() -> {
                                while (true) {
                                    taken.add(pool.submit(Work::square, 2));
                                }
                            })
                            .isInstanceOf(RejectedExecutionException.class);
                    return true;
                });
                pool.submit(Work::square, 1).result();
            }
            assertThat(submitter.result()).isTrue();
            assertThat(taken)
                    .allMatch(PoolFuture::isDone)
                    .extracting(PoolFuture::result)
                    .containsOnly(taken.isEmpty() ? new Integer[0] : new Integer[] {4});
        }
    }

    /** Contract, settled details: views are the same pool. */
    @Test
    void shuttingDownAViewShutsThePoolDown() {
        try (PoolExecutor pool = open()) {
            pool.withTaskTimeout(Duration.ofSeconds(50)).shutdown();

            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** Contract: closing one face leaves the workers and the other face alone. */
    @Test
    void closingOneFaceLeavesTheOthersAlone() {
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor one = PoolExecutor.over(shared);
                PoolExecutor other = PoolExecutor.over(shared)) {
            one.submit(Work::square, 2);
            one.close();

            assertThat(other.submit(Work::square, 3).result()).isEqualTo(9);
            assertThatThrownBy(() -> one.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** Contract: shared.close() drains and ends all. */
    @Test
    void closingSharedWorkersDrainsEveryFace() throws Exception {
        Traces traces = traces();
        SharedWorkers shared = SharedWorkers.open(workers(1));
        PoolExecutor pool = PoolExecutor.over(shared);
        IntStream.range(0, 20).forEach(i -> pool.submit(() -> traces.leave(i)));

        shared.close();

        assertThat(traces.all()).hasSize(20);
        assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> PoolExecutor.over(shared)).isInstanceOf(RejectedExecutionException.class);
    }

    /** STYLE: a wrong moment names the state. */
    @Test
    void closingSharedWorkersInsideATaskThrows() throws Exception {
        assumeSharedMemory();
        try (SharedWorkers shared = SharedWorkers.open(workers(1))) {
            PoolFuture<Void> future = PoolExecutor.over(shared).submit(shared::close);

            assertThat(future.exception(WAIT)).containsInstanceOf(IllegalStateException.class);
        }
    }
}
