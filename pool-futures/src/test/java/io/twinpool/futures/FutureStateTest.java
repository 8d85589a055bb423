// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link Future} has since Java 19, for both futures; by reflection, since this is compiled for 17. */
@EnabledForJreRange(min = JRE.JAVA_19)
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class FutureStateTest extends JdkContract {
    FutureStateTest(Kind kind) {
        super(kind);
    }

    private static Object state(Future<?> future) throws Throwable {
        return ((Enum<?>) ask(future, "state")).name();
    }

    private static Object ask(Future<?> future, String method) throws Throwable {
        try {
            return Future.class.getMethod(method).invoke(future);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void assertRefused(Future<?> future, String method) {
        assertThatThrownBy(() -> ask(future, method)).isInstanceOf(IllegalStateException.class);
    }

    private static void assertSuccess(Future<?> future, @Nullable Object result) throws Throwable {
        assertThat(state(future)).isEqualTo("SUCCESS");
        assertThat(ask(future, "resultNow")).isEqualTo(result);
        assertRefused(future, "exceptionNow");
    }

    private static void assertFailed(Future<?> future, Class<? extends Throwable> type) throws Throwable {
        assertThat(state(future)).isEqualTo("FAILED");
        assertThat(ask(future, "exceptionNow")).isInstanceOf(type);
        assertRefused(future, "resultNow");
    }

    private static void assertCancelled(Future<?> future) throws Throwable {
        assertWithout(future, "CANCELLED");
    }

    private static void assertUnfinished(Future<?> future) throws Throwable {
        assertWithout(future, "RUNNING");
    }

    private static void assertWithout(Future<?> future, String state) throws Throwable {
        assertThat(state(future)).isEqualTo(state);
        assertRefused(future, "resultNow");
        assertRefused(future, "exceptionNow");
    }

    /** OpenJDK Future/DefaultMethods.testCompletedTask1. */
    @ParameterizedTest
    @EnumSource
    void afterASuccess(Face face) throws Throwable {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> Work.square(3));
            within(future);

            assertSuccess(future, 9);
        }
    }

    /** OpenJDK Future/DefaultMethods.testCompletedTask2. */
    @ParameterizedTest
    @EnumSource
    void aNullResultIsASuccess(Face face) throws Throwable {
        try (PoolExecutor pool = open()) {
            Future<Object> future = face.submit(pool, () -> null);
            within(future);

            assertSuccess(future, null);
        }
    }

    /** OpenJDK Future/DefaultMethods.testFailedTask: the task's own exception. */
    @ParameterizedTest
    @EnumSource
    void afterAFailure(Face face) throws Throwable {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> Work.refuse(3));
            failure(future);

            assertFailed(future, Refusal.class);
        }
    }

    /** OpenJDK Future/DefaultMethods.testRunningTask, testCancelledTask2, and a task that waits. */
    @ParameterizedTest
    @EnumSource
    void beforeTheEndAndAfterACancellation(Face face) throws Throwable {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Future<Integer> running = face.submit(pool, waiting(gate, 1));
            Future<Integer> waiting = face.submit(pool, () -> 2);
            gate.awaitArrivals(1);
            assertUnfinished(running);
            assertUnfinished(waiting);

            running.cancel(true);

            assertCancelled(running);
        }
    }

    /** OpenJDK Future/DefaultMethods.testCancelledTask1: the view's running one, and the pool's waiting one. */
    @ParameterizedTest
    @EnumSource
    void afterACancellationWithoutAnInterrupt(Face face) throws Throwable {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> running = face.submit(pool, waiting(gate, 1));
            face.submit(pool, waiting(gate, 2));
            Future<Integer> waiting = face.submit(pool, () -> 3);
            gate.awaitArrivals(2);
            Future<Integer> cancelled = face == Face.VIEW ? running : waiting;

            assertThat(cancelled.cancel(false)).isTrue();

            assertCancelled(cancelled);
        }
    }

    /** OpenJDK Future/DefaultMethods.testCancelledTask1, of one that {@code invokeAll} had no time to submit. */
    @Test
    void afterACancellationForWantOfTime() throws Throwable {
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = List.of(() -> 1);

            assertCancelled(
                    pool.asExecutorService().invokeAll(calls, 0, TimeUnit.DAYS).get(0));
        }
    }

    /** OpenJDK Future/DefaultMethods.testCompletableFuture1 to 5. */
    @Test
    void theCompletableFutureTellsHowItWasCompleted() throws Throwable {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<CompletableFuture<Object>> futures = Stream.<Object>of(1, 2, 3, 4)
                    .map(i -> pool.submit(() -> gate.pass(i)).toCompletableFuture())
                    .toList();
            for (Future<Object> future : futures) {
                assertUnfinished(future);
            }

            futures.get(0).complete("foo");
            futures.get(1).complete(null);
            futures.get(2).completeExceptionally(new ArithmeticException());
            futures.get(3).cancel(false);

            assertSuccess(futures.get(0), "foo");
            assertSuccess(futures.get(1), null);
            assertFailed(futures.get(2), ArithmeticException.class);
            assertCancelled(futures.get(3));
        }
    }

    /** OpenJDK Future/DefaultMethods.testCompletableFuture2, testCompletableFuture4, ended by the task. */
    @Test
    void theCompletableFutureTellsHowItsTaskEnded() throws Throwable {
        try (PoolExecutor pool = open()) {
            Future<Integer> good = pool.submit(() -> Work.square(3)).toCompletableFuture();
            Future<Integer> bad = pool.submit(() -> Work.refuse(3)).toCompletableFuture();
            within(good);
            failure(bad);

            assertSuccess(good, 9);
            assertFailed(bad, Refusal.class);
        }
    }

    /** OpenJDK Future/DefaultMethods: an interrupted caller gets its answer, and stays interrupted. */
    @ParameterizedTest
    @EnumSource
    void anInterruptedCallerGetsItsAnswer(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> 9);
            within(future);
            Bystander<Boolean> caller = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return answers(future) && Thread.currentThread().isInterrupted();
            });

            assertThat(caller.result()).isTrue();
        }
    }

    private static boolean answers(Future<?> future) throws Exception {
        try {
            return state(future).equals("SUCCESS") && ask(future, "resultNow").equals(9);
        } catch (Throwable e) {
            throw new AssertionError("no answer", e);
        }
    }
}
