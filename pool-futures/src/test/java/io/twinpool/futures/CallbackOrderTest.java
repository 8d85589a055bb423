// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Held;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks of several futures of one pool: one at a time, in the order in which their futures end. */
@SuppressWarnings("FutureReturnValueIgnored") // addDoneCallback gives its own future
final class CallbackOrderTest extends FuturesContract {
    CallbackOrderTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereCallbacksAreAddedBeforeTheEnd() {
        assumeWorkersOfTheirOwn();
    }

    /** API.md 4, settled details: in completion order across futures, in registration order within each: a plain list is safe. */
    @Test
    void callbacksComeInTheOrderOfEndsAndWithinOneAsRegistered() throws Exception {
        List<String> calls = new ArrayList<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            List<PoolFuture<Integer>> futures = IntStream.range(0, 50)
                    .mapToObj(i -> pool.submit(Work::<Integer>same, i))
                    .toList();
            for (String name : List.of("a", "b")) {
                for (int i = futures.size() - 1; i >= 0; i--) { // in whatever order they are added
                    futures.get(i).addDoneCallback(done -> calls.add(done.result() + name));
                }
            }
            gate.open();
        }
        assertThat(calls)
                .containsExactlyElementsOf(IntStream.range(0, 50)
                        .boxed()
                        .flatMap(i -> List.of(i + "a", i + "b").stream())
                        .toList());
    }

    /** API.md 4, settled details: what is cancelled, fails or is terminated takes its turn like what succeeds. */
    @Test
    void howeverTheyEndTheyTakeTheirTurn() throws Exception {
        List<Integer> calls = new ArrayList<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate("gate");
                Gate last = gate("last")) {
            PoolFuture<Integer> first = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> failing = pool.submit(Work::refuse, 2);
            PoolFuture<Integer> terminated = pool.submit(() -> last.pass(3));
            PoolFuture<Integer> cancelled = pool.submit(Work::square, 4);
            List<PoolFuture<Integer>> futures = List.of(first, failing, terminated, cancelled);
            for (int i = 0; i < futures.size(); i++) {
                int number = i + 1;
                futures.get(i).addDoneCallback(done -> calls.add(number));
            }
            gate.awaitArrivals(1);

            cancelled.cancel();
            gate.open();
            assertThat(failing.exception(WAIT)).isPresent();
            last.awaitArrivals(1);
            pool.terminateWorkers();
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertThat(calls).containsExactly(4, 1, 2, 3);
    }

    /** API.md 4, settled details: one at a time: while one runs, no other does, though their futures have ended. */
    @Test
    void noCallbackRunsBesideAnother() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> calls = new ArrayList<>();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> slow = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> other = pool.submit(() -> gate.pass(2));
            for (PoolFuture<Integer> future : List.of(slow, other)) {
                future.addDoneCallback(done -> {
                    calls.add(0);
                    inside.countDown();
                    Held.until(release);
                    calls.add(1);
                });
            }
            gate.open();
            Held.until(inside);
            assertThat(slow.result(WAIT) + other.result(WAIT)).isEqualTo(3);

            assertThat(calls).containsExactly(0);
            release.countDown();
        }
        assertThat(calls).containsExactly(0, 1, 0, 1);
    }

    /** API.md 4, settled details: to a future that has ended a callback is called at once in the caller, also while another one runs. */
    @Test
    void aLateCallbackDoesNotWaitForOneThatRuns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Thread> calls = new ArrayList<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> slow = pool.submit(() -> gate.pass(1));
            slow.addDoneCallback(done -> {
                inside.countDown();
                Held.until(release);
            });
            PoolFuture<Integer> other = pool.submit(Work::square, 3);
            gate.open();
            Held.until(inside);
            assertThat(other.result(WAIT)).isEqualTo(9);

            other.addDoneCallback(done -> calls.add(Thread.currentThread()));

            assertThat(calls).containsExactly(Thread.currentThread());
            release.countDown();
        }
    }

    /** API.md 4, settled details: a callback that runs may add one to a future that has not ended: that one has its own turn. */
    @Test
    void aCallbackMayAddOneToAnotherFuture() throws Exception {
        List<String> calls = new ArrayList<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate("gate");
                Gate last = gate("last")) {
            PoolFuture<Integer> first = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> second = pool.submit(() -> last.pass(2));
            second.addDoneCallback(done -> calls.add("second, early"));
            first.addDoneCallback(done -> {
                second.addDoneCallback(ignored -> calls.add("second, late"));
                calls.add("first");
                last.open();
            });
            gate.open();
            pool.shutdown();
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertThat(calls).containsExactly("first", "second, early", "second, late");
    }

    /** Contract 7: one that throws an Error, even one without words, costs neither those of its future nor those of others their turn. */
    @Test
    void aCallbackThatThrowsCostsNobodyTheirTurn() throws Exception {
        List<String> calls = new ArrayList<>();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> first = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> second = pool.submit(Work::square, 2);
            first.addDoneCallback(done -> {
                throw new ThrowablesTest.Speechless();
            });
            first.addDoneCallback(done -> {
                throw new OutOfMemoryError("on purpose: logged");
            });
            first.addDoneCallback(done -> calls.add("first"));
            second.addDoneCallback(done -> calls.add("second"));
            gate.open();
        }
        assertThat(calls).containsExactly("first", "second");
    }
}
