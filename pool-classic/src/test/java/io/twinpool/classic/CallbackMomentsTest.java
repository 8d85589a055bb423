// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.twinpool.Args2;
import io.twinpool.MapOptions;
import io.twinpool.PoolTerminatedException;
import io.twinpool.TaskSerializationException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What each operation tells its callbacks, and when. */
final class CallbackMomentsTest extends PoolContract {
    private final BlockingQueue<Optional<Object>> told = new LinkedBlockingQueue<>(); // empty: null

    CallbackMomentsTest(Kind kind) {
        super(kind);
    }

    private <R> Callbacks<R> telling() {
        return Callbacks.<R>onResult(x -> told.add(Optional.ofNullable(x))).andOnError(e -> told.add(Optional.of(e)));
    }

    private Object next() throws InterruptedException {
        Optional<Object> call = told.poll(WAIT.toNanos(), TimeUnit.NANOSECONDS);
        assertThat(call).as("a further call").isNotNull();
        return call.orElse(null);
    }

    /** CPython 3.13 pool:776: exactly one of callback and error_callback, once, for each operation. */
    @Test
    void everyOperationTellsItsEndOnce() throws Exception {
        try (Pool pool = open()) {
            pool.applyAsync(() -> 1, telling());
            assertThat(next()).isEqualTo(1);
            pool.applyAsync(Work::square, 3, telling());
            assertThat(next()).isEqualTo(9);
            pool.applyAsync(Work::add, 1, 2, telling());
            assertThat(next()).isEqualTo(3);
            pool.mapAsync(Work::square, List.of(1, 2), MapOptions.defaults(), telling());
            assertThat(next()).isEqualTo(List.of(1, 4));
            pool.starmapAsync(Work::add, List.of(Args2.of(1, 2)), MapOptions.defaults(), telling());
            assertThat(next()).isEqualTo(List.of(3));
        }
        assertThat(told).isEmpty();
    }

    /** CPython 3.13 pool:776: None is a value to be called back with. */
    @Test
    void aNullResultIsTold() throws Exception {
        try (Pool pool = open()) {
            pool.applyAsync(() -> null, telling());

            assertThat(next()).isNull();
        }
    }

    /** CPython 3.13 pool:463: a list with None in it. */
    @Test
    void aMapTellsNullsInItsList() throws Exception {
        try (Pool pool = open()) {
            pool.mapAsync(Work::<Integer>same, Arrays.asList(1, null), MapOptions.defaults(), telling());

            assertThat(next()).isEqualTo(Arrays.asList(1, null));
        }
    }

    /** API.md 4, settled details: onError gives the task's own exception, the one with the lowest index. */
    @Test
    void aFailedMapTellsTheLowestFailure() throws Exception {
        try (Pool pool = open()) {
            pool.mapAsync(
                    Work::squareOfNatural,
                    List.of(1, -2, -3),
                    MapOptions.defaults().chunkSize(1),
                    telling());

            assertThat(next())
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.refused).isEqualTo(-2));
        }
        assertThat(told).isEmpty();
    }

    /** CPython 3.13 seen: the callback of an empty starmap is not called; contract 1: with []. */
    @Test
    void anEmptyStarmapTellsAnEmptyList() throws Exception {
        try (Pool pool = open()) {
            pool.starmapAsync(Work::add, List.<Args2<Integer, Integer>>of(), MapOptions.defaults(), telling());

            assertThat(next()).isEqualTo(List.of());
        }
    }

    /** Contract 7: a map's list is there when its callback is called. */
    @Test
    void theListIsReadyInTheCallback() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<AsyncResult<List<Integer>>> handle = new CompletableFuture<>();
        CompletableFuture<List<Integer>> seen = new CompletableFuture<>();
        try (Pool pool = open();
                Gate gate = gate()) {
            handle.complete(pool.mapAsync(
                    gate::<Integer>pass,
                    List.of(1, 2),
                    MapOptions.defaults(),
                    Callbacks.onResult(list -> seen.complete(handle.join().get()))));
            gate.open();

            assertThat(seen.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).containsExactly(1, 2);
        }
    }

    /** gh-79659: in CPython an outstanding result is never told of the terminate. */
    @Test
    void terminateIsToldToWhatIsOutstanding() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = openOne();
                Gate gate = gate()) {
            pool.applyAsync(() -> gate.pass(1), telling());
            pool.mapAsync(Work::square, List.of(1, 2), MapOptions.defaults(), telling());
            gate.awaitArrivals(1);

            pool.terminate();

            assertThat(next()).isInstanceOf(PoolTerminatedException.class);
            assertThat(next()).isInstanceOf(PoolTerminatedException.class);
        }
        assertThat(told).isEmpty();
    }

    /** CPython 3.13 pool:776: a callback may use the pool: there it would wait for itself. */
    @Test
    void aCallbackMayUseThePool() throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<List<Integer>> seen = new CompletableFuture<>();
        try (Pool pool = openOne();
                Gate gate = gate()) {
            pool.applyAsync(
                    () -> gate.pass(3),
                    Callbacks.onResult(x -> seen.complete(pool.map(Work::square, List.of(x, x + 1)))));
            gate.open();

            assertThat(seen.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).containsExactly(9, 16);
        }
    }

    /** Contract 7: a callback for errors that throws an Error stops nothing either. */
    @Test
    void anErrorCallbackThatThrowsStopsNothing() throws Exception {
        try (Pool pool = open()) {
            AsyncResult<Integer> failed = pool.applyAsync(Work::refuse, 1, Callbacks.onError(e -> {
                throw new StackOverflowError("on purpose: logged");
            }));
            pool.applyAsync(Work::square, 3, telling());

            assertThat(next()).isEqualTo(9);
            assertThat(failed.await(WAIT)).isTrue();
            assertThat(failed.successful()).isFalse();
        }
    }

    /** API.md 3: onResult alone hears of no failure, onError alone of no result. */
    @Test
    void whoAsksForOneHearsNothingOfTheOther() throws Exception {
        try (Pool pool = open()) {
            pool.applyAsync(Work::refuse, 1, Callbacks.onResult(x -> told.add(Optional.of("result"))));
            pool.applyAsync(Work::square, 1, Callbacks.onError(e -> told.add(Optional.of("error"))));
            pool.shutdown();
            pool.join();
        }
        assertThat(told).isEmpty();
    }

    /** API.md 1: bad arguments throw at once, and call nobody back. */
    @Test
    void nullCallbacksAreRefused() {
        try (Pool pool = open()) {
            assertThatNullPointerException().isThrownBy(() -> pool.applyAsync(() -> 1, null));
            assertThatNullPointerException()
                    .isThrownBy(() -> pool.mapAsync(Work::square, List.of(1), MapOptions.defaults(), null));
            assertThatNullPointerException().isThrownBy(() -> Callbacks.onResult(null));
            assertThatNullPointerException().isThrownBy(() -> Callbacks.onError(null));
            assertThat(pool.stats().completed() + pool.stats().queued()).isZero();
        }
    }

    /** API.md 5: a result that cannot cross fails its task: error_callback hears of it. */
    @Test
    void aResultThatCannotCrossIsToldAsAFailure() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeFalse(kind.sharesMemory(), "nothing has to cross");
        try (Pool pool = open()) {
            pool.applyAsync(Object::new, telling());

            assertThat(next()).isInstanceOf(TaskSerializationException.class);
        }
    }
}
