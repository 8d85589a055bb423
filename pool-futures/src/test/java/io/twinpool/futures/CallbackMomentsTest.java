// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Logged;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Callbacks added before, while and after their future ends, and what those do to whom they should not touch. */
@SuppressWarnings("FutureReturnValueIgnored") // addDoneCallback gives its own future
final class CallbackMomentsTest extends FuturesContract {
    CallbackMomentsTest(Kind kind) {
        super(kind);
    }

    private static <R> R next(BlockingQueue<R> calls) throws InterruptedException {
        R call = calls.poll(WAIT.toNanos(), TimeUnit.NANOSECONDS);
        assertThat(call).as("a further call").isNotNull();
        return call;
    }

    /** CPython 3.13 base:408: whenever it is added, a callback is called once. */
    @Test
    void callbacksAddedWhileTheFutureEndsAreCalledOnceEach() throws Exception {
        int rounds = 300;
        AtomicInteger calls = new AtomicInteger();
        try (PoolExecutor pool = open()) {
            for (int i = 0; i < rounds; i++) {
                PoolFuture<Integer> future = pool.submit(Work::square, i);
                Bystander<PoolFuture<Integer>> other =
                        Bystander.calling(() -> future.addDoneCallback(done -> calls.incrementAndGet()));
                future.addDoneCallback(done -> calls.incrementAndGet());
                other.result();
            }
        }
        assertThat(calls).hasValue(2 * rounds);
    }

    /** CPython 3.13 t/test_future.py test_done_callback_with_exception: called for a failure as for a result. */
    @Test
    void aFailureCallsBack() throws Exception {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        try (PoolExecutor pool = open()) {
            pool.submit(Work::refuse, 3)
                    .addDoneCallback(done -> seen.complete(done.exception().orElseThrow()));

            assertThat(seen.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isInstanceOf(Refusal.class);
        }
    }

    /** CPython 3.13 base:408: a callback added inside a callback is called at once, before those that were added earlier. */
    @Test
    void aCallbackAddedInACallbackRunsAtOnce() throws Exception {
        assumeWorkersOfTheirOwn();
        List<String> calls = new CopyOnWriteArrayList<>();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass(1))
                    .addDoneCallback(done -> {
                        calls.add("first");
                        done.addDoneCallback(same -> calls.add("inner"));
                    })
                    .addDoneCallback(done -> calls.add("second"));
            gate.open();
        }
        assertThat(calls).containsExactly("first", "inner", "second");
    }

    /** CPython 3.13 base:364: cancelling again is no second cancellation, callbacks are not called again. */
    @Test
    void cancellingTwiceCallsBackOnce() throws Exception {
        assumeWorkersOfTheirOwn();
        AtomicInteger calls = new AtomicInteger();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            waiting.addDoneCallback(done -> calls.incrementAndGet());
            gate.awaitArrivals(1);

            waiting.cancel();
            waiting.cancel(true);
            gate.open();
        }
        assertThat(calls).hasValue(1);
    }

    /** CPython 3.13 base:337: what a callback throws when the future is done already is logged, not thrown at who adds it. */
    @Test
    void aLateCallbackThatThrowsDoesNotMeetTheCaller() {
        try (PoolExecutor pool = open();
                Logged logged = new Logged()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            future.result();

            future.addDoneCallback(done -> {
                throw new StackOverflowError("on purpose");
            });

            assertThat(logged.at(Level.SEVERE)).hasSize(1);
            assertThat(future.result()).isEqualTo(9);
        }
    }

    /** Contract 9: a callback that leaves an interrupt behind does not disturb the next. */
    @Test
    void anInterruptLeftByACallbackDoesNotMeetTheNext() throws Exception {
        assumeWorkersOfTheirOwn();
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass(1))
                    .addDoneCallback(done -> Thread.currentThread().interrupt())
                    .addDoneCallback(done -> interrupted.add(Thread.interrupted()));
            gate.open();

            assertThat(next(interrupted)).isFalse();
        }
    }

    /** Contract 7: an Error of a callback costs no worker: as many as before run afterwards. */
    @Test
    void callbacksThatThrowCostNoWorker() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(2);
                Gate gate = gate()) {
            for (int i = 0; i < 5; i++) {
                pool.submit(Work::square, i).addDoneCallback(done -> {
                    throw new NoClassDefFoundError("on purpose: logged");
                });
            }
            pool.submit(() -> gate.pass());
            pool.submit(() -> gate.pass());

            gate.awaitArrivals(2);

            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** Contract 11: shutdown in a callback; what was taken still runs. */
    @Test
    void aCallbackMayShutThePoolDown() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> first = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> later = pool.submit(Work::square, 3);
            CompletableFuture<Boolean> called = new CompletableFuture<>();
            first.addDoneCallback(done -> {
                pool.shutdown();
                called.complete(true);
            });
            gate.open();

            assertThat(called.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
            assertThat(later.result(WAIT)).isEqualTo(9);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThatThrownBy(() -> pool.submit(Work::square, 3)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** Contract 11: awaitTermination in a callback does not wait for that callback. */
    @Test
    void aCallbackMayAwaitTheEndOfItsPool() throws Exception {
        assumeWorkersOfTheirOwn();
        BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass(1)).addDoneCallback(done -> ended.add(awaited(pool)));
            pool.shutdown();
            gate.open();

            assertThat(next(ended)).isTrue();
        }
    }

    private static boolean awaited(PoolExecutor pool) {
        try {
            return pool.awaitTermination(WAIT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Contract 11: terminating in a callback ends what runs and what waits; their callbacks are called too. */
    @Test
    void aCallbackMayTerminateThePool() throws Exception {
        assumeWorkersOfTheirOwn();
        BlockingQueue<PoolFuture<Integer>> ended = new LinkedBlockingQueue<>();
        try (PoolExecutor pool = openOne();
                Gate first = gate("first");
                Gate second = gate("second")) {
            pool.submit(() -> first.pass(1)).addDoneCallback(done -> pool.terminateWorkers());
            PoolFuture<Integer> later = pool.submit(() -> second.pass(2));
            later.addDoneCallback(ended::add);
            first.open();

            assertThat(next(ended)).isSameAs(later);
            assertThat(later.exception(WAIT)).containsInstanceOf(io.twinpool.PoolTerminatedException.class);
        }
    }
}
