// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Held;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link PoolFuture#toCompletableFuture} gives tells the same before and after the callback thread has come by. */
final class CompletableTest extends FuturesContract {
    CompletableTest(Kind kind) {
        super(kind);
    }

    /** {@link CompletableFuture#completeAsync}: unless it has completed, and it has when its task has. */
    @Test
    void aResultThatWasGivenIsNotCompletedAnew() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        CountDownLatch submitted = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Void> first = pool.submit(() -> submitted.await())
                    .addDoneCallback(ended -> Held.until(seen)); // the callback thread is busy until then
            CompletableFuture<Integer> future = pool.submit(Work::square, 3).toCompletableFuture();
            submitted.countDown();
            assertThat(future.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(9);

            CompletableFuture<Integer> same = future.completeAsync(() -> 1, Runnable::run);

            assertThat(same).isSameAs(future);
            assertThat(future.join()).isEqualTo(9);
            seen.countDown();
            assertThat(first.exception(WAIT)).isEmpty();
        }
    }

    /** {@link CompletableFuture}: what depends on one that is done runs at once; who has seen that it is finds it so everywhere. */
    @Test
    void aFutureThatWasSeenDoneIsSoForWhatDependsOnItToo() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch seen = new CountDownLatch(1);
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> first = pool.submit(() -> gate.pass(1))
                    .addDoneCallback(ended -> Held.until(seen)); // the callback thread is busy until then
            CompletableFuture<Integer> returned = pool.submit(Work::square, 3).toCompletableFuture();
            CompletableFuture<Integer> failed = pool.submit(Work::refuse, 3).toCompletableFuture();
            CompletableFuture<Integer> cancelled = pool.submit(Work::square, 4).toCompletableFuture();
            assertThat(cancelled.cancel(true)).isTrue();
            gate.open();
            assertThat(returned.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(9);
            Eventually.until("the failure", failed::isDone);

            List<Object> told = new ArrayList<>();
            CompletableFuture<Void> accepted = returned.thenAccept(told::add);
            CompletableFuture<Integer> recovered = failed.exceptionally(error -> told.add(error) ? 1 : 0);
            assertThat(accepted).isDone();
            assertThat(recovered).isCompletedWithValue(1);
            assertThat(told).hasSize(2).first().isEqualTo(9);
            assertThat(returned.toString()).contains("Completed normally");
            assertThat(failed.toString()).contains("Completed exceptionally");
            assertThat(CompletableFuture.allOf(returned, failed, cancelled)).isDone();
            seen.countDown();
            assertThat(first.exception(WAIT)).isEmpty();
        }
    }

    private static int fail() throws Exception {
        throw new CompletionException("boom", null);
    }

    private static int cancelItself() {
        throw new CancellationException("by itself");
    }

    /** {@link Future}, exceptionNow of 19: what the task threw, whatever that is. */
    @Test
    void anExceptionWithoutACauseIsToldAsItIs() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(() -> fail());
            CompletableFuture<Integer> completable = future.toCompletableFuture();
            assertThat(future.exception(WAIT)).containsInstanceOf(CompletionException.class);

            assertThat(exceptionNow(completable))
                    .isInstanceOf(CompletionException.class)
                    .hasMessage("boom");
        }
    }

    /** API.md 4, settled details: a task that throws CancellationException has failed, it was not cancelled. */
    @Test
    void aTaskThatThrowsCancellationExceptionHasFailed() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(() -> cancelItself());
            CompletableFuture<Integer> completable = future.toCompletableFuture();
            assertThat(future.exception(WAIT)).containsInstanceOf(CancellationException.class);
            completable.handle((value, error) -> error).get(WAIT.toSeconds(), TimeUnit.SECONDS);

            assertHasFailedOfItself(completable);
            assertHasFailedOfItself(future.toCompletableFuture());
        }
    }

    /** As a future of {@link CompletableFuture#supplyAsync} has. */
    private static void assertHasFailedOfItself(CompletableFuture<Integer> completable) throws Exception {
        assertThat(completable.isCancelled()).isFalse();
        assertThat(completable.isCompletedExceptionally()).isTrue();
        assertThat(exceptionNow(completable)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(completable::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(completable::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CancellationException.class);
        assertThat(completable.cancel(true)).isFalse();
    }

    /** Contract, settled details: the task's own exception; that of a task which itself has joined a future is a CompletionException. */
    @Test
    void aTaskThatThrowsCompletionExceptionHasThatForAnException() throws Exception {
        try (PoolExecutor pool = open()) {
            CompletableFuture<Integer> completable =
                    pool.submit(CompletableTest::joined, 1).toCompletableFuture();

            assertThatThrownBy(() -> completable.get(WAIT.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(CompletionException.class)
                    .hasMessage("joined")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    private static int joined(int x) {
        throw new CompletionException("joined", new IllegalStateException("of " + x));
    }

    /** As {@link PoolFuture#get}: what matters is the task's exception, not what it throws when it is asked for its words. */
    @Test
    void anExceptionThatHasNoWordsIsToldAllTheSame() throws Exception {
        assumeSharedMemory();
        Speechless speechless = new Speechless();
        try (PoolExecutor pool = open()) {
            CompletableFuture<Object> completable =
                    pool.submit(CompletableTest::thrown, speechless).toCompletableFuture();
            CompletableFuture<Throwable> dependent = completable.handle((value, error) -> error);
            CompletableFuture<Object> stage = completable.thenApply(value -> value);

            assertThat(dependent.get(WAIT.toSeconds(), TimeUnit.SECONDS).getCause())
                    .isSameAs(speechless);
            assertThat(causeOf(() -> completable.get(WAIT.toSeconds(), TimeUnit.SECONDS)))
                    .isSameAs(speechless);
            assertThat(causeOf(completable::join)).isSameAs(speechless);
            assertThat(causeOf(stage::join)).isSameAs(speechless); // its get() is the JDK's
        }
    }

    private static Throwable causeOf(Callable<?> call) throws Exception {
        try {
            throw new AssertionError("gave " + call.call());
        } catch (ExecutionException | CompletionException e) {
            return e.getCause();
        }
    }

    private static Object thrown(RuntimeException e) {
        throw e;
    }

    private static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no words");
        }
    }

    /** {@link ForkJoinPool#managedBlock}, as {@link CompletableFuture#join} waits: its thread may be needed for what it waits for. */
    @Test
    void whoWaitsInAForkJoinPoolLeavesItAThread() throws Exception {
        assumeSharedMemory();
        ForkJoinPool one = new ForkJoinPool(1);
        try (PoolExecutor pool = open()) {
            Callable<Integer> needsIt =
                    () -> pool.submit(() -> one.submit(() -> 9).get())
                            .toCompletableFuture()
                            .join();

            assertThat(one.submit(needsIt).get(WAIT.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(9);
        } finally {
            one.shutdownNow();
        }
    }

    /** Public on 17, too, but of a class that is not. */
    private static Throwable exceptionNow(CompletableFuture<?> future) throws Exception {
        var method = future.getClass().getMethod("exceptionNow");
        method.setAccessible(true);
        return (Throwable) method.invoke(future);
    }
}
