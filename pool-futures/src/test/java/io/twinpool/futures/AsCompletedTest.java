// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Garbage;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code Futures.asCompleted}. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class AsCompletedTest extends FuturesContract {
    AsCompletedTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 t/test_as_completed.py. */
    @Test
    void futuresComeInTheOrderOfTheirEnds() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> slow = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> quick = pool.submit(Work::square, 2);

            try (AsCompleted<Integer> ended = Futures.asCompleted(List.of(slow, quick), WAIT)) {
                Iterator<PoolFuture<Integer>> futures = ended.iterator();
                assertThat(futures.next()).isSameAs(quick);
                gate.open();
                assertThat(futures.next()).isSameAs(slow);
                assertThat(futures.hasNext()).isFalse();
            }
        }
    }

    /** CPython 3.13 base:199: all are given out, once; a failed one raises nothing here. */
    @Test
    void everyFutureComesOnceHoweverItEnds() {
        try (PoolExecutor pool = open()) {
            List<PoolFuture<Integer>> futures = IntStream.range(-10, 10)
                    .mapToObj(i -> pool.submit(Work::squareOfNatural, i))
                    .toList();

            try (AsCompleted<Integer> ended = Futures.asCompleted(futures)) {
                assertThat(ended.stream().toList())
                        .containsExactlyInAnyOrderElementsOf(futures)
                        .allMatch(PoolFuture::isDone);
            }
        }
    }

    /** CPython 3.13 t/test_as_completed.py: duplicates once. */
    @Test
    void duplicatesComeOnce() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 2);

            try (AsCompleted<Integer> ended = Futures.asCompleted(List.of(future, future))) {
                assertThat(ended.size()).isEqualTo(1);
                assertThat(ended.stream().toList()).containsExactly(future);
            }
        }
    }

    /** CPython 3.13 base:199. */
    @Test
    void noFuturesAreNoIteration() {
        try (AsCompleted<Integer> ended = Futures.asCompleted(List.<PoolFuture<Integer>>of())) {
            assertThat(ended.iterator().hasNext()).isFalse();
            assertThatThrownBy(() -> ended.iterator().next()).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** CPython 3.13 base:199: "2 (of 4) futures unfinished"; contract: the exception carries both. */
    @Test
    void aDeadlineSaysHowManyAreUnfinishedAndEndsTheIteration() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> quick = pool.submit(Work::square, 2);
            quick.result();
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));

            try (AsCompleted<Integer> ended = Futures.asCompleted(List.of(quick, blocked), Duration.ofMillis(5))) {
                Iterator<PoolFuture<Integer>> futures = ended.iterator();
                assertThat(futures.next()).isSameAs(quick);
                assertThatThrownBy(futures::next).isInstanceOfSatisfying(PoolTimeoutException.class, e -> {
                    assertThat(e.unfinished()).isEqualTo(1);
                    assertThat(e.total()).hasValue(2);
                });
                assertThat(futures.hasNext()).isFalse();
            }
        }
    }

    /** Contract: the deadline counts from the call; in CPython 3.13 only from the first next (seen). */
    @Test
    void theDeadlineCountsFromTheCall() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));

            try (AsCompleted<Integer> ended = Futures.asCompleted(List.of(blocked), TASK)) {
                Eventually.passes(TASK);
                Bystander<PoolFuture<Integer>> consumer =
                        Bystander.calling(() -> ended.iterator().next()).awaitBlockedOrDone();
                gate.open(); // whoever waits gets the future now

                assertThat(consumer.failure()).isInstanceOf(PoolTimeoutException.class);
            }
        }
    }

    /** CPython 3.13 base:606 for map; here too a result that is there after the deadline is still given out. */
    @Test
    void whatHasEndedComesAlsoAfterTheDeadline() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 2);
            future.result();

            try (AsCompleted<Integer> ended = Futures.asCompleted(List.of(future), Duration.ZERO)) {
                assertThat(ended.stream().toList()).containsExactly(future);
            }
        }
    }

    /** Contract: AsCompleted.add while iterating; CPython has a fixed set. */
    /** Contract 4.3: whoever has seen a future end finds it so everywhere; the news of its end may still be on its way. */
    @Test
    void whatWasSeenDoneIsNotUnfinished() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch looked = new CountDownLatch(1);
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            Endings.tell(future, () -> awaitQuietly(looked)); // holds up those who are told later
            try (AsCompleted<Integer> ended = Futures.asCompleted(List.of(future), Duration.ZERO)) {
                gate.open();
                Eventually.until("the end", future::isDone);

                assertThat(ended.iterator().next()).isSameAs(future);
                assertThat(ended.iterator().hasNext()).isFalse();
            } finally {
                looked.countDown();
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void futuresCanBeAddedWhileIterating() {
        try (PoolExecutor pool = open();
                AsCompleted<Integer> ended = Futures.asCompleted(List.of(pool.submit(Work::square, 1)))) {
            int rounds = 0;
            for (PoolFuture<Integer> future : ended) {
                assertThat(future.result()).isEqualTo(1);
                if (++rounds < 10) {
                    ended.add(pool.submit(Work::square, 1));
                }
            }

            assertThat(rounds).isEqualTo(10);
            assertThat(ended.size()).isEqualTo(10);
        }
    }

    /** Contract: AutoCloseable. Closing ends the iteration and leaves the tasks alone. */
    @Test
    void closingEndsTheIterationAndNotTheTasks() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            AsCompleted<Integer> ended = Futures.asCompleted(List.of(blocked));

            ended.close();

            assertThat(ended.iterator().hasNext()).isFalse();
            gate.open();
            assertThat(blocked.result(WAIT)).isEqualTo(1);
        }
    }

    /** Contract: nothing hangs: closing from another thread frees the consumer. */
    @Test
    void closingFreesAConsumerThatWaits() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            AsCompleted<Integer> ended = Futures.asCompleted(List.of(blocked));
            Bystander<PoolFuture<Integer>> consumer =
                    Bystander.calling(() -> ended.iterator().next()).awaitBlocked();

            ended.close();

            assertThat(consumer.failure()).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** Contract: stream(). */
    @Test
    void aStreamGivesThemAll() {
        try (PoolExecutor pool = open()) {
            List<PoolFuture<Integer>> futures = IntStream.range(0, 10)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();

            try (Stream<PoolFuture<Integer>> ended = Futures.asCompleted(futures).stream()) {
                assertThat(ended.mapToInt(PoolFuture::result).sum()).isEqualTo(285);
            }
        }
    }

    /** gh-136655: in CPython this hangs for ever. */
    @Test
    void futuresCancelledByShutdownCome() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            List<PoolFuture<Integer>> waiting = IntStream.range(0, 5)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            gate.awaitArrivals(1);

            pool.shutdown(true);

            try (AsCompleted<Integer> ended = Futures.asCompleted(waiting, WAIT)) {
                assertThat(ended.stream().toList()).hasSize(5).allMatch(PoolFuture::isCancelled);
            }
        }
    }

    /** Contract: PoolInterruptedException; the flag stays set. */
    @Test
    void anInterruptEndsTheWaitAndKeepsTheFlag() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            Bystander<Boolean> consumer = Bystander.calling(() -> {
                assertThatThrownBy(() ->
                                Futures.asCompleted(List.of(blocked)).iterator().next())
                        .isInstanceOf(PoolInterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });

            consumer.awaitBlocked().interrupt();

            assertThat(consumer.result()).isTrue();
        }
    }

    private static Reference<?> takeOne(AsCompleted<Integer> ended) {
        return new WeakReference<>(ended.iterator().next());
    }

    /** CPython 3.13 base:199: as_completed lets go of the futures that it has given out. */
    @Test
    void futuresThatWereGivenOutAreNotKept() throws Exception {
        try (PoolExecutor pool = open();
                AsCompleted<Integer> ended =
                        Futures.asCompleted(List.of(pool.submit(Work::square, 1), pool.submit(Work::square, 2)))) {
            Reference<?> given = takeOne(ended);

            Garbage.collectUntil("the future collected", () -> given.refersTo(null));

            assertThat(ended.size()).isEqualTo(2);
            assertThat(ended.stream()).hasSize(1);
        }
    }

    /** Contract: size() counts different futures, and each comes once. */
    @Test
    void aFutureThatWasGivenOutIsNotAddedAgain() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 2);
            try (AsCompleted<Integer> ended = Futures.asCompleted(List.of(future))) {
                assertThat(ended.iterator().next()).isSameAs(future);

                ended.add(future);

                assertThat(ended.iterator().hasNext()).isFalse();
                assertThat(ended.size()).isEqualTo(1);
            }
        }
    }

    /** Contract 10: a task that iterates over tasks of its pool lends its place. */
    @Test
    void aTaskMayIterateOverTasksOfItsPool() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Integer> outer = pool.submit(() -> {
                int sum = 0;
                try (AsCompleted<Integer> ended =
                        Futures.asCompleted(List.of(pool.submit(Work::square, 2), pool.submit(Work::square, 3)))) {
                    for (PoolFuture<Integer> future : ended) {
                        sum += future.result();
                    }
                }
                return sum;
            });

            assertThat(outer.result(WAIT)).isEqualTo(13);
        }
    }
}
