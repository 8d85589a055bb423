// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolTimeoutException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** {@code await} and {@code asCompleted} over futures of several pools, whose workers are of different kinds. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class MixedFuturesTest extends FuturesContract {
    MixedFuturesTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 base:263 ALL_COMPLETED over two executors. */
    @Test
    void allCompletedWaitsForEveryPool() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                PoolExecutor other = PoolExecutor.threads(1);
                Gate gate = gate()) {
            PoolFuture<Integer> mine = pool.submit(Work::square, 3);
            PoolFuture<Integer> theirs = other.submit(() -> gate.pass(1));
            mine.result(WAIT);

            DoneAndNotDone<Integer> before =
                    Futures.await(List.of(mine, theirs), ReturnWhen.ALL_COMPLETED, Duration.ZERO);
            gate.open();
            DoneAndNotDone<Integer> after = Futures.await(List.of(mine, theirs), ReturnWhen.ALL_COMPLETED, WAIT);

            assertThat(before.done()).containsExactly(mine);
            assertThat(before.notDone()).containsExactly(theirs);
            assertThat(after.notDone()).isEmpty();
        }
    }

    /** Futures give results out and take none in: those of different types can be waited for together. */
    @Test
    void futuresOfDifferentTypesAreWaitedForTogether() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> number = pool.submit(Work::square, 3);
            PoolFuture<String> word = pool.submit(String::strip, " three ");
            PoolFuture<Void> nothing = pool.submit(() -> {});
            List<PoolFuture<?>> all = List.of(number, word, nothing);
            List<Object> results = new ArrayList<>();

            DoneAndNotDone<Object> seen = Futures.await(all, ReturnWhen.ALL_COMPLETED, WAIT);
            try (AsCompleted<Object> ended = Futures.asCompleted(List.of(number, word), WAIT)) {
                ended.add(nothing).stream().map(PoolFuture::result).forEach(results::add);
            }

            assertThat(seen.notDone()).isEmpty();
            assertThat(results).containsExactlyInAnyOrder(9, "three", null);
        }
    }

    /** CPython 3.13 base:293 FIRST_COMPLETED: the first of any pool. */
    @Test
    void firstCompletedIsTheFirstOfAnyPool() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                PoolExecutor other = PoolExecutor.threads(1);
                Gate gate = gate()) {
            PoolFuture<Integer> mine = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> theirs = other.submit(Work::square, 3);

            DoneAndNotDone<Integer> seen = Futures.await(List.of(mine, theirs), ReturnWhen.FIRST_COMPLETED, WAIT);

            assertThat(seen.done()).containsExactly(theirs);
            assertThat(seen.notDone()).containsExactly(mine);
        }
    }

    /** CPython 3.13 base:295 FIRST_EXCEPTION: the first failure in any pool; a result before it is not enough. */
    @Test
    void firstExceptionIsTheFirstFailureInAnyPool() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                PoolExecutor other = PoolExecutor.threads(1);
                Gate gate = gate()) {
            PoolFuture<Integer> good = pool.submit(Work::square, 3);
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> bad = other.submit(Work::refuse, 3);

            DoneAndNotDone<Integer> seen = Futures.await(List.of(good, blocked, bad), ReturnWhen.FIRST_EXCEPTION, WAIT);

            assertThat(seen.done()).contains(bad);
            assertThat(seen.notDone()).contains(blocked);
        }
    }

    /** CPython 3.13 base:263: waiting again for the same futures gives the same, and FIRST_COMPLETED at once. */
    @Test
    void waitingAgainForWhatHasEndedIsNoWait() {
        try (PoolExecutor pool = open()) {
            List<PoolFuture<Integer>> futures = List.of(pool.submit(Work::square, 1), pool.submit(Work::refuse, 2));
            Futures.await(futures, ReturnWhen.ALL_COMPLETED);

            for (ReturnWhen when : ReturnWhen.values()) {
                assertThat(Futures.await(futures, when, Duration.ZERO).done()).hasSize(2);
            }
        }
    }

    /** CPython 3.13 t/test_as_completed.py: futures of several executors come in one iteration. */
    @Test
    void futuresOfSeveralPoolsComeInOneIteration() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                PoolExecutor other = PoolExecutor.threads(1);
                Gate gate = gate()) {
            PoolFuture<Integer> mine = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> theirs = other.submit(Work::square, 3);
            try (AsCompleted<Integer> completed = Futures.asCompleted(List.of(mine, theirs), WAIT)) {
                Iterator<PoolFuture<Integer>> iterator = completed.iterator();
                assertThat(iterator.next()).isSameAs(theirs);
                gate.open();
                assertThat(iterator.next()).isSameAs(mine);
                assertThat(iterator.hasNext()).isFalse();
            }
        }
    }

    /** gh-87893: in CPython a future cancelled by its user blocks the iteration until a worker pulls it. */
    @Test
    void aFutureThatWasCancelledBeforeComesAtOnce() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            PoolFuture<Integer> cancelled = pool.submit(Work::square, 3);
            cancelled.cancel();
            try (AsCompleted<Integer> completed = Futures.asCompleted(List.of(cancelled), Duration.ZERO)) {
                assertThat(completed.iterator().next().isCancelled()).isTrue();
            }
        }
    }

    /** API.md 2: a future that was there before is not added again, be it delivered or not. */
    @Test
    void addingAFutureAgainDoesNotBringItTwice() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            try (AsCompleted<Integer> completed = Futures.asCompleted(List.of(future, future))) {
                completed.add(future);
                Iterator<PoolFuture<Integer>> iterator = completed.iterator();
                assertThat(iterator.next()).isSameAs(future);
                completed.add(future);

                assertThat(iterator.hasNext()).isFalse();
                assertThat(completed.size()).isEqualTo(1);
            }
        }
    }

    /** API.md 2: an iteration that had come to its end goes on with what is added. */
    @Test
    void addingAfterTheLastGoesOn() {
        try (PoolExecutor pool = open()) {
            try (AsCompleted<Integer> completed = Futures.asCompleted(List.of())) {
                Iterator<PoolFuture<Integer>> iterator = completed.iterator();
                assertThat(iterator.hasNext()).isFalse();
                assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);

                completed.add(pool.submit(Work::square, 3));

                assertThat(iterator.next().result()).isEqualTo(9);
            }
        }
    }

    /** API.md 2: as one would crawl: each future that comes adds those that follow from it. */
    @Test
    void eachFutureMayAddThoseThatFollowFromIt() {
        List<Integer> seen = new ArrayList<>();
        try (PoolExecutor pool = open();
                AsCompleted<Integer> completed = Futures.asCompleted(List.of(pool.submit(Work::<Integer>same, 1)))) {
            for (PoolFuture<Integer> future : completed) {
                int x = future.result();
                seen.add(x);
                for (int child = 2 * x; child <= 2 * x + 1 && child < 64; child++) {
                    completed.add(pool.submit(Work::<Integer>same, child));
                }
            }
        }
        assertThat(seen).hasSize(63).doesNotHaveDuplicates();
    }

    /** API.md 1, PoolTimeoutException: how many of how many; what was added while iterating is counted. */
    @Test
    void theDeadlineCountsWhatWasAdded() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> first = pool.submit(Work::square, 3);
            first.result(WAIT);
            try (AsCompleted<Integer> completed = Futures.asCompleted(List.of(first), Duration.ZERO)) {
                Iterator<PoolFuture<Integer>> iterator = completed.iterator();
                assertThat(iterator.next()).isSameAs(first);
                completed.add(pool.submit(() -> gate.pass(1)));

                assertThatThrownBy(iterator::next)
                        .isInstanceOfSatisfying(PoolTimeoutException.class, e -> {
                            assertThat(e.unfinished()).isEqualTo(1);
                            assertThat(e.total()).hasValue(2);
                        })
                        .hasMessageContaining("1 of 2");
                assertThat(iterator.hasNext()).isFalse();
            }
        }
    }

    /** CPython 3.13 base:199: iterating never throws what a task threw. */
    @Test
    void failuresComeAsFutures() {
        try (PoolExecutor pool = open();
                AsCompleted<Integer> completed =
                        Futures.asCompleted(List.of(pool.submit(Work::refuse, 1), pool.submit(Work::refuse, 2)))) {
            for (PoolFuture<Integer> future : completed) {
                assertThat(future.exception()).isPresent();
            }
            assertThat(completed.size()).isEqualTo(2);
        }
    }
}
