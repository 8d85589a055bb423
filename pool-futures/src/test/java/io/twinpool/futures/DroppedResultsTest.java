// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Garbage;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Results of maps that are dropped without being closed.
 *
 * <p>They are dropped in methods of their own, which leave no reference on the stack.
 */
final class DroppedResultsTest extends FuturesContract {
    private static final int MANY = 1_000;
    private static final MapOptions BOUNDED = MapOptions.defaults().bufferSize(4);

    DroppedResultsTest(Kind kind) {
        super(kind);
    }

    private static Iterable<Integer> endlessly(AtomicReference<Thread> reader) {
        return () -> Stream.generate(() -> {
                    reader.set(Thread.currentThread());
                    return 1;
                })
                .iterator();
    }

    /** {@return the thread that read the input} */
    private static Thread leaveByBreak(PoolExecutor pool) {
        AtomicReference<Thread> reader = new AtomicReference<>();
        for (int square : pool.map(Work::square, endlessly(reader), BOUNDED)) {
            if (square == 1) {
                break;
            }
        }
        return reader.get();
    }

    private static Thread leaveUnasked(PoolExecutor pool) throws InterruptedException {
        AtomicReference<Thread> reader = new AtomicReference<>();
        Results<Integer> results = pool.map(Work::square, endlessly(reader), BOUNDED);
        Eventually.until("a reader", () -> reader.get() != null);
        assertThat(results.size()).isEmpty();
        return reader.get();
    }

    /** Contract 1: a lazy map takes input only as its results are consumed; one that nobody consumes needs no thread to read. */
    @Test
    void aMapLeftByBreakLeavesNoThread() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open()) {
            Thread left = leaveByBreak(pool);
            Thread unasked = leaveUnasked(pool);

            Garbage.collectUntil("the one reader ended", () -> !left.isAlive());
            Garbage.collectUntil("the other reader ended", () -> !unasked.isAlive());
        }
    }

    private static void mapForItsEffects(PoolExecutor pool, Gate gate, List<Integer> items) {
        Results<Integer> unwanted = pool.map(item -> gate.pass(item), items);
        assertThat(unwanted.size()).isPresent();
    }

    /** CPython 3.13 base:583: a map whose results nobody has asked for is done, too. */
    @Test
    void aMapForItsEffectsIsDone() throws Exception {
        assumeWorkersOfTheirOwn();
        List<Integer> items = Collections.nCopies(10, 1);
        try (Gate gate = gate()) {
            try (PoolExecutor pool = openOne()) {
                mapForItsEffects(pool, gate, items);
                gate.awaitArrivals(1);

                Garbage.collect();
                gate.open();
            }
            assertThat(gate.arrivals()).isEqualTo(10);
        }
    }

    private static void takeOneOfTen(PoolExecutor pool, Gate gate, Traces traces) throws InterruptedException {
        Results<Integer> results = pool.map(
                item -> item == 1 ? gate.pass(item) : traces.leaving(item),
                IntStream.range(0, 10).boxed().toList(),
                MapOptions.defaults().chunkSize(1));
        assertThat(results.next()).isZero();
        gate.awaitArrivals(1);
    }

    /** CPython 3.13 base:612: once somebody has asked, results that are dropped cancel what has not started. */
    @Test
    void resultsThatAreDroppedHalfReadCancelTheRest() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = openOne();
                Gate gate = gate("gate")) {
            takeOneOfTen(pool, gate, traces);
            Garbage.collectUntil("the rest cancelled", () -> pool.stats().cancelled() == 8);
        }
        assertThat(traces.all()).containsExactly("0");
    }

    private static Results<Integer> taken(PoolExecutor pool) {
        return pool.map(Work::square, () -> IntStream.range(0, MANY).iterator(), BOUNDED);
    }

    /** Contract 1: a stream that was made of the results keeps them. */
    @Test
    void aStreamKeepsItsResults() throws Exception {
        try (PoolExecutor pool = open()) {
            Iterator<Integer> squares = taken(pool).stream().iterator();

            for (int i = 0; i < MANY; i++) {
                if (i % (MANY / 4) == 0) {
                    Garbage.collect();
                }
                assertThat(squares.next()).isEqualTo(i * i);
            }
            assertThat(squares.hasNext()).isFalse();
        }
    }

    /** Contract: nothing hangs, nor ends under a consumer that holds the results only by its call. */
    @Test
    void aCallKeepsItsResults() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            Bystander<Integer> consumer = Bystander.calling(
                            () -> pool.map(item -> gate.pass(item), List.of(0, 1, 2, 3, 4, 5), BOUNDED)
                                    .next())
                    .awaitBlocked();
            gate.awaitArrivals(1);

            Garbage.collect();
            gate.open();

            assertThat(consumer.result()).isZero();
        }
    }

    /** Keeps the results of its own function. */
    private static final class Job {
        private final Results<Integer> squares;

        Job(PoolExecutor pool) {
            squares = pool.map(this::square, List.of(1, 2, 3));
        }

        private int square(int x) {
            return x * x;
        }
    }

    private static WeakReference<Job> finishAndDrop(PoolExecutor pool) {
        Job job = new Job(pool);
        assertThat(job.squares.toList()).containsExactly(1, 4, 9);
        return new WeakReference<>(job);
    }

    /** Contract 12: watching over results keeps nothing of the user's. */
    @Test
    void resultsThatTheirOwnFunctionLeadsToAreCollected() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open()) {
            WeakReference<Job> job = finishAndDrop(pool);

            Garbage.collectUntil("the job collected", () -> job.refersTo(null));
        }
    }
}
