// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** API.md 1, Results: what a lazy map is besides an iterator. */
final class LazyResultsTest extends PoolContract {
    private static final List<Integer> ITEMS = IntStream.range(0, 50).boxed().toList();

    LazyResultsTest(Kind kind) {
        super(kind);
    }

    /** The lazy maps, which give what they are given. */
    enum Lazy {
        IMAP,
        IMAP_UNORDERED,
        ISTARMAP,
        ISTARMAP_UNORDERED;

        Results<Integer> over(Pool pool, List<Integer> items) {
            List<Args2<Integer, Integer>> rows =
                    items.stream().map(x -> Args2.of(x, 0)).toList();
            return switch (this) {
                case IMAP -> pool.imap(Work::<Integer>same, items);
                case IMAP_UNORDERED -> pool.imapUnordered(Work::<Integer>same, items);
                case ISTARMAP -> pool.istarmap(Work::add, rows);
                case ISTARMAP_UNORDERED -> pool.istarmapUnordered(Work::add, rows);
            };
        }
    }

    /** size(): the number of items when the input knows it; it does not shrink. */
    @ParameterizedTest
    @EnumSource
    void theSizeIsThatOfTheInput(Lazy lazy) {
        try (Pool pool = open();
                Results<Integer> results = lazy.over(pool, ITEMS);
                Results<Integer> unknown =
                        pool.imap(Work::<Integer>same, () -> ITEMS.stream().iterator())) {
            assertThat(results.size()).hasValue(50);
            assertThat(unknown.size()).isEmpty();
            results.next();
            assertThat(results.size()).hasValue(50);
            assertThat(results.toList()).hasSize(49);
            assertThat(results.size()).hasValue(50);
        }
    }

    /** stream(): SIZED when size() is present, of what is left. */
    @ParameterizedTest
    @EnumSource
    void theStreamHasWhatIsLeft(Lazy lazy) {
        try (Pool pool = open();
                Results<Integer> results = lazy.over(pool, ITEMS);
                Results<Integer> other = lazy.over(pool, ITEMS);
                Results<Integer> unknown = pool.imapUnordered(
                        Work::<Integer>same, () -> ITEMS.stream().iterator())) {
            int first = results.next();
            List<Integer> rest = new ArrayList<>(ITEMS);
            rest.remove(Integer.valueOf(first));
            other.next();
            try (Stream<Integer> sized = other.stream();
                    Stream<Integer> open = unknown.stream()) {
                Spliterator<Integer> left = sized.spliterator();
                assertThat(left.hasCharacteristics(Spliterator.SIZED)).isTrue();
                assertThat(left.getExactSizeIfKnown()).isEqualTo(49);
                assertThat(open.spliterator().hasCharacteristics(Spliterator.SIZED))
                        .isFalse();
            }
            assertThat(results.stream().collect(Collectors.toList())).containsExactlyInAnyOrderElementsOf(rest);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** {@link Spliterator#SIZED}: of what has ended nothing is left. */
    @Test
    void closedResultsHaveNothingLeft() {
        try (Pool pool = open()) {
            Results<Integer> results = pool.imap(Work::<Integer>same, ITEMS);

            results.close();

            assertThat(results.spliterator().getExactSizeIfKnown()).isZero();
            assertThat(StreamSupport.stream(results.spliterator(), false)).isEmpty();
        }
    }

    /** stream(): lazy, so that an endless input will do; closing it closes this. */
    @Test
    void closingTheStreamClosesTheResults() {
        Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();
        try (Pool pool = open()) {
            Results<Integer> results = pool.imap(Work::square, endless);
            try (Stream<Integer> stream = results.stream()) {
                assertThat(stream.limit(4)).containsExactly(0, 1, 4, 9);
            }
            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
            assertThat(pool.apply(Work::square, 3)).isEqualTo(9);
        }
    }

    /** "Single use": iterator() is the results themselves; a second one goes on where the first has stopped. */
    @ParameterizedTest
    @EnumSource
    void aSecondIteratorGoesOn(Lazy lazy) {
        try (Pool pool = open();
                Results<Integer> results = lazy.over(pool, ITEMS)) {
            List<Integer> seen = new ArrayList<>();
            Iterator<Integer> first = results.iterator();
            seen.add(first.next());
            Iterator<Integer> second = results.iterator();
            seen.add(second.next());
            seen.add(first.next());
            for (Integer x : results) {
                seen.add(x);
            }

            assertThat(seen).containsExactlyInAnyOrderElementsOf(ITEMS);
            assertThat(results.iterator().hasNext()).isFalse();
            assertThatThrownBy(first::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** toList() throws what next() throws, and closes; a stream that threw leaves what is behind the failed item. */
    @Test
    void aFailureComesOutOfListsAndStreams() {
        List<Integer> input = Arrays.asList(1, -2, 3, -4, 5);
        try (Pool pool = open();
                Results<Integer> listed = pool.imap(Work::squareOfNatural, input);
                Results<Integer> streamed = pool.imap(Work::squareOfNatural, input)) {
            assertThatThrownBy(listed::toList)
                    .isInstanceOfSatisfying(
                            TaskFailedException.class,
                            e -> assertThat(e.index()).hasValue(1));
            assertThat(listed.hasNext()).isFalse();
            List<Integer> seen = new ArrayList<>();
            assertThatThrownBy(() -> streamed.stream().forEach(seen::add)).isInstanceOf(TaskFailedException.class);
            assertThat(seen).containsExactly(1);
            assertThat(streamed.next()).isEqualTo(9);
        }
    }

    /** toList(): nulls are results. */
    @Test
    void theListMayHoldNulls() {
        List<Integer> nulls = Arrays.asList(null, 1, null);
        try (Pool pool = open();
                Results<Integer> results = pool.imap(Work::<Integer>same, nulls);
                Results<Integer> other = pool.imap(Work::<Integer>same, nulls)) {
            assertThat(results.toList()).isEqualTo(nulls);
            assertThat(results.toList()).isEmpty();
            assertThat(other.stream().toList()).isEqualTo(nulls);
        }
    }

    /** close(): cancels what has not started, in the middle too; what runs is let be. */
    @ParameterizedTest
    @EnumSource(names = {"IMAP", "IMAP_UNORDERED"})
    void closingInTheMiddleCancelsWhatHasNotStarted(Lazy lazy) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Pool pool = openOne()) {
            TaskFunction<Integer, Integer> fn = x -> traces.leaving(x == 1 ? gate.pass(x) : x);
            Results<Integer> results = lazy == Lazy.IMAP ? pool.imap(fn, ITEMS, 5) : pool.imapUnordered(fn, ITEMS, 5);
            assertThat(results.next(WAIT)).isZero();
            gate.awaitArrivals(1);

            results.close();

            assertThat(results.hasNext()).isFalse();
            gate.open();
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().failed()).isZero();
        }
        assertThat(traces.all()).containsExactly("0", "1");
    }

    private static int passAtLast(Gate gate, int x) throws InterruptedException {
        return x == ITEMS.size() - 1 ? gate.pass(x) : x;
    }

    /** DESIGN.md: each outcome is there as the item ends, not as its chunk does; CPython gives those of a chunk together. */
    @Test
    void aLongItemHoldsNoResultOfItsChunkBack() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = openOne();
                Gate gate = gate()) {
            Results<Integer> results = pool.imap(
                    x -> passAtLast(gate, x), ITEMS, MapOptions.defaults().chunkSize(ITEMS.size()));

            for (int x : ITEMS.subList(0, ITEMS.size() - 1)) {
                assertThat(results.next(WAIT)).isEqualTo(x);
            }
            gate.open();

            assertThat(results.next(WAIT)).isEqualTo(ITEMS.size() - 1);
        }
    }
}
