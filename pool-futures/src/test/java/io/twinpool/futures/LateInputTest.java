// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An input that goes on after the time limit of its map: API.md 1, Results; API.md 4.1. */
final class LateInputTest extends FuturesContract {
    private static final Duration SHORT = Duration.ofMillis(50);

    LateInputTest(Kind kind) {
        super(kind);
    }

    /** Gives two items, the second one too late, and then might go on for ever. */
    private static final class Late implements Iterator<Integer> {
        private final Duration limit;
        private final AtomicInteger asked = new AtomicInteger();
        private long begun; // after that of the map
        private int given;

        Late(Duration limit) {
            this.limit = limit;
        }

        Iterator<Integer> begin() {
            begun = System.nanoTime();
            return this;
        }

        @Override
        public boolean hasNext() {
            asked.incrementAndGet();
            return true;
        }

        @Override
        public Integer next() {
            while (given == 1 && System.nanoTime() - begun <= limit.toNanos()) {
                Thread.onSpinWait();
            }
            return ++given;
        }
    }

    /** A map of such an input that was read so far before its time was up, which on a busy machine may take a longer one. */
    private record LateMap(Late late, Results<Integer> results) {
        static LateMap in(PoolExecutor pool) {
            Duration limit = SHORT;
            LateMap map = begun(pool, limit);
            while (map.late.given < 2) {
                map.results.close();
                limit = limit.multipliedBy(2);
                map = begun(pool, limit);
            }
            return map;
        }

        private static LateMap begun(PoolExecutor pool, Duration limit) {
            Late late = new Late(limit);
            return new LateMap(
                    late,
                    pool.map(Work::square, late::begin, MapOptions.defaults().timeout(limit)));
        }
    }

    /** "While an input blocks, finished results are delivered, and next(Duration) and close() do not wait for it." */
    @Test
    void theConsumerOfAnEagerMapIsNotSentIntoAnIteratorThatIsLate() throws Exception {
        assumeWorkersOfTheirOwn(); // in its caller's thread nothing starts late
        try (PoolExecutor pool = openOne()) {
            LateMap map = LateMap.in(pool);
            Results<Integer> results = map.results;
            Eventually.until(
                    "all have ended", () -> pool.stats().queued() + pool.stats().running() == 0);

            assertThat(results.hasNext()).isTrue();
            assertThat(results.next()).isEqualTo(1);
            assertThat(results.next(WAIT)).isEqualTo(4);
            assertThat(results.hasNext()).isTrue();
            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(PoolTimeoutException.class);
            assertThat(results.hasNext()).isFalse();
            assertThat(map.late.asked).hasValue(2);
        }
    }

    /** Contract 11: the same after a shutdown, which is told behind what was read. */
    @Test
    void afterAShutdownTheConsumerOfAnEagerMapIsNotSentThereEither() throws Exception {
        assumeWorkersOfTheirOwn(); // as above
        try (PoolExecutor pool = openOne()) {
            LateMap map = LateMap.in(pool);
            pool.shutdown();
            assertThat(pool.awaitTermination(WAIT)).isTrue();

            assertThat(map.results.next()).isEqualTo(1);
            assertThat(map.results.next()).isEqualTo(4);
            assertThatThrownBy(map.results::next).isInstanceOf(RejectedExecutionException.class);
            assertThat(map.late.asked).hasValue(2);
        }
    }

    /** As of an empty list. */
    @Test
    void anEmptyInputIsNeverLate() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::square,
                        Collections::emptyIterator,
                        MapOptions.defaults().timeout(Duration.ZERO))) {
            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** Results.hasNext: "true also when a deadline has passed and next is still to tell so"; so it must. */
    @Test
    void whatHasNextSaysOfALateInputThatEndsJustThenIsTrue() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch gate = new CountDownLatch(1);
        AtomicReference<Thread> reader = new AtomicReference<>();
        Iterable<Integer> items = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                reader.set(Thread.currentThread());
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return false;
            }

            @Override
            public Integer next() {
                throw new NoSuchElementException("none");
            }
        };
        MapOptions options = MapOptions.defaults().bufferSize(1).timeout(SHORT);
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, items, options)) {
            assertThat(results.hasNext()).isTrue();
            gate.countDown();
            Eventually.until(
                    "the reader has ended",
                    () -> reader.get() != null && !reader.get().isAlive());

            assertThat(results.hasNext()).isTrue();
            assertThatThrownBy(results::next).isInstanceOf(PoolTimeoutException.class);
            assertThat(results.hasNext()).isFalse();
        }
    }
}
