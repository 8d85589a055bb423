// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code imap}, {@code imapUnordered}, {@code istarmap}: lazy maps. */
final class ImapTest extends PoolContract {
    private static final int MOST_AHEAD = 4096;
    private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();
    private static final Integer[] SQUARES = NUMBERS.stream().map(Work::square).toArray(Integer[]::new);

    ImapTest(Kind kind) {
        super(kind);
    }

    private static Iterable<Integer> endless(AtomicInteger taken) {
        return () -> IntStream.iterate(0, i -> i + 1)
                .peek(i -> taken.incrementAndGet())
                .boxed()
                .iterator();
    }

    /** CPython 3.13 pool:396. */
    @Test
    void imapGivesResultsInTheOrderOfTheInput() {
        try (Pool pool = open();
                Results<Integer> plain = pool.imap(Work::square, NUMBERS);
                Results<Integer> chunked = pool.imap(Work::square, NUMBERS, 7)) {
            assertThat(plain.toList()).containsExactly(SQUARES);
            assertThat(chunked.toList()).containsExactly(SQUARES);
        }
    }

    /** CPython 3.13 pool:425. */
    @Test
    void imapUnorderedGivesAllResultsOnce() {
        try (Pool pool = open();
                Results<Integer> plain = pool.imapUnordered(Work::square, NUMBERS);
                Results<Integer> chunked = pool.imapUnordered(Work::square, NUMBERS, 7)) {
            assertThat(plain.toList()).containsExactlyInAnyOrder(SQUARES);
            assertThat(chunked.toList()).containsExactlyInAnyOrder(SQUARES);
        }
    }

    /** CPython 3.13 pool:425: completion order. */
    @Test
    void imapUnorderedGivesWhatIsReadyFirst() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.imapUnordered(x -> x == 0 ? gate.pass(x) : x, List.of(0, 1, 2), 1)) {
            assertThat(List.of(results.next(WAIT), results.next(WAIT))).containsExactlyInAnyOrder(1, 2);
            gate.open();
            assertThat(results.next(WAIT)).isZero();
        }
    }

    /** gh-64192: CPython's imap takes everything at once; contract 1: as results are consumed, at most 4,096 ahead. */
    @Test
    void anEndlessInputIsTakenAsResultsAreConsumed() {
        AtomicInteger taken = new AtomicInteger();
        try (Pool pool = open();
                Results<Integer> results = pool.imap(Work::square, endless(taken))) {
            for (int i = 0; i < 100; i++) {
                assertThat(results.next()).isEqualTo(i * i);
            }
            assertThat(taken).hasValueLessThanOrEqualTo(100 + MOST_AHEAD);
        }
    }

    /** Contract 1: bufferSize is a strict bound in items. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theBufferIsAStrictBound(int bufferSize) {
        AtomicInteger taken = new AtomicInteger();
        MapOptions options = MapOptions.defaults().bufferSize(bufferSize).chunkSize(3);
        try (Pool pool = open();
                Results<Integer> results = pool.imap(Work::square, endless(taken), options)) {
            for (int given = 0; given < 100; given++) {
                assertThat(taken.get() - given).isLessThanOrEqualTo(bufferSize);
                assertThat(results.next()).isEqualTo(given * given);
                assertThat(taken.get() - given - 1).isLessThanOrEqualTo(bufferSize);
            }
        }
    }

    /** CPython 3.13 seen: [1.0, ZDE, 0.5, 0.25] with chunks of one; contract 2: whatever the chunk size. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void aFailedItemEndsNothing(int chunkSize) {
        List<Object> seen = new ArrayList<>();
        try (Pool pool = open();
                Results<Integer> results = pool.imap(Work::squareOfNatural, List.of(1, -2, 3, -4, 5), chunkSize)) {
            while (results.hasNext()) {
                try {
                    seen.add(results.next());
                } catch (TaskFailedException e) {
                    seen.add("item " + e.index().orElseThrow());
                }
            }
        }
        assertThat(seen).containsExactly(1, "item 1", 9, "item 3", 25);
    }

    /** Contract: index() is the place in the input, in completion order too. */
    @Test
    void anUnorderedFailureTellsTheItemsPlace() {
        try (Pool pool = open();
                Results<Integer> results = pool.imapUnordered(Work::refuse, List.of(7))) {
            assertThatThrownBy(results::next)
                    .isInstanceOfSatisfying(
                            TaskFailedException.class,
                            e -> assertThat(e.index()).hasValue(0));
        }
    }

    /** gh-107390: what Python never had. */
    @Test
    void istarmapUnpacksRowsLazily() {
        try (Pool pool = open();
                Results<Double> two = pool.istarmap(Math::pow, List.of(Args2.of(2.0, 3.0), Args2.of(3.0, 2.0)));
                Results<String> three = pool.istarmap(MapTest::joined, List.of(Args3.of(1, 2, 3)), 1);
                Results<Double> any =
                        pool.istarmapUnordered(Math::pow, List.of(Args2.of(2.0, 3.0), Args2.of(3.0, 2.0)))) {
            assertThat(two.toList()).containsExactly(8.0, 9.0);
            assertThat(three.toList()).containsExactly("1-2-3");
            assertThat(any.toList()).containsExactlyInAnyOrder(8.0, 9.0);
        }
    }

    /** Contract, settled details: a map cut short by shutdown delivers what it took, then the rejection. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMapCutShortByShutdownSaysSo(boolean ordered) {
        AtomicInteger taken = new AtomicInteger();
        MapOptions options = MapOptions.defaults().bufferSize(5);
        try (Pool pool = open();
                Results<Integer> results = ordered
                        ? pool.imap(Work::square, endless(taken), options)
                        : pool.imapUnordered(Work::square, endless(taken), options)) {
            int given = 0;
            results.next();
            given++;
            pool.shutdown();
            Throwable end = null;
            while (end == null) {
                try {
                    results.next();
                    given++;
                } catch (RejectedExecutionException e) {
                    end = e;
                }
            }

            assertThat(given).isBetween(taken.get() - 1, taken.get());
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** Contract: closing cancels what has not started, also before the first next. */
    @Test
    void closingBeforeTheFirstNextCancelsWhatHasNotStarted() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Pool pool = openOne();
                Gate gate = gate("gate")) {
            AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
            Results<Integer> results = pool.imap(traces::leaving, NUMBERS);
            gate.awaitArrivals(1);

            results.close();

            gate.open();
            assertThat(running.get(WAIT)).isEqualTo(1);
            pool.shutdown();
            pool.join();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** DESIGN: a slow item ahead does not stop the order, nor the items behind it. */
    @Test
    void imapHoldsResultsBackUntilTheirTurn() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.imap(x -> x == 0 ? gate.pass(x) : x, List.of(0, 1, 2), 1)) {
            assertThatThrownBy(() -> results.next(Duration.ofMillis(5))).isInstanceOf(TimeoutException.class);
            gate.open();
            assertThat(results.toList()).containsExactly(0, 1, 2);
        }
    }

    /** Contract 1; settled details: a wrong size() is only a hint gone wrong: the iterator is the truth, for lazy maps too. */
    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3, 1000, Integer.MAX_VALUE})
    void anInputThatLiesAboutItsSizeMisleadsNoLazyMap(int size) {
        List<Integer> truth = List.of(1, 2, 3, 4, 5);
        List<Integer> liar = new ArrayList<>(truth) {
            private static final long serialVersionUID = 1;

            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Integer> iterator() {
                return truth.iterator();
            }
        };
        try (Pool pool = open();
                Results<Integer> ordered = pool.imap(Work::square, liar);
                Results<Integer> streamed = pool.imap(Work::square, liar, 7);
                Results<Integer> unordered = pool.imapUnordered(Work::square, liar);
                Stream<Integer> stream = streamed.stream()) {
            assertThat(ordered.toList()).containsExactly(1, 4, 9, 16, 25);
            assertThat(stream.toList()).containsExactly(1, 4, 9, 16, 25);
            assertThat(unordered.toList()).containsExactlyInAnyOrder(1, 4, 9, 16, 25);
        }
    }
}
