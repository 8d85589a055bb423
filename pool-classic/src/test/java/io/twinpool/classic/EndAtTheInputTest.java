// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolTerminatedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Garbage;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Maps that end while their input is at its begin, waits for room, or is not wanted any more. */
final class EndAtTheInputTest extends PoolContract {
    EndAtTheInputTest(Kind kind) {
        super(kind);
    }

    private static Iterable<Integer> beginning(Runnable action) {
        return () -> {
            action.run();
            return List.of(1, 2, 3).iterator();
        };
    }

    private static Iterable<Integer> endlessly(AtomicReference<Thread> reader) {
        return () -> Stream.generate(() -> {
                    reader.set(Thread.currentThread());
                    return 1;
                })
                .iterator();
    }

    /** API.md 4: a map whose input is not read to its end ends with RejectedExecutionException, never silently. */
    @Test
    void aListWhosePoolIsShutDownAtTheBeginOfItsInputIsRefused() throws Exception {
        try (Pool pool = openOne()) {
            assertThatThrownBy(() -> pool.map(Work::square, beginning(pool::shutdown)))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** API.md 4, as above: an input that turns out to have nothing is read to its end. */
    @Test
    void anEmptyListWhosePoolIsShutDownAtTheBeginOfItsInputIsThere() throws Exception {
        try (Pool pool = openOne()) {
            Iterable<Integer> empty = () -> {
                pool.shutdown();
                return List.<Integer>of().iterator();
            };

            assertThat(pool.map(Work::square, empty)).isEmpty();
        }
    }

    /** API.md 4: terminate ends everything unfinished with PoolTerminatedException, wherever its next item waits. */
    @Test
    void aLazyMapThatWaitsForRoomEndsAsTerminated() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = Pool.of(workers(1).queueCapacity(1));
                Results<Integer> results = pool.imap(
                        item -> gate.pass(item),
                        endlessly(new AtomicReference<>()),
                        MapOptions.defaults().bufferSize(10))) {
            gate.awaitArrivals(1);
            Eventually.until("a full queue", () -> pool.stats().queued() > 0);

            pool.terminate();

            assertThat(errors(results)).isNotEmpty().allMatch(e -> e instanceof PoolTerminatedException);
        }
    }

    private static List<Throwable> errors(Results<?> results) {
        List<Throwable> errors = new ArrayList<>();
        while (true) {
            try {
                results.next();
            } catch (NoSuchElementException e) {
                return errors;
            } catch (RuntimeException e) {
                errors.add(e);
            }
        }
    }

    /** API.md 1: closing results stops the reading of their input, also where its next item waits for room. */
    @Test
    void aClosedLazyMapDoesNotWaitForRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        AtomicReference<Thread> reader = new AtomicReference<>();
        try (Gate gate = gate();
                Pool pool = Pool.of(workers(1).queueCapacity(1))) {
            pool.applyAsync(gate::pass, 1);
            gate.awaitArrivals(1);
            pool.applyAsync(Work::square, 1); // fills the queue
            Results<Integer> results = pool.imap(Work::square, endlessly(reader));
            Eventually.until("a reader that waits", () -> isWaiting(reader.get()));

            results.close();

            reader.get().join(WAIT.toMillis());
            assertThat(reader.get().isAlive()).isFalse();
        }
    }

    private static boolean isWaiting(@Nullable Thread thread) {
        return thread != null
                && Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState());
    }

    private static WeakReference<Object> failFast(Pool pool) {
        List<Integer> items = new ArrayList<>(IntStream.range(0, 10_000).boxed().toList());
        Results<Integer> results =
                pool.imap(Work::refuse, items, MapOptions.defaults().failFast(true));
        assertThatThrownBy(results::next).hasRootCauseInstanceOf(Work.Refusal.class);
        return new WeakReference<>(items);
    }

    /** API.md 4: a map that failFast has ended is over: the pool keeps nothing of it. */
    @Test
    void anInputThatFailFastHasEndedIsNotKept() throws Exception {
        try (Pool pool = openOne()) {
            WeakReference<Object> items = failFast(pool);

            Garbage.collectUntil("its collection", () -> items.refersTo(null));
        }
    }

    /** CPython 3.13 base:583: what has come in time is given; a consumer who is late for the end has missed nothing. */
    @Test
    void aConsumerWhoIsLateForTheEndIsNotTimedOut() {
        try (Pool pool = open()) {
            Results<Integer> results = resultsInTime(pool, Duration.ofMillis(50));

            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** After their deadline, with all results taken before; with so long a deadline that it was met. */
    private static Results<Integer> resultsInTime(Pool pool, Duration deadline) {
        long begun = System.nanoTime();
        Results<Integer> results = pool.imap(
                Work::square,
                List.of(1, 2, 3),
                MapOptions.defaults().bufferSize(1).timeout(deadline));
        try {
            assertThat(List.of(results.next(), results.next(), results.next())).containsExactly(1, 4, 9);
        } catch (PoolTimeoutException e) {
            return resultsInTime(pool, deadline.multipliedBy(2));
        }
        while (System.nanoTime() - begun < deadline.toNanos() + 1_000_000) {
            LockSupport.parkNanos(1_000_000);
        }
        return results;
    }
}
