// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Held;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** API.md 4, settled details: callbacks of a pool run one at a time, in completion order, on a thread of their own. */
final class CallbackOrderTest extends PoolContract {
    private final List<Object> told = Collections.synchronizedList(new ArrayList<>());

    CallbackOrderTest(Kind kind) {
        super(kind);
    }

    private void endOf(Pool pool) throws InterruptedException {
        pool.shutdown();
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** Two workers end their tasks in another order than they were given. */
    @Test
    void whoEndsFirstIsToldFirst() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = open()) {
            pool.applyAsync(gate::pass, "slow", Callbacks.onResult(told::add));
            gate.awaitArrivals(1);
            pool.applyAsync(Work::<String>same, "fast", Callbacks.onResult(told::add));
            pool.mapAsync(Work::square, List.of(1, 2), MapOptions.defaults(), Callbacks.onResult(told::add));
            pool.applyAsync(Work::refuse, 1, Callbacks.onError(e -> told.add(e.getMessage())));
            Eventually.until("three calls", () -> told.size() == 3);
            gate.open();
            endOf(pool);
        }
        assertThat(told).containsExactly("fast", List.of(1, 4), "refused: 1", "slow");
    }

    /** A forked JVM's failure is read apart, and what is read slowly may be overtaken: it tells a result there, too. */
    private void applyFailing(Pool pool, int number) {
        if (kind.sharesMemory()) {
            pool.applyAsync(Work::refuse, number, Callbacks.onError(e -> told.add(number)));
        } else {
            pool.applyAsync(Work::square, number, Callbacks.onResult(x -> told.add(number)));
        }
    }

    /** One worker ends them in the order in which they were given: results, failures and lists alike. */
    @Test
    void aThousandEndsAreToldInTheirOrder() throws Exception {
        int n = 1000;
        try (Pool pool = openOne()) {
            for (int i = 0; i < n; i++) {
                int number = i;
                switch (i % 3) {
                    case 0 -> pool.applyAsync(Work::square, i, Callbacks.onResult(x -> told.add(number)));
                    case 1 -> applyFailing(pool, number);
                    default ->
                        pool.mapAsync(
                                Work::square,
                                List.of(i, i),
                                MapOptions.defaults(),
                                Callbacks.onResult(x -> told.add(number)));
                }
            }
            endOf(pool);
        }
        assertThat(told).isEqualTo(IntStream.range(0, n).boxed().toList());
    }

    /** Completion order: what was submitted by somebody who had seen an end has ended after it, and is told after it. */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // of who waits for what another thread is about to do
    void whatEndsAfterAnEndThatWasSeenIsToldAfterIt() throws Exception {
        int n = kind.sharesMemory() ? 5000 : 300;
        try (Pool pool = open()) {
            for (int i = 0; i < n; i++) {
                int number = 2 * i;
                AsyncResult<Integer> seen = pool.applyAsync(Work::square, i, Callbacks.onResult(x -> told.add(number)));
                while (!seen.ready()) {
                    Thread.yield(); // the worker may need this processor
                }
                pool.mapAsync(
                        Work::square,
                        List.<Integer>of(),
                        MapOptions.defaults(),
                        Callbacks.onResult(x -> told.add(number + 1)));
            }
            endOf(pool);
        }
        assertThat(told).isEqualTo(IntStream.range(0, 2 * n).boxed().toList());
    }

    /** Python's result handler is one thread too; here also where callbacks come from several workers and callers at once. */
    @Test
    void callbacksNeverOverlap() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        List<Integer> plain = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (Pool pool = open()) {
            for (int i = 0; i < 500; i++) {
                pool.applyAsync(Work::square, i, Callbacks.onResult(x -> {
                    if (inside.incrementAndGet() > 1) {
                        told.add("overlap");
                    }
                    plain.add(x);
                    threads.add(Thread.currentThread());
                    inside.decrementAndGet();
                }));
            }
            endOf(pool);
        }
        assertThat(told).isEmpty();
        assertThat(plain).hasSize(500).doesNotHaveDuplicates();
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    /** CPython 3.13 pool:776: a slow callback delays all results; here the pool's whole life goes on meanwhile. */
    @Test
    void aCallbackThatIsHeldDelaysOtherCallbacksAlone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Pool pool = openOne()) {
            pool.applyAsync(Work::square, 1, Callbacks.onResult(x -> {
                begun.countDown();
                Held.until(release);
                told.add("held");
            }));
            Held.until(begun);
            AsyncResult<Integer> failed = pool.applyAsync(Work::refuse, 1, Callbacks.onError(e -> told.add("error")));
            AsyncResult<List<Integer>> empty = pool.mapAsync(
                    Work::square, List.<Integer>of(), MapOptions.defaults(), Callbacks.onResult(told::add));
            assertThat(failed.await(WAIT)).isTrue();
            assertThat(empty.get(WAIT)).isEmpty();
            assertThat(pool.map(Work::square, List.of(1, 2))).containsExactly(1, 4);
            try (Results<Integer> lazy = pool.imap(Work::square, List.of(1, 2))) {
                assertThat(lazy.toList()).containsExactly(1, 4);
            }
            assertThat(told).isEmpty();

            release.countDown();
            endOf(pool);
        }
        assertThat(told).startsWith("held").containsExactlyInAnyOrder("held", "error", List.of());
    }

    /** Contract 7: whatever a callback throws, the next is called, and the pool ends as it should. */
    @Test
    void callbacksThatThrowStopNoOther() throws Exception {
        List<Throwable> errors =
                List.of(new Error("on purpose: logged"), new IllegalStateException("on purpose: logged"));
        try (Pool pool = openOne()) {
            for (Throwable error : errors) {
                pool.applyAsync(Work::square, 1, Callbacks.onResult(x -> raise(error)));
                pool.applyAsync(Work::refuse, 1, Callbacks.onError(e -> raise(error)));
                pool.mapAsync(Work::square, List.of(1), MapOptions.defaults(), Callbacks.onResult(x -> raise(error)));
            }
            pool.applyAsync(Work::square, 3, Callbacks.onResult(told::add));
            endOf(pool);
            assertThat(pool.stats().completed()).isEqualTo(7);
        }
        assertThat(told).containsExactly(9);
    }

    @SuppressWarnings("unchecked") // whatever it is
    private static <E extends Throwable> void raise(Throwable error) throws E {
        throw (E) error;
    }
}
