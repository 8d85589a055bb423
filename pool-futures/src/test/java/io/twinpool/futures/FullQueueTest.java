// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who meets a full queue, and who lets them go. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is part of the test
final class FullQueueTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(50);

    FullQueueTest(Kind kind) {
        super(kind);
    }

    private PoolExecutor small() {
        return PoolExecutor.of(workers(1).queueCapacity(1));
    }

    /** One task runs until the gate opens, one waits: the queue is full. */
    private static PoolFuture<Integer> fill(PoolExecutor pool, Gate gate) throws InterruptedException {
        pool.submit(() -> gate.pass());
        gate.awaitArrivals(1);
        return pool.submit(Work::square, 1);
    }

    private static Bystander<PoolFuture<Integer>> submitting(PoolExecutor pool) throws InterruptedException {
        return Bystander.calling(() -> pool.submit(Work::square, 3)).awaitBlocked();
    }

    /** API.md 4, settled details: queueCapacity >= 1. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aQueueWithoutRoomIsRefused(int capacity) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workers(1).queueCapacity(capacity))
                .withMessage("queueCapacity must be >= 1, was " + capacity);
    }

    /** API.md 4, settled details: a blocked submitter is released by close, which waits for the rest. */
    @Test
    void closeReleasesABlockedSubmitter() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            PoolFuture<Integer> waiting = fill(pool, gate);
            Bystander<PoolFuture<Integer>> submitter = submitting(pool);

            Bystander<Boolean> closer = Bystander.calling(() -> {
                pool.close();
                return true;
            });

            assertThat(submitter.failure()).isInstanceOf(RejectedExecutionException.class);
            gate.open();
            assertThat(closer.result()).isTrue();
            assertThat(waiting.result()).isEqualTo(1);
        }
    }

    /** ... by terminateWorkers. */
    @Test
    void terminatingReleasesABlockedSubmitter() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            fill(pool, gate);
            Bystander<PoolFuture<Integer>> submitter = submitting(pool);

            pool.terminateWorkers();

            assertThat(submitter.failure()).isInstanceOf(RejectedExecutionException.class);
        }
    }

    private static final List<SerializableCall> TWO = List.of(() -> 1, () -> 2);

    /** What crosses to a forked JVM too. */
    private interface SerializableCall extends Callable<Integer>, Serializable {}

    /** java.util.concurrent.ExecutorService.invokeAll: what has not completed when the time is up is cancelled; also what waits for room. */
    @Test
    void invokeAllWaitsForRoomNoLongerThanItsTime() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            fill(pool, gate);

            List<Future<Integer>> futures =
                    pool.asExecutorService().invokeAll(TWO, BRIEF.toMillis(), TimeUnit.MILLISECONDS);

            assertThat(futures).hasSize(2).allMatch(Future::isCancelled);
            assertThat(pool.stats().queued()).isEqualTo(1);
        }
    }

    /** java.util.concurrent.ExecutorService.invokeAny: TimeoutException if the time is up before any has succeeded. */
    @Test
    void invokeAnyWaitsForRoomNoLongerThanItsTime() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            fill(pool, gate);

            assertThatThrownBy(() -> pool.asExecutorService().invokeAny(TWO, BRIEF.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(pool.stats().queued()).isEqualTo(1);
        }
    }

    /** java.util.concurrent.ExecutorService: both throw InterruptedException if they are interrupted while they wait. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsAnInvokeThatWaitsForRoom(boolean all) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            PoolFuture<Integer> waiting = fill(pool, gate);
            ExecutorService view = pool.asExecutorService();
            Bystander<Object> caller = Bystander.<Object>calling(() -> all ? view.invokeAll(TWO) : view.invokeAny(TWO))
                    .awaitBlocked();

            caller.interrupt();

            assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
            gate.open();
            assertThat(waiting.result(WAIT)).isEqualTo(1);
        }
    }

    /** ... by a cancellation, which makes room. */
    @Test
    void aCancellationMakesRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            PoolFuture<Integer> waiting = fill(pool, gate);
            Bystander<PoolFuture<Integer>> submitter = submitting(pool);

            waiting.cancel();
            PoolFuture<Integer> taken = submitter.result();
            gate.open();

            assertThat(taken.result(WAIT)).isEqualTo(9);
        }
    }

    /** API.md 4, settled details: capacity counts what is accepted and not started, of all faces together. */
    @Test
    void theQueueIsFullForEveryFace() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(1).queueCapacity(1));
                PoolExecutor one = PoolExecutor.over(shared);
                PoolExecutor other = PoolExecutor.over(shared);
                Gate gate = gate()) {
            fill(one, gate);
            Bystander<PoolFuture<Integer>> submitter = submitting(other);

            gate.open();

            assertThat(submitter.result().result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract 11: the end of one face releases those who wait to submit through it, and no others. */
    @Test
    void theEndOfOneFaceReleasesItsOwnSubmittersAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(1).queueCapacity(1));
                PoolExecutor one = PoolExecutor.over(shared);
                PoolExecutor other = PoolExecutor.over(shared);
                Gate gate = gate()) {
            fill(one, gate);
            Bystander<PoolFuture<Integer>> refused = submitting(one);
            Bystander<PoolFuture<Integer>> waiting = submitting(other);

            one.shutdown();

            assertThat(refused.failure()).isInstanceOf(RejectedExecutionException.class);
            gate.open();
            assertThat(waiting.result().result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract 7: a callback that meets a full queue waits as any submitter does, and no worker waits for it. */
    @Test
    void aCallbackThatMeetsAFullQueueWaitsForRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<PoolFuture<Integer>> full = new CompletableFuture<>();
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CompletableFuture<PoolFuture<Integer>> submitted = new CompletableFuture<>();
        try (PoolExecutor pool = small();
                Gate first = gate("first");
                Gate second = gate("second")) {
            pool.submit(() -> first.pass(1)).addDoneCallback(done -> {
                caller.complete(Thread.currentThread());
                full.join();
                submitted.complete(pool.submit(Work::square, 3));
            });
            first.awaitArrivals(1);
            pool.submit(() -> second.pass());
            first.open();
            second.awaitArrivals(1);

            full.complete(pool.submit(Work::square, 2));
            Thread callbacks = caller.get(WAIT.toNanos(), TimeUnit.NANOSECONDS);
            Eventually.until("a callback that waits for room", () -> isWaitingToSubmit(callbacks));
            second.open();

            assertThat(submitted.get(WAIT.toNanos(), TimeUnit.NANOSECONDS).result(WAIT))
                    .isEqualTo(9);
        }
    }

    private static boolean isWaitingToSubmit(Thread thread) {
        return List.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState())
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(PoolExecutor.class.getName()));
    }

    /** Contract 11: a callback that waits for room is released by the shutdown, and close() does not wait for ever. */
    @Test
    void aShutdownReleasesACallbackThatWaitsForRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        try (PoolExecutor pool = PoolExecutor.of(workers(2).queueCapacity(1));
                Gate first = gate("first");
                Gate second = gate("second")) {
            PoolFuture<Integer> quick = pool.submit(() -> first.pass(1));
            first.awaitArrivals(1);
            pool.submit(() -> second.pass());
            second.awaitArrivals(1);
            pool.submit(() -> second.pass());
            quick.addDoneCallback(done -> {
                called.complete(true);
                try {
                    while (true) {
                        pool.submit(() -> second.pass());
                    }
                } catch (RejectedExecutionException e) {
                    refused.complete(e);
                }
            });
            first.open();
            assertThat(called.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();

            pool.shutdown();

            assertThat(refused.get(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** API.md 2: maxTasksPerChild counts what a worker has run, also inside another task. */
    @Test
    void aTaskThatRunsInsideAnotherCountsAsOneOfItsWorkers() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1).maxTasksPerChild(3))) {
            List<Thread> inside = new CopyOnWriteArrayList<>();
            PoolFuture<PoolFuture<Thread>> outer = pool.submit(() -> {
                PoolFuture<Thread> queued = pool.submit(Thread::currentThread);
                inside.add(pool.submit(Thread::currentThread).result());
                inside.add(pool.submit(Thread::currentThread).result());
                inside.add(Thread.currentThread());
                return queued;
            });

            Thread next = outer.result(WAIT).result(WAIT);

            assertThat(inside).hasSize(3).containsOnly(inside.get(0)).doesNotContain(next);
        }
    }
}
