// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cancelling what waits and what runs. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class CancelTest extends FuturesContract {
    CancelTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTasksWait() {
        assumeWorkersOfTheirOwn();
    }

    /** CPython 3.13 base:364. */
    @Test
    void aWaitingTaskIsCancelledAndNeverRuns() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Void> running = pool.submit(() -> gate.pass());
            PoolFuture<Void> waiting = pool.submit(() -> traces.leave("ran"));
            gate.awaitArrivals(1);

            assertThat(waiting.cancel()).isTrue();

            assertThat(waiting.isDone()).isTrue();
            assertThat(waiting.isCancelled()).isTrue();
            gate.open();
            assertThat(running.result(WAIT)).isNull();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** CPython 3.13 base:364: RUNNING is not cancelled. */
    @Test
    void aRunningTaskIsNotCancelledUnlessAskedFor() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(5));
            gate.awaitArrivals(1);

            assertThat(future.cancel()).isFalse();
            assertThat(future.cancel(false)).isFalse();

            gate.open();
            assertThat(future.result(WAIT)).isEqualTo(5);
        }
    }

    /** CPython 3.13 base:364: FINISHED is not cancelled. */
    @Test
    void aTaskThatHasEndedIsNotCancelled() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            assertThat(future.result()).isEqualTo(9);

            assertThat(future.cancel()).isFalse();
            assertThat(future.cancel(true)).isFalse();
            assertThat(future.isCancelled()).isFalse();
        }
    }

    /** Contract 3: false for one that is cancelled already; unlike CPython 3.13 base:364. */
    @Test
    void onlyTheFirstCancelIsTrue() throws Exception {
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            gate.awaitArrivals(1);

            assertThat(waiting.cancel(true)).isTrue();
            assertThat(waiting.cancel(true)).isFalse();
            assertThat(waiting.cancel()).isFalse();
        }
    }

    /** CPython 3.13 base:428,463: CancelledError. */
    @Test
    void everyWayToAskThrowsCancellation() throws Exception {
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            gate.awaitArrivals(1);

            future.cancel();

            assertThatThrownBy(future::result).isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> future.result(Duration.ZERO)).isInstanceOf(CancellationException.class);
            assertThatThrownBy(future::exception).isInstanceOf(CancellationException.class);
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        }
    }

    /** Contract 3: cancel(true) stops a running task; isDone sees it at once. */
    @Test
    void aRunningTaskIsInterrupted() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open();
                Gate gate = gate("gate")) {
            PoolFuture<Void> future = pool.submit(() -> untilInterrupted(gate, traces));
            gate.awaitArrivals(1);

            assertThat(future.cancel(true)).isTrue();

            assertThat(future.isDone()).isTrue();
            assertThat(future.isRunning()).isFalse();
            assertThatThrownBy(future::result).isInstanceOf(CancellationException.class);
            traces.await(1);
        }
        assertThat(traces.all()).containsExactly("interrupted");
    }

    private static void untilInterrupted(Gate gate, Traces traces) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            traces.leave("interrupted");
        }
    }

    /** Contract 3: the late outcome of a stopped task is dropped. */
    @Test
    void theLateResultOfACancelledTaskIsDropped() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> Work.ignoreInterrupts(gate));
            gate.awaitArrivals(1);
            future.cancel(true);

            gate.open();

            assertThat(pool.submit(Work::square, 2).result(WAIT)).isEqualTo(4);
            assertThat(future.isCancelled()).isTrue();
            assertThat(pool.stats().cancelled()).isEqualTo(1);
        }
    }

    /** Contract 3: only its own running task is lost. */
    @Test
    void neighborsOfACancelledTaskGoOn() throws Exception {
        try (PoolExecutor pool = open();
                Gate stopped = gate("stopped");
                Gate gate = gate("gate")) {
            PoolFuture<Integer> neighbor = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> victim = pool.submit(() -> stopped.pass(2));
            gate.awaitArrivals(1);
            stopped.awaitArrivals(1);

            assertThat(victim.cancel(true)).isTrue();

            gate.open();
            assertThat(neighbor.result(WAIT)).isEqualTo(1);
        }
    }

    /** Contract, settled details: who does not hear the interrupt is given up, or killed, after the grace, and replaced. */
    @Test
    void aTaskDeafToInterruptsLosesItsWorkerAndThePoolGoesOn() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(Duration.ofMillis(50)));
                Gate gate = gate()) {
            PoolFuture<Integer> deaf = pool.submit(() -> Work.ignoreInterrupts(gate));
            gate.awaitArrivals(1);

            assertThat(deaf.cancel(true)).isTrue();

            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(pool.stats().abandonedWorkers()).isEqualTo(kind.canBeKilled() ? 0 : 1);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    /** Contract 9: an interrupt aimed at one task never meets the next, though the first has left it in its thread. */
    @Test
    void theNextTaskNeverSeesTheInterrupt() throws Exception {
        List<PoolFuture<Boolean>> next = new ArrayList<>();
        try (PoolExecutor pool = openOne()) {
            for (int i = 0; i < 100; i++) {
                PoolFuture<Void> victim = pool.submit(() -> Work.untilInterrupted());
                next.add(pool.submit(() -> Thread.currentThread().isInterrupted()));
                Eventually.until("running", victim::isRunning);

                assertThat(victim.cancel(true)).isTrue();
            }
            assertThat(next).extracting(PoolFuture::result).containsOnly(false);
        }
    }

    /** Contract 9: nor when the first ends just when it is interrupted. */
    @Test
    void theNextTaskNeverSeesAnInterruptThatCameAsTheOtherEnded() throws Exception {
        List<PoolFuture<Boolean>> next = new ArrayList<>();
        try (PoolExecutor pool = openOne()) {
            for (int i = 0; i < 300; i++) {
                PoolFuture<Integer> victim = pool.submit(Work::square, i);
                next.add(pool.submit(() -> Thread.currentThread().isInterrupted()));
                while (!victim.isRunning() && !victim.isDone()) {
                    Thread.onSpinWait();
                }
                victim.cancel(true);
            }
            assertThat(next).extracting(PoolFuture::result).containsOnly(false);
        }
    }

    /** Contract, settled details: cancelling the CompletableFuture cancels the task as cancel(true) does. */
    @Test
    void cancellingTheCompletableFutureStopsTheTask() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open();
                Gate gate = gate("gate")) {
            PoolFuture<Void> future = pool.submit(() -> untilInterrupted(gate, traces));
            gate.awaitArrivals(1);

            assertThat(future.toCompletableFuture().cancel(false)).isTrue();

            traces.await(1);
            assertThat(future.isCancelled()).isTrue();
        }
    }

    /** DESIGN: first finish wins. Whatever cancel said is what the future says. */
    @Test
    void cancelAndEndNeverBothWin() throws Exception {
        try (PoolExecutor pool = open()) {
            for (int i = 0; i < 500; i++) {
                PoolFuture<Integer> future = pool.submit(Work::square, i);
                boolean cancelled = future.cancel(i % 2 == 0);
                Futures.await(List.of(future), ReturnWhen.ALL_COMPLETED);
                assertThat(future.isCancelled()).isEqualTo(cancelled);
            }
            Eventually.until(
                    "nothing left", () -> pool.stats().queued() + pool.stats().running() == 0);
        }
    }
}
