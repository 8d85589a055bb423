// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.MapOptions;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTerminatedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a map of the executor goes while its items wait, run or are given up. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class MapFlowTest extends FuturesContract {
    private static final Duration SHORT = Duration.ofMillis(5);

    MapFlowTest(Kind kind) {
        super(kind);
    }

    /** API.md 1: how many were still unfinished, which those that have ended are not, although they come later in the order. */
    @Test
    void theDeadlineOfAMapCountsWhatHasNotEnded() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Gate opened = gate("opened");
                Results<Integer> results = pool.map(
                        at -> (at == 0 ? gate : opened).pass(at),
                        List.of(0, 1, 2, 3),
                        MapOptions.defaults().chunkSize(1).timeout(Duration.ofMillis(500)))) {
            opened.open();
            Eventually.until("the others", () -> pool.stats().completed() == 3);

            assertThatThrownBy(results::next).isInstanceOfSatisfying(PoolTimeoutException.class, e -> {
                assertThat(e.unfinished()).isEqualTo(1);
                assertThat(e.total()).hasValue(4);
                assertThat(e).hasMessageStartingWith("1 of 4 items were unfinished");
            });
        }
    }

    /** CPython 3.13 pool IMapIterator.next(timeout): the iterator stays usable. */
    @Test
    void aTimeoutOfNextLosesNothing() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.map(gate::<Integer>pass, List.of(1, 2))) {
            assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> results.next(Duration.ZERO)).isInstanceOf(TimeoutException.class);

            gate.open();

            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThat(results.next(WAIT)).isEqualTo(2);
        }
    }

    /** CPython 3.13 base:606-625, t/test_thread_pool.py:69: absolute deadline; then the iterator is exhausted. */
    @Test
    void theDeadlineOfAMapEndsIt() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.map(
                        x -> x == 0 ? 0 : gate.pass(x),
                        List.of(0, 1, 2),
                        MapOptions.defaults().timeout(Duration.ofMillis(200)).chunkSize(1))) {
            Eventually.until("the end of the first", () -> pool.stats().completed() > 0);
            assertThat(results.next()).isZero();
            assertThatThrownBy(results::next).isInstanceOfSatisfying(PoolTimeoutException.class, e -> {
                assertThat(e.unfinished()).isEqualTo(2);
                assertThat(e.total()).hasValue(3);
            });
            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** CPython 3.13 base:606: end_time is set by the call of map; API.md 1: counted from the call, whoever asks for results when. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDeadlineCountsFromTheCall(boolean isBounded) throws Exception {
        assumeWorkersOfTheirOwn();
        MapOptions brief = MapOptions.defaults().timeout(TASK);
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Results<Integer> results =
                        pool.map(gate::<Integer>pass, List.of(1, 2), isBounded ? brief.bufferSize(1) : brief)) {
            Eventually.passes(TASK);
            Bystander<Integer> consumer = Bystander.calling(results::next).awaitBlockedOrDone();
            gate.open(); // whoever waits gets a result now

            assertThat(consumer.failure()).isInstanceOf(PoolTimeoutException.class);
        }
    }

    /** CPython 3.13 base:606: a result that is there after the deadline is still yielded. */
    @Test
    void whatIsThereComesAlsoAfterTheDeadline() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::square, List.of(1, 2, 3), MapOptions.defaults().timeout(Duration.ZERO))) {
            Eventually.until("all ended", () -> pool.stats().completed() == 3);

            assertThat(results.toList()).containsExactly(1, 4, 9);
        }
    }

    /** CPython 3.13 base:606: what is there is yielded, and nothing is late if nothing is missing. */
    @Test
    void inTheCallersThreadAMapIsNotLateWhoseLastItemWas() {
        assumeTrue(kind.runsInCaller());
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        x -> squareAfter(TASK, x),
                        List.of(3),
                        MapOptions.defaults().timeout(TASK))) {
            assertThat(results.toList()).containsExactly(9);
        }
    }

    /** Longer than the time limit of the map, which has begun before. */
    private static int squareAfter(Duration limit, int x) throws InterruptedException {
        Eventually.passes(limit);
        return x * x;
    }

    /** API.md 1: the deadline is for the whole iteration, also of items that run in the call that reads them. */
    @Test
    void inTheCallersThreadNoItemStartsAfterTheDeadline() {
        assumeTrue(kind.runsInCaller());
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::square, List.of(1, 2, 3), MapOptions.defaults().timeout(Duration.ZERO))) {
            assertThatThrownBy(results::next)
                    .isInstanceOf(PoolTimeoutException.class)
                    .hasMessage("3 of 3 items were unfinished after 0 ms, the time limit of the map");
            assertThat(results.hasNext()).isFalse();
            assertThat(pool.stats().completed()).isZero();
        }
    }

    /** Contract, settled details: endless durations mean no limit. */
    @Test
    void anEndlessDeadlineIsNone() throws Exception {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::square, List.of(1, 2), MapOptions.defaults().timeout(endless))) {
            assertThat(results.next(endless)).isEqualTo(1);
            assertThat(results.next()).isEqualTo(4);
        }
    }

    /** CPython 3.13 seen: closing before the first next cancels nothing; here it does. */
    @Test
    void closingBeforeTheFirstNextCancelsWhatHasNotStarted() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = openOne();
                Gate gate = gate("gate")) {
            pool.submit(() -> gate.pass());
            Results<Integer> results =
                    pool.map(traces::leaving, IntStream.range(0, 100).boxed().toList());
            gate.awaitArrivals(1);

            results.close();

            gate.open();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** Contract, section 1: a buffer that is full holds the reading of the input up; close() ends that too, or the leak check tells. */
    @Test
    void closingEndsTheReadingOfAnInputThatIsHeldUp() throws Exception {
        AtomicInteger read = new AtomicInteger();
        try (PoolExecutor pool = open()) {
            Results<Integer> results = pool.map(
                    Work::square,
                    () -> IntStream.iterate(0, i -> i + 1)
                            .peek(i -> read.incrementAndGet())
                            .iterator(),
                    MapOptions.defaults().bufferSize(2));
            assertThat(results.next()).isZero();
            Eventually.until("a full buffer", () -> read.get() >= (kind.runsInCaller() ? 1 : 2));

            results.close();

            assertThat(results.hasNext()).isFalse();
        }
    }

    /** Contract: close() does not wait, and frees a consumer that waits. */
    @Test
    void closingFreesAConsumerThatWaits() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Results<Integer> results = pool.map(gate::<Integer>pass, List.of(1, 2));
            Bystander<Integer> consumer = Bystander.calling(results::next).awaitBlocked();

            results.close();

            assertThat(consumer.failure()).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** Contract: PoolInterruptedException; the flag stays set, the iteration usable. */
    @Test
    void anInterruptedNextLosesNothing() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.map(gate::<Integer>pass, List.of(1, 2))) {
            Bystander<Boolean> consumer = Bystander.calling(() -> {
                assertThatThrownBy(results::next).isInstanceOf(PoolInterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });

            consumer.awaitBlocked().interrupt();

            assertThat(consumer.result()).isTrue();
            gate.open();
            assertThat(results.toList()).containsExactly(1, 2);
        }
    }

    /** gh-131466: CPython 3.14 exceeds the buffer by one; here the bound is strict. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theBufferIsAStrictBound(int bufferSize) {
        AtomicInteger taken = new AtomicInteger();
        Iterable<Integer> input = () -> IntStream.range(0, 100)
                .peek(x -> taken.incrementAndGet())
                .boxed()
                .iterator();
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::square,
                        input,
                        MapOptions.defaults().bufferSize(bufferSize).chunkSize(3))) {
            for (int given = 0; given < 100; given++) {
                assertThat(taken.get() - given).isLessThanOrEqualTo(bufferSize);
                assertThat(results.next()).isEqualTo(given * given);
                assertThat(taken.get() - given - 1).isLessThanOrEqualTo(bufferSize);
            }
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** gh-131466: the bound as the input sees it: whatever next() has not given back yet is still buffered. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theBufferIsAStrictBoundWheneverTheInputIsRead(int bufferSize) {
        AtomicInteger handed = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Iterable<Integer> input = () -> IntStream.range(0, 300)
                .peek(taken -> most.accumulateAndGet(taken + 1 - handed.get(), Math::max))
                .boxed()
                .iterator();
        try (PoolExecutor pool = open();
                Results<Integer> results =
                        pool.map(Work::square, input, MapOptions.defaults().bufferSize(bufferSize))) {
            for (Integer result : results) {
                assertThat(result).isEqualTo(handed.get() * handed.get());
                handed.incrementAndGet();
            }
        }
        assertThat(most.get()).isLessThanOrEqualTo(bufferSize);
        assertThat(handed).hasValue(300);
    }

    /** Contract, section 1: the deadline is that of the whole iteration, however slow the consumer: no further items are taken. */
    @Test
    void noItemIsTakenAfterTheDeadline() {
        int takenInTime;
        AtomicInteger taken = new AtomicInteger();
        Iterable<Integer> endless = () -> IntStream.iterate(0, i -> i + 1)
                .peek(i -> taken.incrementAndGet())
                .boxed()
                .iterator();
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::square,
                        endless,
                        MapOptions.defaults().bufferSize(4).timeout(Duration.ofMillis(100)))) {
            assertThatThrownBy(() -> results.forEachRemaining(result -> {})).isInstanceOf(PoolTimeoutException.class);
            takenInTime = taken.get();
            assertThat(results.hasNext()).isFalse();
        }
        assertThat(taken.get()).as("beside the one that was just being taken").isBetween(takenInTime, takenInTime + 1);
    }

    /** Contract, section 1: the deadline counts from the call of map, which reads the whole input: also one without an end. */
    @Test
    void anInputWithoutAnEndThatIsReadAtOnceRunsOutOfTime() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::square,
                        () -> Stream.generate(() -> 2).iterator(),
                        MapOptions.defaults().timeout(Duration.ofMillis(50)))) {
            assertThatThrownBy(() -> results.forEachRemaining(
                            result -> assertThat(result).isEqualTo(4)))
                    .isInstanceOf(PoolTimeoutException.class);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** Contract, section 1: the deadline is for the results: whoever has them all, and then looks whether there are more, is not late. */
    @Test
    void whoHasAllResultsInTimeMayFindTheEndLate() throws Exception {
        try (PoolExecutor pool = open()) {
            Duration limit = Duration.ofMillis(50);
            while (!hadAllInTime(pool, limit)) {
                assertThat(limit).isLessThan(WAIT);
                limit = limit.multipliedBy(2);
            }
        }
    }

    /** {@return whether the machine was fast enough to see it} */
    private static boolean hadAllInTime(PoolExecutor pool, Duration limit) throws InterruptedException {
        long begun = System.nanoTime();
        try (Results<Integer> results = pool.map(
                Work::square,
                () -> List.of(1, 2).iterator(),
                MapOptions.defaults().bufferSize(1).timeout(limit))) {
            try {
                assertThat(results.next()).isEqualTo(1);
                assertThat(results.next()).isEqualTo(4);
            } catch (PoolTimeoutException e) {
                return false;
            }
            Eventually.until("the deadline", () -> System.nanoTime() - begun > 2 * limit.toNanos());
            return !results.hasNext(); // its reader may not have had the time to look
        }
    }

    /** gh-146392: after a shutdown CPython 3.14 truncates silently; here what was taken comes, then the rejection. */
    @Test
    void aMapCutShortByShutdownSaysSo() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::square,
                        IntStream.range(0, 100).boxed().toList(),
                        MapOptions.defaults().bufferSize(5))) {
            assertThat(results.next()).isZero();
            pool.shutdown();

            int given = 1;
            Throwable end = null;
            while (end == null) {
                try {
                    assertThat(results.next()).isEqualTo(given * given);
                    given++;
                } catch (RejectedExecutionException e) {
                    end = e;
                }
            }

            assertThat(given).isBetween(5, 7);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** Contract: a map whose input was all taken is not disturbed by a shutdown. */
    @Test
    void aMapThatWasTakenWholeSurvivesShutdown() {
        try (PoolExecutor pool = open()) {
            Results<Integer> results = pool.map(Work::square, List.of(1, 2, 3));
            pool.shutdown();

            assertThat(results.toList()).containsExactly(1, 4, 9);
        }
    }

    /** CPython 3.13 IMapIterator: results stay readable after close and join. */
    @Test
    void resultsStayReadableAfterThePoolHasClosed() {
        Results<Integer> results;
        try (PoolExecutor pool = open()) {
            results = pool.map(Work::square, List.of(1, 2, 3));
        }

        assertThat(results.toList()).containsExactly(1, 4, 9);
    }

    /** Contract: Results.next: CancellationException for an item cancelled by the shutdown of its pool. */
    @Test
    void itemsCancelledByShutdownSaySo() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate();
                Results<Integer> results = pool.map(
                        gate::<Integer>pass,
                        List.of(1, 2, 3),
                        MapOptions.defaults().chunkSize(1))) {
            gate.awaitArrivals(1);

            pool.shutdown(true);

            gate.open();
            assertThat(results.next()).isEqualTo(1);
            assertThatThrownBy(results::next).isInstanceOf(CancellationException.class);
            assertThatThrownBy(results::next).isInstanceOf(CancellationException.class);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** DESIGN: lists of several maps at a time do not mix. */
    @Test
    void mapsOfOnePoolDoNotMix() {
        List<Integer> numbers = IntStream.range(0, 300).boxed().toList();
        try (PoolExecutor pool = open();
                Results<Integer> squares = pool.map(Work::square, numbers);
                Results<Integer> same = pool.map(Work::<Integer>same, numbers)) {
            for (int x : numbers) {
                assertThat(same.next()).isEqualTo(x);
                assertThat(squares.next()).isEqualTo(x * x);
            }
        }
    }

    /** Contract 10: a task may map over its own pool. */
    @Test
    void aTaskMayMapOverItsPool() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            assertThat(pool.submit(() ->
                                    pool.map(Work::square, List.of(1, 2, 3)).toList())
                            .result(WAIT))
                    .containsExactly(1, 4, 9);
        }
    }

    /** API.md 4, settled details: terminated, everything unfinished ends with PoolTerminatedException, the unread input too. */
    @Test
    void aMapCutShortByTerminationSaysSo() {
        Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();
        try (PoolExecutor pool = openOne();
                Results<Integer> results =
                        pool.map(Work::square, endless, MapOptions.defaults().bufferSize(3))) {
            assertThat(results.next()).isZero();

            pool.terminateWorkers();

            List<Throwable> ends = new ArrayList<>();
            while (results.hasNext()) {
                try {
                    results.next();
                } catch (RuntimeException e) {
                    ends.add(e);
                }
            }
            assertThat(ends).isNotEmpty().allMatch(PoolTerminatedException.class::isInstance);
        }
    }
}
