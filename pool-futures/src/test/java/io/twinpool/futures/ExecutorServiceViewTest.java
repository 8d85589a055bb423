// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ExecutorService view, against the words of {@link ExecutorService} and {@link java.util.concurrent.FutureTask}. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class ExecutorServiceViewTest extends JdkContract {
    ExecutorServiceViewTest(Kind kind) {
        super(kind);
    }

    /** {@link ExecutorService#submit(Callable)}. */
    @Test
    void aCallableGivesItsResult() throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = pool.asExecutorService().submit(call(() -> Work.square(3)));

            assertThat(future.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isEqualTo(9);
            assertThat(future.isDone()).isTrue();
        }
    }

    /** {@link ExecutorService#submit(Runnable)}, {@link ExecutorService#submit(Runnable, Object)}. */
    @Test
    void aRunnableGivesNullOrTheValueGiven() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            assertThat(service.submit(command(() -> traces.leave("ran"))).get()).isNull();
            assertThat(service.submit(command(() -> traces.leave("ran")), 7).get())
                    .isEqualTo(7);
        }
        assertThat(traces.all()).containsExactly("ran", "ran");
    }

    /** {@link java.util.concurrent.Executor#execute}. */
    @Test
    void executeRunsTheCommand() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            pool.asExecutorService().execute(command(() -> traces.leave("ran")));
        }
        assertThat(traces.all()).containsExactly("ran");
    }

    /** {@link java.util.concurrent.Executor#execute}: each call is a run, also of the same command. */
    @Test
    void theSameCommandRunsAsOftenAsItIsGiven() throws Exception {
        Traces traces = traces();
        int times = kind.sharesMemory() ? 200 : 20;
        Command command = () -> traces.leave("ran");
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            for (int i = 0; i < times; i++) {
                service.execute(command);
            }
        }
        assertThat(traces.all()).hasSize(times);
    }

    /** JSR-166 AbstractExecutorServiceTest.testSubmitCallable, testSubmitRunnable2, testInvokeAny5 and their like: assertSame. */
    @Test
    void whatIsGivenIsTheVeryObject() throws Exception {
        assumeSharedMemory();
        Object given = new Object();
        List<Call<Object>> calls = List.of(() -> given);
        PrivilegedAction<Object> action = () -> given;
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            assertThat(service.submit(calls.get(0)).get()).isSameAs(given);
            assertThat(service.submit(() -> {}, given).get()).isSameAs(given);
            assertThat(service.submit(Executors.callable(action)).get()).isSameAs(given);
            assertThat(service.invokeAny(calls)).isSameAs(given);
            assertThat(service.invokeAny(calls, 1, TimeUnit.DAYS)).isSameAs(given);
            assertThat(service.invokeAll(calls).get(0).get()).isSameAs(given);
            assertThat(service.invokeAll(calls, 1, TimeUnit.DAYS).get(0).get()).isSameAs(given);
            assertThat(pool.submit(() -> given).get()).isSameAs(given);
        }
    }

    /** JSR-166 FutureTaskTest.testGet_ExecutionException, testTimedGet_ExecutionException2: assertSame. */
    @Test
    void whatIsThrownIsTheVeryObject() throws Exception {
        assumeSharedMemory();
        Refusal thrown = new Refusal(1);
        List<Call<Integer>> calls = List.of(() -> Work.hurl(thrown));
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> future = service.submit(calls.get(0));

            assertThatThrownBy(future::get).cause().isSameAs(thrown);
            assertThatThrownBy(() -> within(future)).cause().isSameAs(thrown);
            assertThatThrownBy(() -> service.invokeAny(calls)).cause().isSameAs(thrown);
        }
    }

    /** {@link Future#get}. */
    @Test
    void getWrapsTheTasksOwnException() {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = pool.asExecutorService().submit(call(() -> Work.refuse(3)));

            assertThatThrownBy(future::get)
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(Refusal.class);
        }
    }

    /** JSR-166 FutureTaskTest.testCancelNoInterrupt, testTimedGet_Cancellation: it runs on, whatever comes of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLateEndChangesNothing(boolean fails) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open();
                Gate gate = gate("gate")) {
            Future<Integer> future = pool.asExecutorService().submit(call(() -> {
                gate.pass();
                traces.leave("ran on");
                return fails ? Work.refuse(1) : 1;
            }));
            Bystander<Integer> waiter = Bystander.calling(future::get).awaitBlocked();
            Bystander<Integer> timed = Bystander.calling(() -> within(future)).awaitBlocked();
            gate.awaitArrivals(1);

            assertThat(future.cancel(false)).isTrue();

            assertThat(waiter.failure()).isInstanceOf(CancellationException.class);
            assertThat(timed.failure()).isInstanceOf(CancellationException.class);
            gate.open();
            awaitAllStopped(pool);
            assertThat(future.isCancelled()).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        }
        assertThat(traces.all()).containsExactly("ran on");
    }

    /** {@link java.util.concurrent.FutureTask#cancel}: false once it has ended. */
    @Test
    void whatHasEndedIsNotCancelled() throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = pool.asExecutorService().submit(call(() -> 1));
            future.get();

            assertThat(future.cancel(true)).isFalse();
            assertThat(future.isCancelled()).isFalse();
        }
    }

    /** {@link ExecutorService#shutdownNow}: the tasks that never began, and what runs is interrupted. */
    @Test
    void shutdownNowGivesWhatNeverBegan() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            Command never = command(() -> System.gc());
            service.execute(never);
            Future<Integer> submitted = service.submit(call(() -> 2));
            gate.awaitArrivals(1);

            List<Runnable> neverBegan = service.shutdownNow();

            assertThat(neverBegan).hasSize(2).first().isSameAs(never);
            assertThat(neverBegan.get(1)).isSameAs(submitted);
            assertThat(service.isShutdown()).isTrue();
            assertThat(service.awaitTermination(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isTrue();
            assertThat(running.isDone()).isTrue();
        }
    }

    /** {@link ExecutorService#isTerminated}. */
    @Test
    void isTerminatedAfterTheLastTaskOnly() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            service.submit(waiting(gate, 1));
            assertThat(service.isShutdown()).isFalse();
            service.shutdown();
            assertThat(service.isShutdown()).isTrue();
            assertThat(service.isTerminated()).isFalse();

            gate.open();

            assertThat(service.awaitTermination(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isTrue();
            assertThat(service.isTerminated()).isTrue();
        }
    }

    /** Contract: shutting it down shuts the pool down, and the other way round. */
    @Test
    void theViewAndThePoolEndTogether() {
        try (PoolExecutor one = open();
                PoolExecutor other = open()) {
            one.asExecutorService().shutdown();
            ExecutorService service = other.asExecutorService();
            other.shutdown();

            assertThatThrownBy(() -> one.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> service.submit(call(() -> 1))).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> service.execute(command(() -> System.gc())))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** {@link ExecutorService}: nulls. */
    @Test
    void nullsAreRefused() {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            assertThatNullPointerException().isThrownBy(() -> service.execute(null));
            assertThatNullPointerException().isThrownBy(() -> service.submit((Callable<Object>) null));
            assertThatNullPointerException().isThrownBy(() -> service.submit((Runnable) null));
            assertThatNullPointerException().isThrownBy(() -> service.invokeAll(null));
            assertThatIllegalArgumentException().isThrownBy(() -> service.invokeAny(List.<Call<Object>>of()));
        }
    }

    /** {@link CompletableFuture}: the view is an executor for it. */
    @Test
    void aCompletableFutureRunsOnTheView() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open()) {
            List<CompletableFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int x = i;
                futures.add(CompletableFuture.supplyAsync(() -> x, pool.asExecutorService())
                        .thenApplyAsync(Work::square, pool.asExecutorService()));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(futures.get(i).get(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                        .isEqualTo(i * i);
            }
        }
    }

    /** {@link java.util.concurrent.ThreadPoolExecutor}: what execute throws goes to the handler, and the pool goes on. */
    @Test
    void aCommandThatThrowsStopsNothing() throws Exception {
        try (PoolExecutor pool = open(1)) {
            ExecutorService service = pool.asExecutorService();
            if (!kind.runsInCaller()) {
                service.execute(command(() -> {
                    throw new IllegalStateException("on purpose");
                }));
            }

            assertThat(service.submit(call(() -> 3)).get()).isEqualTo(3);
            Eventually.until("all ended", () -> pool.stats().running() == 0);
        }
    }
}
