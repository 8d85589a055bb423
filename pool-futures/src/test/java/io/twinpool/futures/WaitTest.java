// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolInterruptedException;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** Waiting for one future. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class WaitTest extends FuturesContract {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    WaitTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 base:428: a timeout does not touch the task. */
    @Test
    void aTimeoutLeavesTheTaskAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(5));

            assertThatThrownBy(() -> future.result(SHORT)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> future.exception(SHORT)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> future.get(5, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            gate.open();
            assertThat(future.result(WAIT)).isEqualTo(5);
        }
    }

    /** CPython 3.13 base:428: timeout <= 0 polls. */
    @Test
    void zeroAndLessOnlyLook() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(5));

            assertThatThrownBy(() -> future.result(Duration.ZERO)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> future.result(Duration.ofSeconds(Long.MIN_VALUE)))
                    .isInstanceOf(TimeoutException.class);

            gate.open();
            future.get();
            assertThat(future.result(Duration.ZERO)).isEqualTo(5);
        }
    }

    /** Contract, settled details: endless durations mean no limit and never overflow. */
    @Test
    void endlessDurationsDoNotOverflow() throws Exception {
        try (PoolExecutor pool = open()) {
            assertThat(pool.submit(Work::square, 2).result(ENDLESS)).isEqualTo(4);
            assertThat(pool.submit(Work::square, 2).exception(ENDLESS)).isEmpty();
            assertThat(pool.submit(Work::square, 2).get(Long.MAX_VALUE, TimeUnit.DAYS))
                    .isEqualTo(4);
        }
    }

    /** Contract: PoolInterruptedException; the interrupt flag stays set. */
    @Test
    void anInterruptedResultKeepsTheFlagAndTheTask() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(5));
            Bystander<Boolean> waiter = Bystander.calling(() -> {
                assertThatThrownBy(future::result).isInstanceOf(PoolInterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });

            waiter.awaitBlocked().interrupt();

            assertThat(waiter.result()).isTrue();
            gate.open();
            assertThat(future.result(WAIT)).isEqualTo(5);
        }
    }

    /** {@link java.util.concurrent.Future#get}. */
    @Test
    void anInterruptedGetThrowsAsTheJdkDoes() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(5));
            Bystander<Integer> waiter = Bystander.calling(future::get);

            waiter.awaitBlocked().interrupt();

            assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    /** {@link java.util.concurrent.FutureTask}: a result that is there is given to an interrupted caller too. */
    @Test
    void aResultThatIsThereIsGivenToAnInterruptedCaller() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            future.get();
            Bystander<Integer> waiter = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return future.result();
            });

            assertThat(waiter.result()).isEqualTo(9);
        }
    }

    /** CPython 3.13 base:537: everybody who waits is woken. */
    @Test
    void allWaitersGetTheResult() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(5));
            Bystander<Integer> one = Bystander.calling(future::result).awaitBlocked();
            Bystander<Integer> two = Bystander.calling(future::get).awaitBlocked();

            gate.open();

            assertThat(one.result()).isEqualTo(5);
            assertThat(two.result()).isEqualTo(5);
        }
    }

    /** Contract: toCompletableFuture gives the result. */
    @Test
    void aCompletableFutureEndsAsTheTaskDoes() throws Exception {
        try (PoolExecutor pool = open()) {
            CompletableFuture<Integer> future =
                    pool.submit(Work::square, 4).toCompletableFuture().thenApply(x -> x + 1);

            assertThat(future.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isEqualTo(17);
        }
    }

    /** Contract, settled details: toCompletableFuture gives the task's own exception. */
    @Test
    void aCompletableFutureFailsWithTheTasksOwnException() {
        try (PoolExecutor pool = open()) {
            CompletableFuture<Integer> future = pool.submit(Work::refuse, 4).toCompletableFuture();

            assertThatThrownBy(() -> future.get(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(Refusal.class);
        }
    }

    /** Contract 7: a slow callback delays no result, and a callback may wait for one: also of a CompletableFuture. */
    @Test
    void aCompletableFutureIsWaitedForWithoutTheCallbacks() throws Exception {
        CompletableFuture<Integer> inCallback = new CompletableFuture<>();
        CompletableFuture<Boolean> released = new CompletableFuture<>();
        if (kind.runsInCaller()) {
            released.complete(true); // there the callback runs in this thread
        }
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> first =
                    kind.runsInCaller() ? pool.submit(Work::square, 1) : pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> same = first.addDoneCallback(done -> {
                inCallback.complete(
                        pool.submit(Work::square, 2).toCompletableFuture().join());
                released.join();
            });
            gate.open();

            assertThat(inCallback).succeedsWithin(WAIT).isEqualTo(4);
            CompletableFuture<Integer> behindIt = pool.submit(Work::square, 3).toCompletableFuture();
            assertThat(behindIt.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isEqualTo(9);
            assertThat(behindIt.join()).isEqualTo(9);
            assertThat(behindIt.isDone()).isTrue();
            assertThat(behindIt.isCompletedExceptionally()).isFalse();
            assertThat(behindIt.getNow(0)).isEqualTo(9);
            released.complete(true);
            assertThat(same.result(WAIT)).isEqualTo(1);
        }
    }

    /** Contract 10: waiting for a CompletableFuture in a task lends the worker's place like any other wait. */
    @Test
    void aTaskMayWaitForTheCompletableFutureOfAnother() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Integer> joining = pool.submit(
                    () -> pool.submit(Work::square, 3).toCompletableFuture().join());
            PoolFuture<Integer> getting = pool.submit(
                    () -> pool.submit(Work::square, 4).toCompletableFuture().get());

            assertThat(joining.result(WAIT)).isEqualTo(9);
            assertThat(getting.result(WAIT)).isEqualTo(16);
        }
    }

    /** java.util.concurrent.CompletableFuture: who waits is released by whoever completes it, and by the time. */
    @Test
    void aCompletableFutureIsWaitedForUntilSomebodyCompletesIt() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            CompletableFuture<Integer> future = pool.submit(() -> gate.pass(1)).toCompletableFuture();
            assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            Bystander<Integer> joining = Bystander.calling(future::join).awaitBlocked();
            Bystander<Integer> getting = Bystander.calling(future::get).awaitBlocked();
            Bystander<Integer> impatient = Bystander.calling(future::get).awaitBlocked();

            impatient.interrupt();
            assertThat(impatient.failure()).isInstanceOf(InterruptedException.class);
            future.complete(7);

            assertThat(joining.result()).isEqualTo(7);
            assertThat(getting.result()).isEqualTo(7);
        }
    }

    /** java.util.concurrent.CompletableFuture: get and join wrap as its own do. */
    @Test
    void aCompletableFutureThrowsAsTheJdksDoes() {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            CompletableFuture<Integer> failed =
                    pool.submit(() -> Work.refuse(gate.pass(3))).toCompletableFuture();
            gate.open();

            assertThatThrownBy(failed::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(Work.Refusal.class);
            assertThatThrownBy(failed::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(Work.Refusal.class);
        }
    }

    /** Contract 10: nor by waiting for what is made of the CompletableFuture of a task of its own pool. */
    @Test
    void aTaskMayWaitForWhatComesOfTheCompletableFutureOfAnother() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Integer> outer = pool.submit(() -> pool.submit(Work::square, 3)
                    .toCompletableFuture()
                    .thenCombine(pool.submit(Work::square, 4).toCompletableFuture(), Integer::sum)
                    .thenApply(sum -> 2 * sum)
                    .join());
            PoolFuture<Integer> timed = pool.submit(() -> pool.submit(Work::square, 3)
                    .toCompletableFuture()
                    .thenApply(x -> x + 1)
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS));

            assertThat(outer.result(WAIT)).isEqualTo(50);
            assertThat(timed.result(WAIT)).isEqualTo(10);
        }
    }

    /** Contract: toCompletableFuture gives a new future; completing it by hand changes nothing for others. */
    @Test
    void completingACompletableFutureByHandLeavesTheTaskAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(5));

            future.toCompletableFuture().complete(6);

            gate.open();
            assertThat(future.result(WAIT)).isEqualTo(5);
        }
    }

    /** CompletableFuture: whoever completes it first wins; one that is done is not completed again. */
    @Test
    void aCompletableFutureThatIsDoneIsNotCompletedAgain() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate slow = gate("slow");
                Gate gate = gate("gate")) {
            CompletableFuture<Integer> future = pool.submit(() -> gate.pass(3))
                    .addDoneCallback(done -> slow.passUnmoved()) // keeps the callback thread
                    .toCompletableFuture();
            gate.open();
            assertThat(future.join()).isEqualTo(3);

            assertThat(future.complete(4)).isFalse();
            assertThat(future.completeExceptionally(new IllegalStateException()))
                    .isFalse();
            assertThat(future.join()).isEqualTo(3);
            assertThat(future.cancel(true)).isFalse();
        }
    }

    /** CompletableFuture.cancel: no effect on one that is done; the task is nothing to it any more. */
    @Test
    void cancellingACompletableFutureThatWasCompletedByHandLeavesTheTaskAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> task = pool.submit(() -> gate.pass(3));
            CompletableFuture<Integer> future = task.toCompletableFuture();
            future.complete(4);

            assertThat(future.cancel(true)).isFalse();

            gate.open();
            assertThat(task.result(WAIT)).isEqualTo(3);
        }
    }

    /** Contract 10: the pool grows for who waits; who only looks does not. */
    @Test
    void looksInATaskStartNoWorkers() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Long> started = pool.submit(() -> {
                PoolFuture<Integer> later = pool.submit(Work::square, 3);
                CompletableFuture<Integer> completable = later.toCompletableFuture();
                Results<Integer> results = pool.map(Work::square, List.of(1));
                look(() -> later.result(Duration.ZERO));
                look(() -> completable.get(0, TimeUnit.NANOSECONDS));
                look(() -> completable.get(Long.MIN_VALUE, TimeUnit.NANOSECONDS));
                look(() -> completable.thenApply(x -> x).get(0, TimeUnit.NANOSECONDS));
                look(() -> results.next(Duration.ZERO));
                Futures.await(List.of(later), ReturnWhen.ALL_COMPLETED, Duration.ZERO);
                pool.awaitTermination(Duration.ZERO);
                return pool.stats().workersStarted();
            });

            assertThat(started.result(WAIT)).isEqualTo(1);
        }
    }

    private static void look(ThrowableAssert.ThrowingCallable poll) {
        assertThatThrownBy(poll).isInstanceOf(TimeoutException.class);
    }
}
