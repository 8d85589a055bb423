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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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

    /** OpenJDK Future/DefaultMethods.testCompleted. */
    @ParameterizedTest
    @EnumSource
    void afterASuccess(Face face) throws Throwable {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> Work.square(3));
            within(future);

            assertThat(state(future)).isEqualTo("SUCCESS");
            assertThat(ask(future, "resultNow")).isEqualTo(9);
            assertRefused(future, "exceptionNow");
        }
    }

    /** OpenJDK Future/DefaultMethods.testFailed: the task's own exception. */
    @ParameterizedTest
    @EnumSource
    void afterAFailure(Face face) throws Throwable {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> Work.refuse(3));
            assertThatThrownBy(() -> within(future)).isInstanceOf(ExecutionException.class);

            assertThat(state(future)).isEqualTo("FAILED");
            assertThat(ask(future, "exceptionNow")).isInstanceOf(Refusal.class);
            assertRefused(future, "resultNow");
        }
    }

    /** OpenJDK Future/DefaultMethods.testCancelled, and a task that waits. */
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

            assertThat(state(running)).isEqualTo("CANCELLED");
            assertRefused(running, "resultNow");
            assertRefused(running, "exceptionNow");
        }
    }

    private static void assertUnfinished(Future<?> future) throws Throwable {
        assertThat(state(future)).isEqualTo("RUNNING");
        assertRefused(future, "resultNow");
        assertRefused(future, "exceptionNow");
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
