// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.twinpool.Args2;
import io.twinpool.MapOptions;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** API.md 4, settled details: an input that throws: its exception comes out at its place, as it is, and ends the iteration. */
final class OddInputsTest extends PoolContract {
    private final BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();

    OddInputsTest(Kind kind) {
        super(kind);
    }

    /** Where an input breaks: at once, or after two items. */
    enum Break {
        ITERATOR(0),
        FIRST_HAS_NEXT(0),
        FIRST_NEXT(0),
        HAS_NEXT(2),
        NEXT(2);

        private final int place;

        Break(int place) {
            this.place = place;
        }

        <T> Iterable<T> of(List<T> items, Throwable error) {
            return () -> {
                if (this == ITERATOR) {
                    Break.raise(error);
                }
                return new Breaking<>(this, items, error);
            };
        }

        @SuppressWarnings("unchecked") // a checked exception too, as languages without them throw
        private static <E extends Throwable> void raise(Throwable error) throws E {
            throw (E) error;
        }
    }

    private static final class Breaking<T> implements Iterator<T> {
        private final Break where;
        private final List<T> items;
        private final Throwable error;
        private int at;

        Breaking(Break where, List<T> items, Throwable error) {
            this.where = where;
            this.items = items;
            this.error = error;
        }

        @Override
        public boolean hasNext() {
            if (at == where.place && (where == Break.HAS_NEXT || where == Break.FIRST_HAS_NEXT)) {
                Break.raise(error);
            }
            return true;
        }

        @Override
        public T next() {
            if (at == where.place) {
                Break.raise(error);
            }
            return items.get(at++);
        }
    }

    private static final List<Integer> ITEMS = List.of(1, 2, 3);
    private static final List<Args2<Integer, Integer>> ROWS =
            ITEMS.stream().map(x -> Args2.of(x, x)).toList();

    private static List<Throwable> errors() {
        return List.of(new IllegalStateException("mine"), new AssertionError("mine"), new IOException("mine"));
    }

    /** CPython 3.13 pool:477: a generator that raises does so in the caller. */
    @ParameterizedTest
    @EnumSource
    void aListThrowsWhatItsInputThrows(Break where) throws Exception {
        try (Pool pool = open()) {
            for (Throwable mine : errors()) {
                assertThatThrownBy(() -> pool.map(Work::square, where.of(ITEMS, mine)))
                        .isSameAs(mine);
                assertThatThrownBy(() -> pool.map(Work::square, where.of(ITEMS, mine), 1))
                        .isSameAs(mine);
                assertThatThrownBy(() -> pool.starmap(Work::add, where.of(ROWS, mine)))
                        .isSameAs(mine);
                AsyncResult<List<Integer>> list = pool.mapAsync(
                        Work::square,
                        where.of(ITEMS, mine),
                        MapOptions.defaults(),
                        Callbacks.<List<Integer>>onResult(x -> told.add(new AssertionError("a result: " + x)))
                                .andOnError(told::add));
                assertThatThrownBy(() -> list.get(WAIT)).isSameAs(mine);
                assertThat(list.successful()).isFalse();
                assertThat(told.poll(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isSameAs(mine);
            }
            assertThat(pool.map(Work::square, ITEMS)).containsExactly(1, 4, 9);
        }
        assertThat(told).isEmpty();
    }

    /** CPython 3.13 pool:385: in order, after the items before it, not wrapped. */
    @ParameterizedTest
    @EnumSource
    void aLazyMapThrowsWhatItsInputThrowsBehindTheItemsBeforeIt(Break where) {
        try (Pool pool = open()) {
            for (Throwable mine : errors()) {
                assertThatItThrows(mine, where, pool.imap(Work::square, where.of(ITEMS, mine)), 1, 4);
                assertThatItThrows(mine, where, pool.imap(Work::square, where.of(ITEMS, mine), 3), 1, 4);
                assertThatItThrows(mine, where, pool.imapUnordered(Work::square, where.of(ITEMS, mine)), 1, 4);
                assertThatItThrows(mine, where, pool.istarmap(Work::add, where.of(ROWS, mine)), 2, 4);
                assertThatItThrows(mine, where, pool.istarmapUnordered(Work::add, where.of(ROWS, mine), 3), 2, 4);
            }
            assertThat(pool.map(Work::square, ITEMS)).containsExactly(1, 4, 9);
        }
    }

    private static void assertThatItThrows(
            Throwable mine, Break where, Results<Integer> results, Integer... resultsBefore) {
        List<Integer> before = new ArrayList<>();
        Throwable thrown = catchThrowable(() -> {
            while (results.hasNext()) {
                before.add(results.next());
            }
        });

        assertThat(thrown).isSameAs(mine);
        assertThat(before)
                .containsExactlyInAnyOrderElementsOf(List.of(resultsBefore).subList(0, where.place));
        assertThat(results.hasNext()).isFalse();
        results.close();
    }

    /** API.md 3: the deadline of a map counts from its call, which reads the input: one without an end included. */
    @Test
    void aListOfAnInputWithoutAnEndRunsOutOfTime() {
        Iterable<Integer> endless = () -> Stream.generate(() -> 1).iterator();
        MapOptions brief = MapOptions.defaults().timeout(Duration.ofMillis(5));
        try (Pool pool = open()) {
            AsyncResult<List<Integer>> list =
                    pool.mapAsync(Work::square, endless, brief, Callbacks.onError(error -> {}));
            assertThatThrownBy(() -> list.get(WAIT))
                    .isInstanceOf(PoolTimeoutException.class)
                    .hasMessageContaining("the input had not ended after 5 ms");
            assertThat(pool.stats().completed()).isZero();
            assertThat(pool.map(Work::square, ITEMS)).containsExactly(1, 4, 9);
        }
    }

    /** {@link Iterable#iterator} gives an iterator: where it gives none, that is said, by each in its own way. */
    @Test
    void anInputWithoutAnIteratorIsToldByName() throws Exception {
        Iterable<Integer> none = () -> null;
        Iterable<Args2<Integer, Integer>> noRows = () -> null;
        try (Pool pool = open();
                Results<Integer> ordered = pool.imap(Work::square, none);
                Results<Integer> unordered = pool.imapUnordered(Work::square, none);
                Results<Integer> rows = pool.istarmap(Work::add, noRows)) {
            AsyncResult<List<Integer>> list = pool.mapAsync(Work::square, none);
            List<ThrowingCallable> ways = List.of(
                    () -> pool.map(Work::square, none),
                    () -> pool.starmap(Work::add, noRows),
                    () -> list.get(WAIT),
                    ordered::next,
                    unordered::next,
                    rows::next);
            assertThat(ways)
                    .allSatisfy(way -> assertThatThrownBy(way)
                            .isInstanceOf(NullPointerException.class)
                            .hasMessageContaining("iterator"));
            assertThat(ordered.hasNext()).isFalse();
            assertThat(pool.map(Work::square, ITEMS)).containsExactly(1, 4, 9);
        }
    }
}
