// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Task;
import io.twinpool.TaskAction;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code submit} takes and gives. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class SubmitTest extends FuturesContract {
    SubmitTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 base:572. */
    @Test
    void aTaskGivesItsResult() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(() -> 6 * 7);

            assertThat(future.result()).isEqualTo(42);
        }
    }

    /** CPython 3.13 base:572. */
    @Test
    void aFunctionGetsItsArgument() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 6);

            assertThat(future.result()).isEqualTo(36);
        }
    }

    /** CPython 3.13 t/executor.py:33. */
    @Test
    void aFunctionOfTwoGetsBothInOrder() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Double> future = pool.submit(Math::pow, 2.0, 8.0);

            assertThat(future.result()).isEqualTo(256);
        }
    }

    /** Contract: submit of an action. */
    @Test
    void anActionRunsAndGivesNull() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            PoolFuture<Void> future = pool.submit(() -> traces.leave("ran"));

            assertThat(future.result()).isNull();
        }
        assertThat(traces.all()).containsExactly("ran");
    }

    /** CPython 3.13 t/executor.py:33: None is an argument and a result like any other. */
    @Test
    void nullIsAnArgumentAndAResult() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Object> future = pool.submit((TaskFunction<Object, Object>) Work::same, null);

            assertThat(future.result()).isNull();
            assertThat(future.exception()).isEmpty();
        }
    }

    /** Contract: bad arguments throw at once. */
    @Test
    void nullTasksAreRefused() {
        try (PoolExecutor pool = open()) {
            assertThatNullPointerException().isThrownBy(() -> pool.submit((Task<Object>) null));
            assertThatNullPointerException().isThrownBy(() -> pool.submit((TaskAction) null));
            assertThatNullPointerException().isThrownBy(() -> pool.submit((TaskFunction<Object, Object>) null, 1));
        }
    }

    /** CPython 3.13 thread:153: the queue is first in, first out. */
    @Test
    void tasksOfOneWorkerStartInTheOrderGiven() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = openOne()) {
            IntStream.range(0, 50).forEach(i -> pool.submit(() -> traces.leave(i)));
        }
        assertThat(traces.all())
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(String::valueOf).toList());
    }

    /** API.md 5: a function is sent once per worker, then only arguments: each of these is another function for the pool. */
    @Test
    void tasksThatCarryTheirOwnValuesRunAllAtOnce() throws Exception {
        List<PoolFuture<Integer>> futures = new ArrayList<>();
        try (PoolExecutor pool = open()) {
            for (int i = 0; i < 2_000; i++) {
                int carried = i;
                futures.add(pool.submit(x -> x + carried, 1));
            }
        }
        assertThat(futures)
                .extracting(PoolFuture::result)
                .isEqualTo(IntStream.rangeClosed(1, 2_000).boxed().toList());
    }

    /** DESIGN: at most once, and here exactly once. */
    @Test
    void everyTaskRunsExactlyOnce() throws Exception {
        Traces traces = traces();
        List<PoolFuture<Integer>> futures = new ArrayList<>();
        try (PoolExecutor pool = open()) {
            for (int i = 0; i < 500; i++) {
                futures.add(pool.submit(traces::leaving, i));
            }
        }
        List<Integer> all = IntStream.range(0, 500).boxed().toList();
        assertThat(futures).extracting(PoolFuture::result).isEqualTo(all);
        assertThat(traces.all())
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(String::valueOf).toList());
    }

    /** CPython 3.13 base:428, thread:57. */
    @Test
    void resultThrowsWithTheTasksOwnExceptionAsCause() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::refuse, 7);

            assertThatThrownBy(future::result).isInstanceOfSatisfying(TaskFailedException.class, e -> {
                assertThat(e.index()).isEmpty();
                assertThat(e)
                        .cause()
                        .isInstanceOf(Refusal.class)
                        .hasMessage("refused: 7")
                        .hasFieldOrPropertyWithValue("refused", 7);
            });
        }
    }

    /** {@link java.util.concurrent.Future#get}. */
    @Test
    void getWrapsTheTasksOwnExceptionAsTheJdkDoes() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::refuse, 7);

            assertThatThrownBy(future::get)
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(Refusal.class);
        }
    }

    /** CPython 3.13 base:463. */
    @Test
    void exceptionGivesTheTasksOwnException() {
        try (PoolExecutor pool = open()) {
            assertThat(pool.submit(Work::refuse, 7).exception()).containsInstanceOf(Refusal.class);
            assertThat(pool.submit(Work::square, 7).exception()).isEmpty();
        }
    }

    /** CPython 3.13 process:131: the remote traceback; contract: the worker's stack. */
    @Test
    void theCauseHasTheStackOfTheWorker() {
        try (PoolExecutor pool = open()) {
            Throwable error = pool.submit(Work::refuse, 7).exception().orElseThrow();

            assertThat(error.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("refuse"));
        }
    }

    /** CPython 3.13 thread:57: any BaseException is stored in the future; the worker survives. */
    @Test
    void anErrorBelongsToItsTaskAlone() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> assertion = hurl(pool, new AssertionError("wrong"));
            PoolFuture<Integer> overflow = pool.submit(Work::overflow, 0);
            PoolFuture<Integer> memory = hurl(pool, new OutOfMemoryError("thrown, not real"));

            assertThat(assertion.exception()).containsInstanceOf(AssertionError.class);
            assertThat(overflow.exception()).containsInstanceOf(StackOverflowError.class);
            assertThat(memory.exception()).containsInstanceOf(OutOfMemoryError.class);
            assertThat(pool.submit(Work::square, 3).result()).isEqualTo(9);
        }
    }

    /** Contract, settled details: a task that throws CancellationException has failed, it was not cancelled. */
    @Test
    void aTaskThatThrowsCancellationHasFailed() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = hurl(pool, new CancellationException("mine"));

            assertThatThrownBy(future::result)
                    .isInstanceOf(TaskFailedException.class)
                    .cause()
                    .isInstanceOf(CancellationException.class);
            assertThat(future.isCancelled()).isFalse();
        }
    }

    /** CPython 3.13 t/test_shutdown.py: RuntimeError after shutdown; contract: RejectedExecutionException. */
    @Test
    void afterShutdownSubmitIsRejected() {
        try (PoolExecutor pool = open()) {
            pool.shutdown();

            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** CPython 3.13 base:383-396. */
    @Test
    void aRunningTaskSaysSo() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);

            assertThat(future.isRunning()).isTrue();
            assertThat(future.isDone()).isFalse();

            gate.open();
            assertThat(future.result(WAIT)).isEqualTo(1);
            assertThat(future.isRunning()).isFalse();
            assertThat(future.isDone()).isTrue();
        }
    }

    /** Differs from CPython 3.13 process:396, where items in the call queue report to run. */
    @Test
    void aWaitingTaskDoesNotRun() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            List<PoolFuture<Integer>> waiting = IntStream.range(0, 5)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            gate.awaitArrivals(1);

            assertThat(waiting).noneMatch(PoolFuture::isRunning).noneMatch(PoolFuture::isDone);
        }
    }

    /** Contract 9: a task starts with a clear interrupt flag. */
    @Test
    void aTaskThatInterruptsItsThreadDoesNotDisturbTheNext() {
        try (PoolExecutor pool = openOne()) {
            PoolFuture<Void> first = pool.submit(() -> Thread.currentThread().interrupt());
            PoolFuture<Boolean> second =
                    pool.submit(() -> Thread.currentThread().isInterrupted());

            assertThat(first.exception()).isEmpty();
            assertThat(second.result()).isFalse();
        }
    }

    /** Differs from CPython 3.13 thread, where this deadlocks (documented). */
    @Test
    void aTaskMayWaitForAnotherTaskOfItsPool() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Integer> outer = pool.submit(() ->
                    pool.submit(() -> pool.submit(Work::square, 3).result() + 1).result() + 1);

            assertThat(outer.result(WAIT)).isEqualTo(11);
        }
    }

    private static int fibonacci(PoolExecutor pool, int n) {
        if (n < 2) {
            return n;
        }
        PoolFuture<Integer> left = pool.submit(() -> fibonacci(pool, n - 1));
        PoolFuture<Integer> right = pool.submit(() -> fibonacci(pool, n - 2));
        return left.result() + right.result();
    }

    /** Contract 10: all workers wait at once, each for tasks that wait themselves; the pool has no more workers than before in the end. */
    @Test
    void allWorkersMayWaitForTasksThatWaitInTurn() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(2)) {
            List<PoolFuture<Integer>> roots = IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(() -> fibonacci(pool, 8)))
                    .toList();

            for (PoolFuture<Integer> root : roots) {
                assertThat(root.result(WAIT)).isEqualTo(21);
            }
            if (!kind.runsInCaller()) { // there each call that runs at the same time keeps a worker
                Eventually.until(
                        "no more workers than before", () -> pool.stats().workers() <= 2);
            }
        }
    }

    /** Contract 13: what happened before submit is visible to the task, its effects to whoever reads the result. */
    @Test
    void plainWritesAreSeenAcrossSubmitAndResult() {
        assumeSharedMemory();
        int[] cell = {0};
        try (PoolExecutor pool = open()) {
            for (int i = 0; i < 500; i++) {
                cell[0]++;
                assertThat(pool.submit(() -> ++cell[0]).result()).isEqualTo(2 * i + 2);
            }
        }
        assertThat(cell[0]).isEqualTo(1000);
    }

    /** With one static type of argument: javac before 23 confuses method references that differ in it alone (JDK-8208752). */
    private static PoolFuture<Integer> hurl(PoolExecutor pool, Throwable throwable) {
        return pool.submit(Work::hurl, throwable);
    }
}
