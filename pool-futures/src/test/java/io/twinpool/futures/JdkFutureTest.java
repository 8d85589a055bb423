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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both futures as a {@link Future}: getting, cancelling, and what they say of themselves. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class JdkFutureTest extends JdkContract {
    JdkFutureTest(Kind kind) {
        super(kind);
    }

    /** JSR-166 FutureTaskTest.testRun, testIsDone: done once it has a result, and that for ever. */
    @ParameterizedTest
    @EnumSource
    void aResultStays(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> Work.square(3));

            assertThat(within(future)).isEqualTo(9);

            assertThat(future.get()).isEqualTo(9);
            assertThat(future.get(0, TimeUnit.DAYS)).isEqualTo(9);
            assertThat(future.get(Long.MIN_VALUE, TimeUnit.DAYS)).isEqualTo(9);
            assertThat(future.isDone()).isTrue();
            assertThat(future.isCancelled()).isFalse();
        }
    }

    /** JSR-166 FutureTaskTest.testGet_ExecutionException: the same cause for everybody, in an exception of their own. */
    @ParameterizedTest
    @EnumSource
    void aFailureStays(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> Work.refuse(3));

            ExecutionException one = failure(future);
            ExecutionException other = failure(future);

            assertThat(one).isNotSameAs(other).hasCauseInstanceOf(Refusal.class);
            assertThat(other).cause().isSameAs(one.getCause());
            assertThat(future.isDone()).isTrue();
            assertThat(future.isCancelled()).isFalse();
        }
    }

    private static ExecutionException failure(Future<?> future) throws Exception {
        try {
            throw new AssertionError("gave " + within(future));
        } catch (ExecutionException e) {
            return e;
        }
    }

    /** JSR-166 FutureTaskTest.testSetException: an Error is a failure like any other, and so is what the JDK throws itself. */
    @ParameterizedTest
    @EnumSource
    void whateverIsThrownIsTheCause(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            assertThat(failure(face.submit(pool, () -> Work.hurl(new AssertionError("an error")))))
                    .hasCauseInstanceOf(AssertionError.class);
            assertThat(failure(face.submit(pool, () -> Work.hurl(new CancellationException("mine")))))
                    .hasCauseInstanceOf(CancellationException.class);
            assertThat(failure(face.submit(pool, () -> Work.hurl(new InterruptedException("mine")))))
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(failure(face.submit(pool, () -> Work.hurl(new TimeoutException("mine")))))
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(failure(face.submit(pool, () -> Work.hurl(new ExecutionException(new Refusal(1))))))
                    .hasCauseInstanceOf(ExecutionException.class);
        }
    }

    /** JSR-166 FutureTaskTest.testGet_TimeoutException, testGet_TimeoutException_negativeInfinity: the task goes on. */
    @ParameterizedTest
    @EnumSource
    void aTimeoutLeavesTheTaskAlone(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 5));

            assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> future.get(0, TimeUnit.DAYS)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> future.get(Long.MIN_VALUE, TimeUnit.NANOSECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(future.isDone()).isFalse();

            gate.open();
            assertThat(future.get(Long.MAX_VALUE, TimeUnit.DAYS)).isEqualTo(5);
        }
    }

    /** JSR-166 FutureTaskTest.testGet_Interruptible, testTimedGet_Interruptible: the flag is clear, the task goes on. */
    @ParameterizedTest
    @EnumSource
    void anInterruptedGetLeavesTheTaskAlone(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 5));
            Bystander<Boolean> waiter = Bystander.calling(() -> {
                assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });
            Bystander<Boolean> timed = Bystander.calling(() -> {
                assertThatThrownBy(() -> within(future)).isInstanceOf(InterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });

            waiter.awaitBlocked().interrupt();
            timed.awaitBlocked().interrupt();

            assertThat(waiter.result()).isFalse();
            assertThat(timed.result()).isFalse();
            gate.open();
            assertThat(within(future)).isEqualTo(5);
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testInterruptedSubmit: interrupted before, get does not wait. */
    @ParameterizedTest
    @EnumSource
    void anInterruptedCallerDoesNotWait(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Bystander<Integer> caller = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return face.submit(pool, waiting(gate, 5)).get();
            });

            assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    /** {@link java.util.concurrent.FutureTask#get}: what is there is given to an interrupted caller, who stays interrupted. */
    @ParameterizedTest
    @EnumSource
    void aResultThatIsThereIsGivenToAnInterruptedCaller(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> 9);
            within(future);
            Bystander<Boolean> caller = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return future.get() == 9
                        && within(future) == 9
                        && Thread.currentThread().isInterrupted();
            });

            assertThat(caller.result()).isTrue();
        }
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

    /** Contract 9: a task neither sees the interrupt of the thread that submits it, nor leaves it one, nor takes it away. */
    @ParameterizedTest
    @EnumSource
    void taskAndCallerDoNotShareInterrupts(Face face) throws Exception {
        try (PoolExecutor pool = open(1)) {
            Bystander<Boolean> interrupted = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                Future<Boolean> seen =
                        face.submit(pool, () -> Thread.currentThread().isInterrupted());
                boolean kept = Thread.interrupted();
                return kept && !within(seen);
            });
            Bystander<Boolean> calm = Bystander.calling(() -> {
                Future<Integer> rough = face.submit(pool, () -> {
                    Thread.currentThread().interrupt();
                    return 1;
                });
                boolean left = Thread.currentThread().isInterrupted();
                return !left && within(rough) == 1;
            });

            assertThat(interrupted.result()).isTrue();
            assertThat(calm.result()).isTrue();
        }
    }

    /** JSR-166 FutureTaskTest.testToString_normal, testToString_exception; the pool's own future in words of this pool. */
    @ParameterizedTest
    @EnumSource
    void itsNameSaysItsState(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> good = face.submit(pool, () -> 1);
            Future<Integer> bad = face.submit(pool, () -> Work.refuse(2));
            within(good);
            failure(bad);

            assertThat(good).hasToString(name(face, "returned", "Completed normally"));
            assertThat(bad).hasToString(name(face, "failed", "Completed exceptionally"));
        }
    }

    private static String name(Face face, String pools, String views) {
        return face == Face.POOL ? "PoolFuture[" + pools + "]" : "Future[" + views + "]";
    }

    /** JSR-166 FutureTaskTest.testToString_incomplete, testToString_cancelled. */
    @ParameterizedTest
    @EnumSource
    void itsNameSaysThatItWaitsOrRuns(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Future<Integer> running = face.submit(pool, waiting(gate, 1));
            Future<Integer> waiting = face.submit(pool, () -> 2);
            gate.awaitArrivals(1);

            assertThat(running).hasToString(name(face, "running", "Not completed, running"));
            assertThat(waiting).hasToString(name(face, "waiting", "Not completed, waiting"));
            waiting.cancel(true);
            assertThat(waiting).hasToString(name(face, "cancelled", "Cancelled"));
        }
    }

    /** Package java.util.concurrent, memory consistency: submit and get. */
    @ParameterizedTest
    @EnumSource
    void plainWritesAreSeenAcrossSubmitAndGet(Face face) throws Exception {
        assumeSharedMemory();
        int[] cell = {0};
        try (PoolExecutor pool = open()) {
            for (int i = 0; i < 1000; i++) {
                cell[0]++;
                assertThat(within(face.submit(pool, () -> ++cell[0]))).isEqualTo(2 * i + 2);
                assertThat(cell[0]).isEqualTo(2 * i + 2);
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
