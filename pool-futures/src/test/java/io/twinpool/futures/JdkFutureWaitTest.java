// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both futures as a {@link Future}: who waits in {@code get}, for how long, and who does not. */
final class JdkFutureWaitTest extends JdkContract {
    JdkFutureWaitTest(Kind kind) {
        super(kind);
    }

    /** JSR-166 FutureTaskTest.testGet_TimeoutException, testGet_NegativeInfinityTimeout: the task goes on. */
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

    /** JSR-166 FutureTaskTest.testGet_TimeoutException. */
    @ParameterizedTest
    @EnumSource
    void aTimeoutDoesNotComeEarly(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 5));
            for (int i = 0; i < 5; i++) {
                long begun = System.nanoTime();

                assertThatThrownBy(() -> future.get(12, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

                assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(12_000_000);
                assertThat(future.isDone()).isFalse();
            }
        }
    }

    /** JSR-166 FutureTaskTest.testGet_NegativeInfinityTimeout. */
    @ParameterizedTest
    @EnumSource
    void manyMayLookAtOnce(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 5));
            List<Bystander<Integer>> lookers = new ArrayList<>();
            for (long timeout : List.of(0L, -1L, Long.MIN_VALUE)) {
                for (int i = 0; i < 10; i++) {
                    lookers.add(Bystander.calling(() -> future.get(timeout, TimeUnit.NANOSECONDS)));
                }
            }

            for (Bystander<Integer> looker : lookers) {
                assertThat(looker.failure()).isInstanceOf(TimeoutException.class);
            }
        }
    }

    /** JSR-166 FutureTaskTest.testGetRun, testGetSet. */
    @ParameterizedTest
    @EnumSource
    void allWaitersGetTheResult(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 5));
            List<Bystander<Integer>> waiters = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                waiters.add(Bystander.calling(future::get).awaitBlocked());
                waiters.add(Bystander.calling(() -> within(future)).awaitBlocked());
            }

            gate.open();

            for (Bystander<Integer> waiter : waiters) {
                assertThat(waiter.result()).isEqualTo(5);
            }
        }
    }

    /** JSR-166 FutureTaskTest.testGet_NullTimeUnit: of what runs, of what waits, and of both once they have ended. */
    @ParameterizedTest
    @EnumSource
    void aNullUnitIsRefusedBeforeTheEndToo(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> running = face.submit(pool, waiting(gate, 1));
            Future<Integer> other = face.submit(pool, waiting(gate, 2));
            Future<Integer> waiting = face.submit(pool, waiting(gate, 3));
            gate.awaitArrivals(2);
            assertNullUnitsRefused(running);
            assertNullUnitsRefused(waiting);

            gate.open();

            assertThat(within(running) + within(other) + within(waiting)).isEqualTo(6);
            assertNullUnitsRefused(running);
            assertNullUnitsRefused(waiting);
        }
    }

    private static void assertNullUnitsRefused(Future<?> future) {
        for (long timeout : List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE)) {
            assertThatNullPointerException().isThrownBy(() -> future.get(timeout, null));
        }
    }

    /** JSR-166 FutureTaskTest.testGet_interruptible, testTimedGet_interruptible: the flag is clear, the task goes on. */
    @ParameterizedTest
    @EnumSource
    void anInterruptedGetLeavesTheTaskAlone(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 5));
            Bystander<Boolean> waiter = Bystander.calling(() -> isInterruptedAfter(future::get));
            Bystander<Boolean> timed = Bystander.calling(() -> isInterruptedAfter(() -> within(future)));

            waiter.awaitBlocked().interrupt();
            timed.awaitBlocked().interrupt();

            assertThat(waiter.result()).isFalse();
            assertThat(timed.result()).isFalse();
            gate.open();
            assertThat(within(future)).isEqualTo(5);
        }
    }

    /** JSR-166 FutureTaskTest.testGet_interruptible, testTimedGet_interruptible: nor if it was interrupted before. */
    @ParameterizedTest
    @EnumSource
    void anInterruptedCallerDoesNotWait(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> future = face.submit(pool, waiting(gate, 5));
            Bystander<Boolean> waiter = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return isInterruptedAfter(future::get);
            });
            Bystander<Boolean> timed = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return isInterruptedAfter(() -> within(future));
            });

            assertThat(waiter.result()).isFalse();
            assertThat(timed.result()).isFalse();
            assertThat(future.isDone()).isFalse();
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
}
