// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Args2;
import io.twinpool.Results;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** API.md 4.1: a lazy map whose consumer stops asking: its buffer is bounded, and nobody else waits for it. */
final class StalledConsumerTest extends PoolContract {
    private static final int MOST_AHEAD = 4096;

    StalledConsumerTest(Kind kind) {
        super(kind);
    }

    /** The lazy maps, over 0, 1, 2 and so on. */
    enum Lazy {
        IMAP,
        IMAP_UNORDERED,
        ISTARMAP,
        ISTARMAP_UNORDERED;

        Results<Integer> endless(Pool pool, AtomicInteger taken) {
            Iterable<Integer> items = () -> IntStream.iterate(0, i -> i + 1)
                    .peek(i -> taken.incrementAndGet())
                    .boxed()
                    .iterator();
            Iterable<Args2<Integer, Integer>> rows = () -> IntStream.iterate(0, i -> i + 1)
                    .peek(i -> taken.incrementAndGet())
                    .mapToObj(i -> Args2.of(i, 0))
                    .iterator();
            return switch (this) {
                case IMAP -> pool.imap(Work::<Integer>same, items);
                case IMAP_UNORDERED -> pool.imapUnordered(Work::<Integer>same, items);
                case ISTARMAP -> pool.istarmap(Work::add, rows);
                case ISTARMAP_UNORDERED -> pool.istarmapUnordered(Work::add, rows);
            };
        }
    }

    /** gh-64192: CPython takes the whole input; API.md 4.1: never more than 4,096 items ahead, before the first and after thousands. */
    @ParameterizedTest
    @EnumSource
    void theDefaultBufferIsBoundedHoweverLongTheConsumerWaits(Lazy lazy) throws Exception {
        AtomicInteger taken = new AtomicInteger();
        try (Pool pool = open();
                Results<Integer> results = lazy.endless(pool, taken)) {
            othersAreServed(pool);
            assertThat(taken).hasValueLessThanOrEqualTo(MOST_AHEAD);

            for (int given = 0; given < 20_000; given++) {
                assertThat(results.next(WAIT)).isNotNegative();
                assertThat(taken.get() - given - 1).isLessThanOrEqualTo(MOST_AHEAD);
            }

            othersAreServed(pool);
            assertThat(taken).hasValueLessThanOrEqualTo(20_000 + MOST_AHEAD);
        }
    }

    /** CPython 3.13 seen: whatever is submitted after an imap waits for its input. */
    private static void othersAreServed(Pool pool) throws Exception {
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        assertThat(pool.applyAsync(Work::square, 3).get(WAIT)).isEqualTo(9);
        assertThat(pool.mapAsync(Work::<Integer>same, items).get(WAIT)).isEqualTo(items);
        try (Results<Integer> other = pool.imap(Work::<Integer>same, items)) {
            assertThat(other.toList()).isEqualTo(items);
        }
    }

    /** API.md 4.1: two that stall, of one pool, are two buffers. */
    @ParameterizedTest
    @EnumSource
    void aStalledMapDelaysNoOther(Lazy lazy) throws Exception {
        try (Pool pool = open();
                Results<Integer> stalled = lazy.endless(pool, new AtomicInteger());
                Results<Integer> read = lazy.endless(pool, new AtomicInteger())) {
            assertThat(stalled.hasNext()).isTrue();
            for (int i = 0; i < 10_000; i++) {
                read.next(WAIT);
            }
            assertThat(stalled.next(WAIT)).isNotNegative();
        }
    }
}
