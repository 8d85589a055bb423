// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Held;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Callbacks of futures. They run in this JVM, whatever the workers are, so they may use the test's objects. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"
}) // addDoneCallback gives its own future; close() within a callback
final class CallbacksTest extends FuturesContract {
    CallbacksTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 base:408: called with the future as only argument. */
    @Test
    void aCallbackGetsTheFutureThatHasEnded() throws Exception {
        CompletableFuture<PoolFuture<Integer>> called = new CompletableFuture<>();
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            future.addDoneCallback(called::complete);

            assertThat(ended(called)).isSameAs(future);
            assertThat(future.isDone()).isTrue();
        }
    }

    private static <R> R ended(CompletableFuture<R> future) throws Exception {
        return future.get(WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** CPython 3.13 base:408. */
    @Test
    void addDoneCallbackGivesTheFuture() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);

            assertThat(future.addDoneCallback(done -> {})).isSameAs(future);
            assertThatNullPointerException().isThrownBy(() -> future.addDoneCallback(null));
        }
    }

    /** CPython 3.13 base:408: in registration order; the same function twice is called twice. */
    @Test
    void callbacksRunInTheOrderAddedAndOnceForEachTime() throws Exception {
        assumeWorkersOfTheirOwn();
        List<String> calls = new ArrayList<>();
        Consumer<PoolFuture<Integer>> twice = done -> calls.add("twice");
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            future.addDoneCallback(twice)
                    .addDoneCallback(done -> calls.add("once"))
                    .addDoneCallback(twice);

            gate.open();
        }
        assertThat(calls).containsExactly("twice", "once", "twice");
    }

    /** CPython 3.13 base:408: already done: called immediately in the calling thread. */
    @Test
    void aCallbackAddedAfterTheEndRunsAtOnceInTheCaller() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            future.result();
            List<Thread> calls = new ArrayList<>();

            future.addDoneCallback(done -> calls.add(Thread.currentThread()));

            assertThat(calls).containsExactly(Thread.currentThread());
        }
    }

    /** CPython 3.13 base:537-550: the result is visible before callbacks run. */
    @Test
    void theResultCanBeReadInTheCallback() throws Exception {
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        try (PoolExecutor pool = open()) {
            pool.submit(Work::square, 3).addDoneCallback(done -> seen.complete(done.result()));

            assertThat(ended(seen)).isEqualTo(9);
        }
    }

    /** CPython 3.13 base:364: cancel calls back. */
    @Test
    void cancellingCallsBack() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            waiting.addDoneCallback(done -> cancelled.complete(done.isCancelled()));
            gate.awaitArrivals(1);

            waiting.cancel();

            assertThat(ended(cancelled)).isTrue();
        }
    }

    /** CPython 3.13 base:364: called in the cancelling thread; API.md 4, settled details: here in its turn, on the callbacks' own thread. */
    @Test
    void theCallbackOfACancelledFutureWaitsForItsTurnAndNotInTheCaller() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Thread> held = new CompletableFuture<>();
        CompletableFuture<Thread> called = new CompletableFuture<>();
        try (PoolExecutor pool = openOne();
                Gate first = gate("first");
                Gate second = gate("second")) {
            pool.submit(() -> first.pass()).addDoneCallback(done -> {
                held.complete(Thread.currentThread());
                inside.countDown();
                Held.until(release);
            });
            pool.submit(() -> second.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            waiting.addDoneCallback(done -> called.complete(Thread.currentThread()));
            first.open();

            try { // it is held until then
                Held.until(inside);
                second.awaitArrivals(1);
                assertThat(Bystander.calling(waiting::cancel).result()).isTrue();
                assertThat(waiting.isCancelled()).isTrue();
                assertThat(called).isNotDone();
            } finally {
                release.countDown();
            }
            assertThat(ended(called)).isSameAs(ended(held));
        }
    }

    /** CPython 3.13 t/test_future.py:50, and base:337 where a BaseException ends a worker; contract 7. */
    @Test
    void aCallbackThatThrowsStopsNothing() throws Exception {
        CompletableFuture<Integer> later = new CompletableFuture<>();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = kind.runsInCaller() ? pool.submit(() -> 1) : pool.submit(() -> gate.pass(1));
            future.addDoneCallback(done -> {
                throw new IllegalStateException("on purpose: logged");
            });
            future.addDoneCallback(done -> {
                throw new AssertionError("on purpose: logged");
            });
            future.addDoneCallback(done -> later.complete(done.result()));

            gate.open();

            assertThat(ended(later)).isEqualTo(1);
            assertThat(future.result()).isEqualTo(1);
            assertThat(pool.submit(Work::square, 3).result()).isEqualTo(9);
        }
    }

    /** Contract 7: never on a thread that a worker or another result needs. */
    @Test
    void aSlowCallbackDelaysNoResult() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch release = new CountDownLatch(1);
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            future.addDoneCallback(done -> Held.until(release));
            gate.open();

            try { // it is held until then, however long that takes
                assertThat(future.result(WAIT)).isEqualTo(1);
                assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            } finally {
                release.countDown();
            }
        }
    }

    /** Contract 7: a callback may wait for the pool; CPython 3.13 seen: in a callback that deadlocks. */
    @Test
    void aCallbackMaySubmitAndWait() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(3));
            future.addDoneCallback(done ->
                    seen.complete(pool.submit(Work::square, done.result()).result()));
            gate.open();

            assertThat(ended(seen)).isEqualTo(9);
        }
    }

    /** Contract, settled details: close() returns after the callbacks have run. */
    @Test
    void closeReturnsAfterTheCallbacks() {
        AtomicInteger called = new AtomicInteger();
        try (PoolExecutor pool = open()) {
            for (int i = 0; i < 100; i++) {
                pool.submit(Work::square, i).addDoneCallback(done -> called.incrementAndGet());
            }
        }
        assertThat(called).hasValue(100);
    }

    /** Contract, settled details: awaitTermination returns after the callbacks have run. */
    @Test
    void awaitTerminationWaitsForTheCallbacks() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass(1)).addDoneCallback(done -> {
                inside.countDown();
                Held.until(release);
            });
            gate.open();
            pool.shutdown();
            Held.until(inside);

            assertThat(pool.awaitTermination(java.time.Duration.ofMillis(20))).isFalse();

            release.countDown();
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** Contract, settled details: ... except when called from one. */
    @Test
    void closeInsideACallbackReturns() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass(1)).addDoneCallback(done -> {
                pool.close();
                closed.complete(true);
            });
            gate.open();

            assertThat(ended(closed)).isTrue();
        }
    }

    /** Contract 7: never under a lock: while a callback runs, everything about its future works. */
    @Test
    void aFutureCanBeUsedWhileItsCallbackRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
        LinkedBlockingQueue<Boolean> inside = new LinkedBlockingQueue<>();
        CountDownLatch release = new CountDownLatch(1);
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            future.addDoneCallback(done -> {
                inside.add(true);
                Held.until(release);
            });
            gate.open();
            inside.take();

            Bystander<Boolean> user = Bystander.calling(() -> {
                future.addDoneCallback(done -> calls.add("added meanwhile"));
                return future.cancel(true);
            });

            assertThat(user.result()).isFalse();
            assertThat(calls).containsExactly("added meanwhile");
            release.countDown();
        }
    }
}
