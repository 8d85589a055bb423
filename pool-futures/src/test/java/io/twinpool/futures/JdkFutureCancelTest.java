// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both futures as a {@link Future}: cancelling. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class JdkFutureCancelTest extends JdkContract {
    JdkFutureCancelTest(Kind kind) {
        super(kind);
    }

    /** JSR-166 FutureTaskTest.testCancelBeforeRun, testCancelBeforeRun2. */
    @ParameterizedTest
    @EnumSource
    void whatIsCancelledBeforeItBeginsNeverRuns(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open(1);
                Gate gate = gate("gate")) {
            face.submit(pool, waiting(gate, 1));
            Future<Integer> politely = face.submit(pool, () -> traces.leaving(2));
            Future<Integer> firmly = face.submit(pool, () -> traces.leaving(3));
            gate.awaitArrivals(1);

            assertThat(politely.cancel(false)).isTrue();
            assertThat(firmly.cancel(true)).isTrue();

            assertCancelled(politely);
            assertCancelled(firmly);
        }
        assertThat(traces.all()).isEmpty();
    }

    /** JSR-166 FutureTaskTest.testCancelInterrupt. */
    @ParameterizedTest
    @EnumSource
    void whatRunsIsInterruptedIfAskedFor(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 1));
            gate.awaitArrivals(1);

            assertThat(future.cancel(true)).isTrue();

            assertCancelled(future);
            awaitAllStopped(pool);
        }
    }

    /** JSR-166 FutureTaskTest.testCancelInterrupt_taskFails: also if it does not end at once, and then throws. */
    @ParameterizedTest
    @EnumSource
    void aStoppedTaskIsInterruptedOnceAndStaysCancelled(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open();
                Gate gate = gate("gate");
                Gate second = gate("second")) {
            Future<Integer> future = face.submit(pool, () -> failingLate(gate, second, traces));
            gate.awaitArrivals(1);
            assertThat(future.cancel(true)).isTrue();
            second.awaitArrivals(1);

            assertThat(future.cancel(true)).isFalse();

            second.open();
            awaitAllStopped(pool);
            assertCancelled(future);
        }
        assertThat(traces.all()).containsExactly("false");
    }

    private static int failingLate(Gate gate, Gate second, Traces traces) throws InterruptedException {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            second.pass();
            traces.leave(Thread.interrupted());
        }
        throw new IllegalStateException("late");
    }

    private static void assertCancelled(Future<?> future) {
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isTrue();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> future.get(0, TimeUnit.DAYS)).isInstanceOf(CancellationException.class);
        assertThat(future.cancel(true)).isFalse();
        assertThat(future.cancel(false)).isFalse();
    }

    /** JSR-166 FutureTaskTest.testCancelAfterRun. */
    @ParameterizedTest
    @EnumSource
    void whatHasEndedCannotBeCancelled(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> good = face.submit(pool, () -> 1);
            Future<Integer> bad = face.submit(pool, () -> Work.refuse(2));
            within(good);
            failure(bad);

            assertThat(good.cancel(true) || good.cancel(false)).isFalse();
            assertThat(bad.cancel(true) || bad.cancel(false)).isFalse();

            assertThat(good.get()).isEqualTo(1);
            assertThat(bad.isCancelled()).isFalse();
            assertThat(failure(bad)).hasCauseInstanceOf(Refusal.class);
        }
    }

    /** JSR-166 FutureTaskTest.testGet_Cancellation, testTimedGet_Cancellation, testTimedGet_Cancellation2. */
    @ParameterizedTest
    @EnumSource
    void cancellingWakesWhoeverWaits(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 1));
            Bystander<Integer> waiter = Bystander.calling(future::get).awaitBlocked();
            Bystander<Integer> timed = Bystander.calling(() -> within(future)).awaitBlocked();
            gate.awaitArrivals(1);

            assertThat(future.cancel(true)).isTrue();

            assertThat(waiter.failure()).isInstanceOf(CancellationException.class);
            assertThat(timed.failure()).isInstanceOf(CancellationException.class);
        }
    }

    /** {@link java.util.concurrent.FutureTask#cancel}: one call is told that it was the one. */
    @ParameterizedTest
    @EnumSource
    void ofTwoWhoCancelOneIsTold(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            for (int i = 0; i < 50; i++) {
                Future<Integer> future = face.submit(pool, waiting(gate, i));
                Bystander<Boolean> other = Bystander.calling(() -> future.cancel(true));

                boolean mine = future.cancel(true);

                assertThat(other.result()).isNotEqualTo(mine);
            }
        }
    }

    /** Contract 9, through the view: an interrupt aimed at one task meets neither the next one nor the caller. */
    @ParameterizedTest
    @EnumSource
    void cancellingInterruptsNobodyElse(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1)) {
            for (int i = 0; i < 200; i++) {
                Future<Integer> victim = face.submit(pool, () -> Work.square(2));
                Future<Boolean> next =
                        face.submit(pool, () -> Thread.currentThread().isInterrupted());

                victim.cancel(true);

                assertThat(within(next)).isFalse();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        }
    }

    /** API.md, settled details: cancelling the CompletableFuture of a task that waits cancels the task, which never runs. */
    @Test
    void cancellingTheCompletableFutureOfAWaitingTaskCancelsIt() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open(1);
                Gate gate = gate("gate")) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(() -> traces.leaving(1));
            gate.awaitArrivals(1);

            assertThat(waiting.toCompletableFuture().cancel(true)).isTrue();

            assertThat(waiting.isCancelled()).isTrue();
            assertThatThrownBy(() -> waiting.result(WAIT)).isInstanceOf(CancellationException.class);
        }
        assertThat(traces.all()).isEmpty();
    }
}
