// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.MapOptions;
import io.twinpool.TaskBiFunction;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole lists that are cancelled through their {@link CompletableFuture}. */
final class CancelledMapTest extends PoolContract {
    private static final int MANY = 5000;

    CancelledMapTest(Kind kind) {
        super(kind);
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    private static MapOptions chunks(int size) {
        return MapOptions.defaults().chunkSize(size);
    }

    /** Tells that the first item runs, and that any other does. */
    private static TaskFunction<Integer, Integer> firstWaits(Gate gate, Traces traces) {
        return x -> x == 0 ? gate.pass(x) : traces.leaving(x);
    }

    /** API.md 4, settled details: as cancel(true) does; contract 3: what has not started never runs, whatever the chunks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 900})
    void whatHasNotStartedNeverRuns(int chunkSize) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Pool pool = openOne()) {
            AsyncResult<List<Integer>> list = pool.mapAsync(
                    firstWaits(gate, traces), numbers(MANY), chunks(chunkSize), Callbacks.onError(e -> {}));
            gate.awaitArrivals(1);

            assertThat(list.toCompletableFuture().cancel(true)).isTrue();

            assertThat(list.ready()).isTrue();
            assertThatThrownBy(list::get).isInstanceOf(CancellationException.class);
            gate.open();
            assertThat(pool.applyAsync(Work::square, 3).get(WAIT)).isEqualTo(9);
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().cancelled()).isEqualTo(MANY);
            assertThat(pool.stats().completed()).isEqualTo(MANY + 1);
        }
        assertThat(traces.all()).isEmpty();
    }

    /** API.md 4, settled details: as cancel(true) does: what runs is interrupted, and only that list's. */
    @Test
    void whatRunsIsStoppedAndNothingElse() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate("gate");
                Gate never = gate("never");
                Pool pool = open()) {
            AsyncResult<Integer> other = pool.applyAsync(gate::pass, 1);
            gate.awaitArrivals(1);
            AsyncResult<List<Integer>> list = pool.starmapAsync(
                    (TaskBiFunction<Integer, Integer, Integer>) (a, b) -> never.pass(a + b),
                    List.of(Args2.of(1, 2), Args2.of(3, 4)));
            never.awaitArrivals(1);

            assertThat(list.toCompletableFuture().cancel(false)).isTrue();

            assertThatThrownBy(list::get).isInstanceOf(CancellationException.class);
            assertThat(pool.applyAsync(Work::square, 3).get(WAIT)).isEqualTo(9);
            assertThat(other.ready()).isFalse();
            gate.open();
            assertThat(other.get(WAIT)).isEqualTo(1);
            assertThat(never.arrivals()).isEqualTo(1);
        }
    }

    /** Callbacks' Javadoc: exactly one of both is called, once, with a CancellationException. */
    @Test
    void aCancellationIsToldAsAFailure() throws Exception {
        assumeWorkersOfTheirOwn();
        LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();
        try (Gate gate = gate();
                Pool pool = openOne()) {
            AsyncResult<List<Integer>> list = pool.mapAsync(
                    gate::<Integer>pass,
                    List.of(1, 2),
                    MapOptions.defaults(),
                    Callbacks.<List<Integer>>onResult(told::add).andOnError(told::add));
            gate.awaitArrivals(1);

            list.toCompletableFuture().cancel(true);

            assertThat(told.poll(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isInstanceOf(CancellationException.class);
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
        }
        assertThat(told).isEmpty();
    }

    /** {@link CompletableFuture#cancel}: what has ended cannot be cancelled any more. */
    @Test
    void aListThatIsThereCannotBeCancelled() throws Exception {
        try (Pool pool = open()) {
            AsyncResult<List<Integer>> list = pool.mapAsync(Work::square, List.of(1, 2));
            assertThat(list.get(WAIT)).containsExactly(1, 4);

            assertThat(list.toCompletableFuture().cancel(true)).isFalse();

            assertThat(list.get()).containsExactly(1, 4);
            assertThat(list.successful()).isTrue();
        }
    }

    /** The same for tiny items by the thousand, which threads run and count several at a time: each is counted once. */
    @Test
    void everyItemOfACancelledListIsCountedOnce() throws Exception {
        assumeWorkersOfTheirOwn();
        int n = 200_000;
        List<Integer> items = numbers(n);
        try (Pool pool = open()) {
            AsyncResult<List<Integer>> list = pool.mapAsync(Work::square, items);
            CompletableFuture<List<Integer>> future = list.toCompletableFuture();
            Eventually.until("some items", () -> pool.stats().completed() > 0);

            future.cancel(true);

            assertThat(pool.map(Work::square, List.of(1, 2, 3))).containsExactly(1, 4, 9);
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().completed()).isEqualTo(n + 3);
            assertThat(pool.stats().queued() + pool.stats().running()).isZero();
        }
    }
}
