// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolInterruptedException;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that are interrupted in a wait, and what is left to them and to the pool. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that occupy a worker
final class InterruptedCallerTest extends FuturesContract {
    InterruptedCallerTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereCallersWait() {
        assumeWorkersOfTheirOwn();
    }

    /** A caller that is interrupted once it waits; gives whether the flag was set when its PoolInterruptedException came. */
    private static void assertInterrupted(Callable<?> wait) throws Exception {
        Bystander<Boolean> caller = Bystander.calling(() -> {
            assertThatThrownBy(wait::call).isInstanceOf(PoolInterruptedException.class);
            return Thread.currentThread().isInterrupted();
        });

        caller.awaitBlocked().interrupt();

        assertThat(caller.result()).isTrue();
    }

    /** API.md 1, PoolInterruptedException: a blocked submit: the flag stays set, nothing was submitted, the pool goes on. */
    @Test
    void aBlockedSubmitKeepsTheFlagAndThePool() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            PoolFuture<Integer> waiting = pool.submit(Work::square, 2);

            assertInterrupted(() -> pool.submit(Work::square, 3));

            gate.open();
            assertThat(waiting.result(WAIT)).isEqualTo(4);
            assertThat(pool.submit(Work::square, 5).result(WAIT)).isEqualTo(25);
            assertThat(pool.stats().completed()).isEqualTo(3);
        }
    }

    /** API.md 1: every way to wait for one future. */
    @Test
    void everyWaitForAFutureKeepsTheFlag() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));

            assertInterrupted(() -> future.result(WAIT));
            assertInterrupted(future::exception);
            assertInterrupted(() -> future.exception(WAIT));

            gate.open();
            assertThat(future.result(WAIT)).isEqualTo(1);
        }
    }

    /** API.md 1, Results.next(): also with a timeout, and as an outcome. */
    @Test
    void everyWaitForAResultKeepsTheFlagAndTheItem() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.map(gate::<Integer>pass, List.of(1, 2))) {
            assertInterrupted(() -> results.next(WAIT));
            assertInterrupted(results::nextOutcome);

            gate.open();
            assertThat(results.toList()).containsExactly(1, 2);
        }
    }

    /** API.md 1: hasNext() waits too, for an input that does not tell whether it has more. */
    @Test
    void aWaitForTheInputKeepsTheFlagAndTheItems() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        Iterable<Integer> slow =
                () -> IntStream.range(0, 3).peek(i -> awaitUnless(i == 0, more)).iterator();
        try (PoolExecutor pool = open();
                Results<Integer> results =
                        pool.map(Work::square, slow, MapOptions.defaults().bufferSize(2))) {
            assertThat(results.next(WAIT)).isZero();

            assertInterrupted(results::hasNext);

            more.countDown();
            assertThat(results.hasNext()).isTrue();
            assertThat(results.toList()).containsExactly(1, 4);
        }
    }

    private static void awaitUnless(boolean ready, CountDownLatch latch) {
        try {
            if (!ready) {
                latch.await();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("an interrupt that was not meant for the input", e);
        }
    }

    /** API.md 1: the next of asCompleted; the iteration goes on where it was. */
    @Test
    void aWaitForTheNextFutureKeepsTheFlagAndTheIteration() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = gate();
                AsCompleted<Integer> completed =
                        Futures.asCompleted(List.of(pool.submit(() -> gate.pass(1)), pool.submit(Work::square, 3)))) {
            List<Integer> results = new ArrayList<>();
            results.add(completed.iterator().next().result());

            assertInterrupted(completed.iterator()::next);

            gate.open();
            completed.forEach(future -> results.add(future.result()));
            assertThat(results).containsExactly(9, 1);
        }
    }

    /** As {@link java.util.concurrent.FutureTask#get}: what is there is given to a caller that is interrupted already. */
    @Test
    void whatIsThereIsGivenToAnInterruptedCaller() throws Exception {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, List.of(1, 2, 3))) {
            PoolFuture<Integer> ended = pool.submit(Work::square, 3);
            Eventually.until("four ends", () -> pool.stats().completed() == 4 && ended.isDone());
            AsCompleted<Integer> completed = Futures.asCompleted(List.of(ended));
            Bystander<List<Integer>> caller = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                List<Integer> all = new ArrayList<>(results.toList());
                completed.forEach(future -> all.add(future.result()));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                return all;
            });

            assertThat(caller.result()).containsExactly(1, 4, 9, 9);
        }
    }
}
