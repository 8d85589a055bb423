// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds for maps of any input, chunk size and buffer, on workers of every kind. */
class MapPropertiesTest {
    private static final Map<Kind, SharedWorkers> WORKERS = new EnumMap<>(Kind.class);

    /** Workers that all tries share; each try has a pool of its own on them. */
    @BeforeContainer
    static void open() {
        Kind.available().forEach(kind -> WORKERS.put(kind, SharedWorkers.open(kind.workers(2))));
    }

    @AfterContainer
    static void close() {
        WORKERS.values().forEach(SharedWorkers::close);
        WORKERS.clear();
    }

    private static Pool pool(Kind kind) {
        return Pool.over(WORKERS.get(kind));
    }

    @Provide
    Arbitrary<Kind> kinds() {
        return Arbitraries.of(Kind.available());
    }

    /** Those whose tasks count in this JVM's memory. */
    @Provide
    Arbitrary<Kind> sharing() {
        return Arbitraries.of(
                Kind.available().stream().filter(Kind::sharesMemory).toList());
    }

    /** Sizes around those at which things change: none, one, a chunk, a buffer, a segment. */
    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 40), Arbitraries.integers().between(0, 3000));
    }

    @Provide
    Arbitrary<MapOptions> options() {
        Arbitrary<Integer> chunks = Arbitraries.oneOf(
                Arbitraries.just(MapOptions.AUTO), Arbitraries.integers().between(1, 100));
        Arbitrary<Integer> buffers = Arbitraries.oneOf(
                Arbitraries.just(MapOptions.AUTO), Arbitraries.integers().between(1, 200));
        return Combinators.combine(chunks, buffers)
                .as((chunk, buffer) -> new MapOptions(chunk, buffer, Optional.empty(), false));
    }

    private static List<Integer> input(int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    private static List<Integer> squares(int size) {
        return input(size).stream().map(Work::square).toList();
    }

    /** CPython 3.13 pool:362: as {@code [f(x) for x in xs]}. */
    @Property(tries = 75)
    void mapIsTheSequentialMap(
            @ForAll("kinds") Kind kind, @ForAll("sizes") int size, @ForAll("options") MapOptions options) {
        try (Pool pool = pool(kind)) {
            AsyncResult<List<Integer>> result =
                    pool.mapAsync(Work::square, input(size), options, Callbacks.onError(e -> {}));

            assertThat(result.get()).isEqualTo(squares(size));
        }
    }

    /** CPython 3.13 pool:396. */
    @Property(tries = 75)
    void imapIsTheSequentialMap(
            @ForAll("kinds") Kind kind, @ForAll("sizes") int size, @ForAll("options") MapOptions options) {
        try (Pool pool = pool(kind);
                Results<Integer> results =
                        pool.imap(Work::square, () -> input(size).stream().iterator(), options)) {
            assertThat(results.toList()).isEqualTo(squares(size));
        }
    }

    /** CPython 3.13 pool:425. */
    @Property(tries = 75)
    void imapUnorderedIsAPermutationOfTheSequentialMap(
            @ForAll("kinds") Kind kind, @ForAll("sizes") int size, @ForAll("options") MapOptions options) {
        try (Pool pool = pool(kind);
                Results<Integer> results = pool.imapUnordered(Work::square, input(size), options)) {
            assertThat(results.toList()).containsExactlyInAnyOrderElementsOf(squares(size));
        }
    }

    /** Contract 2: every item has its own outcome, whatever the chunk size. */
    @Property(tries = 75)
    void everyItemHasItsOwnOutcome(
            @ForAll("kinds") Kind kind, @ForAll List<Boolean> good, @ForAll("options") MapOptions options) {
        List<Integer> input = signed(good);
        try (Pool pool = pool(kind);
                Results<Integer> results = pool.imap(Work::squareOfNatural, input, options)) {
            for (int x : input) {
                Outcome<Integer> outcome = results.nextOutcome();
                if (x > 0) {
                    assertThat(outcome).isEqualTo(new Outcome.Success<>(x * x));
                } else {
                    assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    Outcome.Failure.class,
                                    failure -> assertThat(failure.error())
                                            .isInstanceOf(Refusal.class)
                                            .hasFieldOrPropertyWithValue("refused", x));
                }
            }
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** Numbers counted from one; negative where not good. */
    private static List<Integer> signed(List<Boolean> good) {
        return IntStream.range(0, good.size())
                .mapToObj(i -> good.get(i) ? i + 1 : -i - 1)
                .toList();
    }

    /** Contract 2: the failure with the lowest index, the others suppressed in order, at most 100. */
    @Property(tries = 75)
    void mapThrowsTheLowestFailure(
            @ForAll("kinds") Kind kind, @ForAll List<Boolean> good, @ForAll("options") MapOptions options) {
        TreeSet<Long> bad = new TreeSet<>();
        IntStream.range(0, good.size()).filter(i -> !good.get(i)).forEach(i -> bad.add((long) i));
        try (Pool pool = pool(kind)) {
            AsyncResult<List<Integer>> result =
                    pool.mapAsync(Work::squareOfNatural, signed(good), options, Callbacks.onError(e -> {}));

            if (bad.isEmpty()) {
                assertThat(result.get())
                        .isEqualTo(signed(good).stream().map(Work::square).toList());
            } else {
                assertThatThrownBy(result::get).isInstanceOfSatisfying(TaskFailedException.class, e -> {
                    List<Long> told = new ArrayList<>(List.of(e.index().orElseThrow()));
                    for (Throwable other : e.getSuppressed()) {
                        told.add(((TaskFailedException) other).index().orElseThrow());
                    }
                    assertThat(told).isEqualTo(bad.stream().limit(101).toList());
                });
            }
        }
    }

    /** Contract 1: bufferSize is a strict bound in items, whatever the chunk size, in either order. */
    @Property(tries = 50)
    void theBufferIsNeverExceeded(
            @ForAll("kinds") Kind kind, @ForAll("options") MapOptions options, @ForAll boolean ordered) {
        int bound = options.bufferSize() == MapOptions.AUTO ? 4096 : options.bufferSize();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger given = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Iterable<Integer> input =
                () -> counting(500, () -> most.accumulateAndGet(taken.incrementAndGet() - given.get(), Math::max));
        try (Pool pool = pool(kind);
                Results<Integer> results = ordered
                        ? pool.imap(Work::square, input, options)
                        : pool.imapUnordered(Work::square, input, options)) {
            while (results.hasNext()) {
                given.incrementAndGet(); // before: while next() runs, the item is on its way out
                results.next();
            }

            assertThat(given).hasValue(500);
            assertThat(most).hasValueLessThanOrEqualTo(bound);
        }
    }

    private static Iterator<Integer> counting(int size, Runnable onNext) {
        Iterator<Integer> numbers = input(size).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return numbers.hasNext();
            }

            @Override
            public Integer next() {
                onNext.run();
                return numbers.next();
            }
        };
    }

    /** DESIGN: at most once, and here exactly once. */
    @Property(tries = 50)
    void everyItemRunsExactlyOnce(
            @ForAll("sharing") Kind kind, @ForAll("sizes") int size, @ForAll("options") MapOptions options) {
        AtomicInteger[] runs =
                IntStream.range(0, size).mapToObj(i -> new AtomicInteger()).toArray(AtomicInteger[]::new);
        try (Pool pool = pool(kind);
                Results<Integer> results = pool.imapUnordered(i -> runs[i].incrementAndGet(), input(size), options)) {
            assertThat(results.toList()).hasSize(size).allMatch(count -> count == 1);
        }
        assertThat(runs).allMatch(count -> count.get() == 1);
    }
}
