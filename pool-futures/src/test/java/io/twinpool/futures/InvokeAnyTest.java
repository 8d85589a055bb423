// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code invokeAny} of the ExecutorService view: time-outs, interrupts, and what becomes of the others. */
final class InvokeAnyTest extends JdkContract {
    InvokeAnyTest(Kind kind) {
        super(kind);
    }

    /** Succeeds once its rival runs. */
    private static Call<Integer> after(Gate rival, int value) {
        return () -> {
            rival.awaitArrivals(1);
            return value;
        };
    }

    /** JSR-166 AbstractExecutorServiceTest.testTimedInvokeAny5. */
    @Test
    void inTimeTheFirstSuccessIsGiven() throws Exception {
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = List.of(() -> Work.refuse(1), () -> Work.square(3));

            assertThat(pool.asExecutorService().invokeAny(calls, 1, TimeUnit.DAYS))
                    .isEqualTo(9);
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testTimedInvokeAny4. */
    @Test
    void ifAllFailInTimeTheCauseIsOneOfTheirs() {
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = List.of(() -> Work.refuse(1), () -> Work.refuse(2));

            assertThatThrownBy(() -> pool.asExecutorService().invokeAny(calls, 1, TimeUnit.DAYS))
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(Refusal.class);
        }
    }

    /** {@link ExecutorService#invokeAny}: also while another one still waits for room in the queue, which may take for ever. */
    @Test
    void aSuccessEndsTheWaitForRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        assumeTrue(kind.sharesMemory(), "a forked JVM does not see the objects of this one");
        CountDownLatch go = new CountDownLatch(1);
        AutoCloseable letGo = go::countDown;
        AtomicInteger starts = new AtomicInteger();
        try (PoolExecutor pool = PoolExecutor.of(
                        workers(1).queueCapacity(1).maxTasksPerChild(1).initializer(() -> {
                            if (starts.getAndIncrement() > 0) {
                                go.await();
                            }
                        }));
                Gate gate = gate();
                letGo) {
            List<Call<Integer>> calls = List.of(waiting(gate, 3), () -> Work.square(4), () -> Work.square(5));
            Bystander<Integer> caller =
                    Bystander.calling(() -> pool.asExecutorService().invokeAny(calls));
            gate.awaitArrivals(1);
            caller.awaitBlocked();

            gate.open();

            assertThat(caller.result()).isEqualTo(3);
        }
    }

    /** {@link ExecutorService#invokeAny}: null is a success like any other. */
    @Test
    void nullIsASuccess() throws Exception {
        try (PoolExecutor pool = open()) {
            assertThat(pool.asExecutorService().invokeAny(List.of(call(() -> (Object) null))))
                    .isNull();
        }
    }

    /** OpenJDK ExecutorService/InvokeTest.testInvokeAny6: a late success beats an early failure. */
    @Test
    void aFailureDoesNotEndTheWait() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(() -> Work.refuse(1), waiting(gate, 2));
            Bystander<Integer> caller =
                    Bystander.calling(() -> pool.asExecutorService().invokeAny(calls));
            gate.awaitArrivals(1);
            caller.awaitBlocked();

            gate.open();

            assertThat(caller.result()).isEqualTo(2);
        }
    }

    /** OpenJDK ExecutorService/InvokeTest.testInvokeAny4: the last one says why there is no success. */
    @Test
    void theLastFailureIsWaitedFor() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne(); // so the first one has failed when the second one arrives
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(() -> Work.refuse(1), () -> Work.refuse(gate.pass(2)));
            Bystander<Integer> caller =
                    Bystander.calling(() -> pool.asExecutorService().invokeAny(calls));
            gate.awaitArrivals(1);
            caller.awaitBlocked();

            gate.open();

            assertThat(caller.failure())
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.refused).isEqualTo(2));
        }
    }

    /** OpenJDK ExecutorService/InvokeTest.testInvokeAny2. */
    @Test
    void theSuccessStopsTheOthers() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(after(gate, 1), waiting(gate, 2));

            assertThat(pool.asExecutorService().invokeAny(calls)).isEqualTo(1);

            awaitAllStopped(pool);
        }
    }

    /** OpenJDK ExecutorService/InvokeTest.testInvokeAnyWithTimeout2. */
    @Test
    void theSuccessInTimeStopsTheOthers() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(waiting(gate, 2), after(gate, 1));

            assertThat(pool.asExecutorService().invokeAny(calls, 1, TimeUnit.DAYS))
                    .isEqualTo(1);

            awaitAllStopped(pool);
        }
    }

    /** OpenJDK ExecutorService/InvokeTest.testInvokeAnyWithTimeout3. */
    @Test
    void theTimeoutStopsAll() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(waiting(gate, 1), waiting(gate, 2), waiting(gate, 3));

            assertThatThrownBy(() -> pool.asExecutorService().invokeAny(calls, 5, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);

            awaitAllStopped(pool);
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testTimedInvokeAny6, and times that are none. */
    @Test
    void withoutTimeThereIsOnlyALook() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            List<Call<Integer>> calls = List.of(waiting(gate, 1));

            assertThatThrownBy(() -> service.invokeAny(calls, 0, TimeUnit.DAYS)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> service.invokeAny(calls, Long.MIN_VALUE, TimeUnit.DAYS))
                    .isInstanceOf(TimeoutException.class);

            awaitAllStopped(pool);
        }
    }

    private static <R> R invokeAny(ExecutorService service, List<Call<R>> calls, boolean isTimed) throws Exception {
        return isTimed ? service.invokeAny(calls, 1, TimeUnit.DAYS) : service.invokeAny(calls);
    }

    /** OpenJDK ExecutorService/InvokeTest.testInterruptInvokeAny. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptingTheCallerStopsAll(boolean isTimed) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(waiting(gate, 1), waiting(gate, 2));
            Bystander<Boolean> caller = Bystander.calling(
                    () -> isInterruptedAfter(() -> invokeAny(pool.asExecutorService(), calls, isTimed)));
            gate.awaitArrivals(2);

            caller.awaitBlocked().interrupt();

            assertThat(caller.result()).isFalse();
            awaitAllStopped(pool);
        }
    }

    /** OpenJDK ExecutorService/InvokeTest.testInvokeAnyWithInterruptSet. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptedCallerDoesNotWait(boolean isTimed) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(waiting(gate, 1), waiting(gate, 2));
            Bystander<Boolean> caller = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return isInterruptedAfter(() -> invokeAny(pool.asExecutorService(), calls, isTimed));
            });

            assertThat(caller.result()).isFalse();
            awaitAllStopped(pool);
        }
    }

    /** {@link ExecutorService#invokeAny}: ExecutionException if no task completes, for whatever reason. */
    @Test
    void ifSomebodyElseEndsAllTheCauseSaysSo() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            List<Call<Integer>> calls = List.of(waiting(gate, 1), waiting(gate, 2));
            Bystander<Integer> caller = Bystander.calling(() -> service.invokeAny(calls));
            gate.awaitArrivals(2);

            assertThat(service.shutdownNow()).isEmpty();

            assertThat(caller.failure())
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(CancellationException.class);
        }
    }

    /** Contract 10: a task that waits for others of its pool does not stand in their way. */
    @Test
    void aTaskMayInvokeAnyOfItsOwnPool() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            ExecutorService service = pool.asExecutorService();
            List<Call<Integer>> calls = List.of(() -> Work.refuse(1), () -> Work.square(3));

            Future<Integer> outer = service.submit(() -> service.invokeAny(calls));

            assertThat(within(outer)).isEqualTo(9);
        }
    }

    /** Nothing hangs, ever: a collection that changes, or lies about its size. */
    @Test
    void theNumberOfTasksIsTheirIteratorsToTell() {
        List<Call<Integer>> two = List.of(() -> Work.refuse(1), () -> Work.refuse(2));
        Collection<Call<Integer>> three = new AbstractCollection<>() {
            @Override
            public Iterator<Call<Integer>> iterator() {
                return two.iterator();
            }

            @Override
            public int size() {
                return 3;
            }
        };
        try (PoolExecutor pool = open()) {
            assertThatThrownBy(() -> pool.asExecutorService().invokeAny(three))
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(Refusal.class);
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testInvokeAny5 on an executor that runs in the caller: what comes behind a success does not start. */
    @Test
    void inlineNothingStartsAfterTheFirstSuccess() throws Exception {
        assumeTrue(kind.runsInCaller(), "here tasks run side by side");
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = List.of(() -> Work.refuse(1), () -> Work.square(3), () -> traces.leaving(1));

            assertThat(pool.asExecutorService().invokeAny(calls)).isEqualTo(9);
        }
        assertThat(traces.all()).isEmpty();
    }
}
