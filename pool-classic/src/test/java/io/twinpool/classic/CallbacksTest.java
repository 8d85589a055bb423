// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Held;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Callbacks of the pool. They run in this JVM, whatever the workers are. */
final class CallbacksTest extends PoolContract {
    CallbacksTest(Kind kind) {
        super(kind);
    }

    private static <R> R ended(CompletableFuture<R> future) throws Exception {
        return future.get(WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Both ways to be called, told apart. */
    private static <R> Callbacks<R> telling(CompletableFuture<Object> told) {
        return Callbacks.<R>onResult(told::complete).andOnError(told::complete);
    }

    /** CPython 3.13 pool:776: callback(value). */
    @Test
    void theResultIsToldOnce() throws Exception {
        CompletableFuture<Object> told = new CompletableFuture<>();
        try (Pool pool = open()) {
            AsyncResult<Integer> result = pool.applyAsync(Work::square, 3, telling(told));

            assertThat(ended(told)).isEqualTo(9);
            assertThat(result.get()).isEqualTo(9);
        }
    }

    @Test
    void theResultMayBeAskedForAfterTheFailure() throws Exception {
        CompletableFuture<Integer> told = new CompletableFuture<>();
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        try (Pool pool = open()) {
            AsyncResult<Integer> result = pool.applyAsync(
                    Work::square, 3, Callbacks.onError(failed::complete).andOnResult(told::complete));

            assertThat(ended(told)).isEqualTo(9);
            assertThat(result.get()).isEqualTo(9);
            assertThat(failed).isNotDone();
        }
    }

    /** CPython 3.13 pool:776: error_callback(exc); contract: the task's own exception. */
    @Test
    void theFailureIsTold() throws Exception {
        CompletableFuture<Object> told = new CompletableFuture<>();
        try (Pool pool = open()) {
            AsyncResult<Integer> result = pool.applyAsync(Work::refuse, 3, telling(told));

            assertThat(ended(told)).isInstanceOf(Refusal.class);
            assertThat(result.successful()).isFalse();
        }
    }

    /** CPython 3.13 pool:463: the callback gets the whole list once. */
    @Test
    void aMapTellsItsWholeList() throws Exception {
        CompletableFuture<Object> told = new CompletableFuture<>();
        try (Pool pool = open()) {
            AsyncResult<List<Integer>> result =
                    pool.mapAsync(Work::square, List.of(1, 2, 3), MapOptions.defaults(), telling(told));

            assertThat(ended(told)).isEqualTo(List.of(1, 4, 9));
            assertThat(result.get()).containsExactly(1, 4, 9);
        }
    }

    /** CPython 3.13 seen: an empty map calls nobody back; contract 1: callback called with []. */
    @Test
    void anEmptyMapTellsAnEmptyList() throws Exception {
        CompletableFuture<Object> told = new CompletableFuture<>();
        try (Pool pool = open()) {
            AsyncResult<List<Integer>> result =
                    pool.mapAsync(Work::square, List.<Integer>of(), MapOptions.defaults(), telling(told));

            assertThat(ended(told)).isEqualTo(List.of());
            assertThat(result.get(WAIT)).isEmpty();
        }
    }

    /** CPython 3.13 pool:776: in Python the result is not ready in the callback; contract 7: it is visible. */
    @Test
    void theResultIsReadyInTheCallback() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<AsyncResult<Integer>> handle = new CompletableFuture<>();
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        try (Pool pool = open();
                Gate gate = gate()) {
            handle.complete(pool.applyAsync(
                    () -> gate.pass(1),
                    Callbacks.onResult(x -> ready.complete(handle.join().ready()))));
            gate.open();

            assertThat(ended(ready)).isTrue();
        }
    }

    /** gh-83371: in CPython a callback that raises stops the pool. */
    @Test
    void aCallbackThatThrowsStopsNothing() throws Exception {
        CompletableFuture<Object> told = new CompletableFuture<>();
        try (Pool pool = open()) {
            AsyncResult<Integer> first = pool.applyAsync(Work::square, 3, Callbacks.onResult(x -> {
                throw new AssertionError("on purpose: logged");
            }));
            AsyncResult<Integer> second = pool.applyAsync(Work::square, 4, telling(told));

            assertThat(first.get(WAIT)).isEqualTo(9);
            assertThat(second.get(WAIT)).isEqualTo(16);
            assertThat(ended(told)).isEqualTo(16);
        }
    }

    /** CPython 3.13 pool:776: a slow callback delays every other result; contract 7: none. */
    @Test
    void aSlowCallbackDelaysNoResult() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch release = new CountDownLatch(1);
        try (Pool pool = openOne();
                Gate gate = gate()) {
            AsyncResult<Integer> slow =
                    pool.applyAsync(() -> gate.pass(1), Callbacks.onResult(x -> Held.until(release)));
            gate.open();

            try { // it is held until then, however long that takes
                assertThat(slow.get(WAIT)).isEqualTo(1);
                assertThat(pool.applyAsync(Work::square, 3).get(WAIT)).isEqualTo(9);
            } finally {
                release.countDown();
            }
        }
    }

    /** Contract, settled details: close() returns after the callbacks have run. */
    @Test
    void closeReturnsAfterTheCallbacks() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        Pool pool = openOne();
        AsyncResult<Integer> result = pool.applyAsync(Work::square, 3, Callbacks.onResult(x -> {
            Held.until(release);
            called.countDown();
        }));
        assertThat(result.get(WAIT)).isEqualTo(9);

        Bystander<Long> closing = Bystander.calling(() -> {
            pool.close();
            return called.getCount();
        });
        closing.awaitBlocked();
        release.countDown();

        assertThat(closing.result()).isZero();
    }

    /** gh-87129: in CPython terminate() from error_callback deadlocks. */
    @Test
    void aCallbackMayTerminateThePool() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<Object> done = new CompletableFuture<>();
        try (Pool pool = openOne();
                Gate gate = gate()) {
            AsyncResult<Integer> failed =
                    pool.applyAsync(() -> Work.refuse(gate.pass(1)), Callbacks.<Integer>onError(e -> {
                        pool.terminate();
                        done.complete(e);
                    }));
            gate.open();

            assertThat(ended(done)).isInstanceOf(Refusal.class);
            assertThat(failed.ready()).isTrue();
            pool.join();
        }
    }

    /** Contract, settled details: join() returns after the callbacks have run; a plain list is safe. */
    @Test
    void joinReturnsAfterTheCallbacks() throws Exception {
        assumeWorkersOfTheirOwn();
        List<Integer> plain = new ArrayList<>();
        try (Pool pool = open();
                Gate gate = gate()) {
            List<AsyncResult<Integer>> results = IntStream.range(0, 100)
                    .mapToObj(i -> pool.applyAsync(() -> i == 0 ? gate.pass(i) : i, Callbacks.<Integer>onResult(x -> {
                        synchronized (plain) { // not against other callbacks: against those that run in this thread
                            plain.add(x);
                        }
                    })))
                    .toList();
            gate.open();
            pool.shutdown();
            pool.join();

            assertThat(results).hasSize(100);
        }
        assertThat(plain).hasSize(100).doesNotHaveDuplicates();
    }
}
