// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code executor.map} makes of unusual inputs. */
final class MapInputTest extends FuturesContract {
    private static final List<Integer> NUMBERS = IntStream.range(0, 200).boxed().toList();
    private static final List<Integer> SQUARES =
            NUMBERS.stream().map(Work::square).toList();

    MapInputTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 pool:385: an input that raises delivers its error after the items before it. */
    @Test
    void anErrorOfTheInputComesAtItsPlaceAndEndsTheIteration() {
        IllegalStateException mine = new IllegalStateException("mine");
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, failingAfter(3, mine))) {
            assertThat(results.next()).isZero();
            assertThat(results.next()).isEqualTo(1);
            assertThat(results.next()).isEqualTo(4);
            assertThatThrownBy(results::next).isSameAs(mine);
            assertThat(results.hasNext()).isFalse();
        }
    }

    private static Iterable<Integer> failingAfter(int count, RuntimeException error) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == count) {
                    throw error;
                }
                return next++;
            }
        };
    }

    /** CPython 3.13 pool seen: a list that lies about its length hangs the pool or corrupts the results. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 1000, Integer.MAX_VALUE})
    void anInputThatLiesAboutItsSizeHarmsNobody(int size) {
        List<Integer> liar = new ArrayList<>(NUMBERS) {
            private static final long serialVersionUID = 1;

            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Integer> iterator() {
                return NUMBERS.iterator();
            }
        };
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, liar)) {
            assertThat(results.stream().toList()).isEqualTo(SQUARES);
        }
    }

    /** Contract: a wrong size() is only a hint gone wrong, and so is one that throws. */
    @Test
    void anInputThatCannotTellItsSizeIsReadToItsEnd() {
        Collection<Integer> shy = new AbstractCollection<>() {
            @Override
            public int size() {
                throw new UnsupportedOperationException("nobody counts me");
            }

            @Override
            public Iterator<Integer> iterator() {
                return NUMBERS.iterator();
            }
        };
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, shy);
                Results<Integer> zipped = pool.map(Work::add, shy, NUMBERS)) {
            assertThat(results.size()).isEmpty();
            assertThat(results.toList()).isEqualTo(SQUARES);
            assertThat(zipped.toList()).hasSameSizeAs(NUMBERS);
        }
    }

    /** Contract, settled details: an input that cannot even begin is one that throws before its first item. */
    @Test
    void anInputThatCannotBeginThrowsAtTheFirstNext() {
        IllegalStateException mine = new IllegalStateException("mine");
        Iterable<Integer> throwing = () -> {
            throw mine;
        };
        Iterable<Integer> without = () -> null;
        try (PoolExecutor pool = open();
                Results<Integer> one = pool.map(Work::square, throwing);
                Results<Integer> other = pool.map(Work::square, without);
                Results<Integer> rows = pool.map(Work::add, NUMBERS, without)) {
            assertThatThrownBy(one::next).isSameAs(mine);
            assertThatThrownBy(other::next)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("items.iterator() returned null");
            assertThatThrownBy(rows::next)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("b.iterator() returned null");
            assertThat(List.of(one.hasNext(), other.hasNext(), rows.hasNext())).containsOnly(false);
        }
    }

    /** CPython 3.13 base:583: zip semantics; an endless input beside one that ends, or read only as far as the results are. */
    @Test
    void anEndlessInputIsZippedAsFarAsItIsWanted() {
        Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();
        try (PoolExecutor pool = open();
                Results<Integer> ending = pool.map(Work::add, endless, List.of(10, 20));
                Results<Integer> never = pool.map(
                        Work::add, endless, endless, MapOptions.defaults().bufferSize(4))) {
            assertThat(ending.toList()).containsExactly(10, 21);
            assertThat(never.stream().limit(100).toList())
                    .isEqualTo(IntStream.range(0, 100).map(i -> 2 * i).boxed().toList());
        }
    }

    /** CPython 3.13 base:583 and pool:385: the error of either input comes after the rows before it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorOfEitherInputComesAtItsPlace(boolean first) {
        IllegalStateException mine = new IllegalStateException("mine");
        Iterable<Integer> failing = failingAfter(2, mine);
        try (PoolExecutor pool = open();
                Results<Integer> results =
                        first ? pool.map(Work::add, failing, NUMBERS) : pool.map(Work::add, NUMBERS, failing)) {
            assertThat(results.next()).isZero();
            assertThat(results.next()).isEqualTo(2);
            assertThatThrownBy(results::next).isSameAs(mine);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** CPython 3.13 base:583: zip semantics, the shortest wins. */
    @Test
    void twoInputsAreZippedAndTheShorterWins() {
        try (PoolExecutor pool = open();
                Results<Integer> one = pool.map(Work::add, List.of(1, 2, 3), List.of(10, 20));
                Results<Integer> other = pool.map(
                        Work::add,
                        List.of(1),
                        List.of(10, 20),
                        MapOptions.defaults().chunkSize(2))) {
            assertThat(one.toList()).containsExactly(11, 22);
            assertThat(other.toList()).containsExactly(11);
        }
    }

    /** CPython 3.13 base:583. */
    @Test
    void noInputIsNoResult() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, List.<Integer>of())) {
            assertThat(results.size()).hasValue(0);
            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** Contract 2: null is an item like any other. */
    @Test
    void nullItemsPassThrough() {
        try (PoolExecutor pool = open();
                Results<Object> results =
                        pool.map((TaskFunction<Object, Object>) Work::same, Arrays.asList(1, null, "x"))) {
            assertThat(results.toList()).containsExactly(1, null, "x");
        }
    }

    /** Contract: size() is there when the input knows it. */
    @Test
    void sizeIsKnownIfTheInputKnowsIt() {
        try (PoolExecutor pool = open();
                Results<Integer> sized = pool.map(Work::square, NUMBERS);
                Results<Integer> rows = pool.map(Work::add, NUMBERS, List.of(1, 2, 3));
                Results<Integer> unsized =
                        pool.map(Work::square, () -> NUMBERS.stream().iterator())) {
            assertThat(sized.size()).hasValue(200);
            assertThat(rows.size()).hasValue(3);
            assertThat(sized.spliterator().hasCharacteristics(Spliterator.SIZED))
                    .isTrue();
            assertThat(unsized.size()).isEmpty();
        }
    }

    /** API.md 4, settled details: a blocked input delays nobody, where bufferSize has a thread of its own read it, too. */
    @Test
    void aBlockedInputOfABufferedMapDelaysNobody() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch release = new CountDownLatch(1);
        try (PoolExecutor pool = open()) {
            Results<Integer> results = pool.map(
                    Work::square,
                    blockedAfter(2, release),
                    MapOptions.defaults().bufferSize(10));
            assertThat(results.next(WAIT)).isZero();
            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThatThrownBy(() -> results.next(Duration.ofMillis(5))).isInstanceOf(TimeoutException.class);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);

            Bystander<Boolean> closing = Bystander.calling(() -> {
                results.close();
                return results.hasNext();
            });

            assertThat(closing.result()).isFalse();
        } finally {
            release.countDown();
        }
    }

    /** Contract 1: a slow input delays nobody else; an eager map's holds its caller alone, and what it has given runs. */
    @Test
    void aBlockedInputOfAnEagerMapHoldsItsCallerAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        CountDownLatch release = new CountDownLatch(1);
        try (PoolExecutor pool = open()) {
            Bystander<Results<Integer>> mapping =
                    Bystander.calling(() -> pool.map(traces::<Integer>leaving, blockedAfter(2, release)));
            traces.await(2);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(mapping.isDone()).isFalse();

            release.countDown();

            assertThat(mapping.result().toList()).containsExactly(0, 1);
        } finally {
            release.countDown();
        }
    }

    private static Iterable<Integer> blockedAfter(int count, CountDownLatch release) {
        return () -> IntStream.range(0, count + 1)
                .boxed()
                .takeWhile(x -> x < count || isOver(release))
                .iterator();
    }

    private static boolean isOver(CountDownLatch release) {
        try {
            release.await();
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
