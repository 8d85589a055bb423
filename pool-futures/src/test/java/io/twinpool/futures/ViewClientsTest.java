// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.twinpool.TaskSerializationException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Limits;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the JDK builds on an executor, built on the ExecutorService view. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks whose futures come by another way
final class ViewClientsTest extends JdkContract {
    ViewClientsTest(Kind kind) {
        super(kind);
    }

    private static <R> CompletionService<R> on(PoolExecutor pool) {
        return new ExecutorCompletionService<>(pool.asExecutorService());
    }

    private static <R> Future<R> next(CompletionService<R> service) throws InterruptedException {
        Future<R> next = service.poll(Limits.WAIT.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    /** JSR-166 ExecutorCompletionServiceTest.testTake, testTake2. */
    @Test
    void aCompletionServiceGivesItsFuturesOnceTheyAreDone() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open()) {
            CompletionService<Integer> service = on(pool);
            Future<Integer> submitted = service.submit(() -> Work.square(3));

            Future<Integer> ended = next(service);

            assertThat(ended).isSameAs(submitted);
            assertThat(ended.isDone()).isTrue();
            assertThat(ended.get(0, TimeUnit.DAYS)).isEqualTo(9);
            assertThat(service.poll()).isNull();
        }
    }

    /** JSR-166 ExecutorCompletionServiceTest.testPollReturnsNullBeforeCompletion; in the order of the ends. */
    @Test
    void aCompletionServiceGivesWhatEndsFirst() throws Exception {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            CompletionService<Integer> service = on(pool);
            Future<Integer> slow = service.submit(waiting(gate, 1));
            gate.awaitArrivals(1);
            assertThat(service.poll()).isNull();
            Future<Integer> quick = service.submit(() -> 2);

            assertThat(next(service)).isSameAs(quick);
            assertThat(service.poll()).isNull();
            gate.open();
            assertThat(next(service)).isSameAs(slow);
        }
    }

    /** JSR-166 ExecutorCompletionServiceTest.testTaskAssortment. */
    @Test
    void aCompletionServiceGivesFailuresToo() throws Exception {
        assumeSharedMemory();
        Set<Integer> results = new HashSet<>();
        int failures = 0;
        try (PoolExecutor pool = open()) {
            CompletionService<Integer> service = on(pool);
            for (int i = 0; i < 10; i++) {
                int x = i;
                service.submit(() -> Work.square(x));
                service.submit(() -> Work.refuse(x));
                service.submit(System::gc, -x);
            }
            for (int i = 0; i < 30; i++) {
                try {
                    results.add(next(service).get());
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(Refusal.class);
                    failures++;
                }
            }
            assertThat(service.poll()).isNull();
        }
        assertThat(failures).isEqualTo(10);
        assertThat(results).hasSize(19).contains(0, 81, -9);
    }

    /** {@link ExecutorCompletionService}, the second example: the first success will do, and what is left is cancelled. */
    @Test
    void theOthersAreCancelledOnceACompletionServiceHasOne() throws Exception {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            CompletionService<Integer> service = on(pool);
            Future<Integer> slow = service.submit(waiting(gate, 1));
            Future<Integer> bad = service.submit(() -> Work.refuse(2));
            Future<Integer> good = service.submit(() -> 3);
            gate.awaitArrivals(1);
            assertThat(List.of(next(service), next(service))).containsExactlyInAnyOrder(bad, good);

            List.of(slow, bad, good).forEach(future -> future.cancel(true));

            assertThat(next(service)).isSameAs(slow);
            assertThat(slow.isCancelled()).isTrue();
            assertThat(good.isCancelled() || bad.isCancelled()).isFalse();
            awaitAllStopped(pool);
        }
    }

    /** JSR-166 ExecutorCompletionServiceTest.testSubmitNullCallable, testSubmitNullRunnable. */
    @Test
    void aCompletionServiceRefusesNull() {
        try (PoolExecutor pool = open()) {
            CompletionService<Integer> service = on(pool);

            assertThatNullPointerException().isThrownBy(() -> service.submit((Callable<Integer>) null));
            assertThatNullPointerException().isThrownBy(() -> service.submit(null, 1));
        }
    }

    /** JSR-166 FutureTaskTest.testCancelInterrupt, with a FutureTask of the user's. */
    @Test
    void aFutureTaskOfTheUsersStopsThroughItsOwnCancel() throws Exception {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        Traces traces = traces();
        try (PoolExecutor pool = open(1);
                Gate gate = gate("gate")) {
            ExecutorService service = pool.asExecutorService();
            FutureTask<Integer> task = new FutureTask<>(stoppable(gate, traces), 1);
            service.execute(task);
            gate.awaitArrivals(1);

            assertThat(task.cancel(true)).isTrue();

            traces.await(1);
            assertThat(within(service.submit(() -> Thread.currentThread().isInterrupted())))
                    .isFalse();
        }
    }

    /** API.md section 5: what the JDK wraps around a task is not serializable, and is refused by the call itself. */
    @Test
    void forkedJvmsRefuseWhatCannotCross() {
        assumeFalse(kind.sharesMemory(), "nothing crosses");
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            CompletionService<Integer> completion = on(pool);

            assertRefused(() -> completion.submit(call(() -> 1)));
            assertRefused(() -> CompletableFuture.supplyAsync(() -> 1, service));
            assertRefused(() -> service.submit(new FutureTask<>(call(() -> 1))));
            assertThat(pool.stats().completed()).isZero();
        }
    }

    /** What messages tell of is the user's, not what the view makes of it. */
    @Test
    void forkedJvmsTellWhoseTaskCannotCross() {
        assumeFalse(kind.sharesMemory(), "nothing crosses");
        String told = "task, a lambda of " + ViewClientsTest.class.getName()
                + ", cannot cross to another JVM: it is not serializable; cast it to (%s & Serializable),"
                + " or submit an io.twinpool.Task instead";
        Callable<Integer> callable = () -> 1;
        Runnable runnable = () -> {};
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            assertThatThrownBy(() -> service.submit(callable)).hasMessage(told, "Callable");
            assertThatThrownBy(() -> service.submit(runnable)).hasMessage(told, "Runnable");
            assertThatThrownBy(() -> service.execute(runnable)).hasMessage(told, "Runnable");
            assertThatThrownBy(() -> service.submit(new Named()))
                    .hasMessage(
                            "task of " + Named.class.getName() + " cannot cross to another JVM: it is not serializable;"
                                    + " make its class serializable, or submit an io.twinpool.Task instead");
            assertThatThrownBy(() -> service.submit((Runnable & Serializable) System::gc, new Object()))
                    .hasMessageEndingWith(".value (java.lang.Object) is not serializable");
        }
    }

    private static final class Named implements Callable<Integer> {
        @Override
        public Integer call() {
            return 1;
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(TaskSerializationException.class);
    }

    /** JSR-166 CompletableFutureTest.testSupplyAsync2, testSupplyAsync3, testRunAsync2. */
    @Test
    void aCompletableFutureOnTheViewEndsAsItsFunctionDoes() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            CompletableFuture<Integer> good = CompletableFuture.supplyAsync(() -> Work.square(3), service);
            CompletableFuture<Void> ran = CompletableFuture.runAsync(System::gc, service);
            CompletableFuture<Integer> bad = CompletableFuture.supplyAsync(
                    () -> {
                        throw new IllegalStateException("on purpose");
                    },
                    service);

            assertThat(within(good)).isEqualTo(9);
            assertThat(within(ran)).isNull();
            assertThatThrownBy(bad::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    /** JSR-166 CompletableFutureTest: many stages that each hop to the executor and back. */
    @Test
    void stagesOfManyCompletableFuturesAllRun() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
            for (int i = 0; i < 200; i++) {
                sum = sum.thenCombineAsync(CompletableFuture.supplyAsync(() -> 1, service), Integer::sum, service);
            }
            assertThat(within(sum)).isEqualTo(200);
        }
    }

    /** JSR-166 CompletableFutureTest.testRejectingExecutor, testRejectingExecutorNeverInvoked. */
    @Test
    void aStageOnAViewThatHasEndedFails() throws Exception {
        CompletableFuture<Integer> pending = new CompletableFuture<>();
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            CompletableFuture<Integer> stage = pending.thenApplyAsync(Work::square, service);
            service.shutdown();
            assertThat(terminates(service)).isTrue();
            assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> 1, service))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> CompletableFuture.runAsync(System::gc, service))
                    .isInstanceOf(RejectedExecutionException.class);

            pending.complete(1);

            assertRejected(stage);
            assertRejected(pending.thenRunAsync(System::gc, service));
        }
    }

    private static void assertRejected(CompletableFuture<?> stage) {
        assertThat(stage).isDone();
        assertThatThrownBy(stage::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class);
    }

    /** JSR-166 CompletableFutureTest.testDelayedExecutor, testCompleteAsync2, testCompleteAsync4. */
    @Test
    void aDelayedStageRunsOnTheView() throws Exception {
        assumeSharedMemory();
        IllegalStateException mine = new IllegalStateException("mine");
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            Executor delayed = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, service);
            CompletableFuture<Integer> good = CompletableFuture.supplyAsync(() -> Work.square(3), delayed);
            CompletableFuture<Integer> completed = new CompletableFuture<Integer>().completeAsync(() -> 5, delayed);
            CompletableFuture<Void> bad = CompletableFuture.runAsync(
                    () -> {
                        throw mine;
                    },
                    delayed);

            assertThat(within(good)).isEqualTo(9);
            assertThat(within(completed)).isEqualTo(5);
            assertThat(failure(bad)).cause().isSameAs(mine);
            assertThatThrownBy(bad::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isSameAs(mine);
            service.shutdown();
            assertThat(terminates(service)).isTrue();
            assertThat(pool.stats().completed()).isEqualTo(3);
        }
    }
}
