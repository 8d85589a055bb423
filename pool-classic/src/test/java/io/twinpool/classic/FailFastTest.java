// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code failFast} in every map of the family. */
final class FailFastTest extends PoolContract {
    private static final MapOptions FAIL_FAST = MapOptions.defaults().failFast(true);

    private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();

    FailFastTest(Kind kind) {
        super(kind);
    }

    /** The lazy maps. */
    enum Lazy {
        IMAP,
        IMAP_UNORDERED,
        ISTARMAP,
        ISTARMAP_UNORDERED,
        ISTARMAP_OF_THREE;

        Results<Integer> over(Pool pool, Item item, MapOptions options) {
            List<Args2<Item, Integer>> pairs =
                    ITEMS.stream().map(x -> Args2.of(item, x)).toList();
            List<Args3<Item, Integer, Integer>> triples =
                    ITEMS.stream().map(x -> Args3.of(item, x, 0)).toList();
            return switch (this) {
                case IMAP -> pool.imap(item, ITEMS, options);
                case IMAP_UNORDERED -> pool.imapUnordered(item, ITEMS, options);
                case ISTARMAP -> pool.istarmap(Item::apply, pairs, options);
                case ISTARMAP_UNORDERED -> pool.istarmapUnordered(Item::apply, pairs, options);
                case ISTARMAP_OF_THREE -> pool.istarmap((self, x, zero) -> self.apply(x + zero), triples, options);
            };
        }
    }

    /** The item numbered bad fails; those behind it leave a trace, and wait. */
    record Item(int bad, Gate gate, Gate rest, Traces traces) implements TaskFunction<Integer, Integer> {
        @Override
        public Integer apply(Integer x) throws Exception {
            if (x == bad) {
                gate.pass();
                Work.refuse(x);
            } else if (x > bad) {
                traces.leave(x);
                rest.pass();
            }
            return x;
        }
    }

    /** API.md 4, settled details: the failure is delivered once, then the iteration ends; what had not started is cancelled. */
    @ParameterizedTest
    @EnumSource
    void theFailureComesOnceAndEndsTheIteration(Lazy lazy) throws Exception {
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Gate rest = gate("rest");
                Pool pool = openOne();
                Results<Integer> results = lazy.over(pool, new Item(2, gate, rest, traces), FAIL_FAST.chunkSize(1))) {
            gate.open();
            assertThat(List.of(results.next(), results.next())).containsExactly(0, 1);
            assertThatThrownBy(results::next).isInstanceOfSatisfying(TaskFailedException.class, e -> {
                assertThat(e.index()).hasValue(2);
                assertThat(e).cause().isInstanceOf(Refusal.class);
            });

            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(results::nextOutcome).isInstanceOf(NoSuchElementException.class);
            rest.open();
            assertThat(pool.apply(Work::square, 3)).isEqualTo(9);
        }
        assertThat(traces.all()).isIn(List.of(), List.of("3"));
    }

    /** The same where the rest of its chunk is with the worker already; of that a forked JVM may be at the next item by then. */
    @ParameterizedTest
    @EnumSource
    void theRestOfItsChunkIsCancelledToo(Lazy lazy) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Gate rest = gate("rest");
                Pool pool = openOne();
                Results<Integer> results =
                        lazy.over(pool, new Item(0, gate, rest, traces), FAIL_FAST.chunkSize(ITEMS.size()))) {
            gate.awaitArrivals(1);
            gate.open();

            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(TaskFailedException.class);
            assertThat(results.hasNext()).isFalse();
            endsWithTheRestCancelled(pool, rest);
        }
        assertThat(traces.all()).isIn(List.of(), List.of("1"));
    }

    private static void endsWithTheRestCancelled(Pool pool, Gate rest) throws InterruptedException {
        Eventually.until("cancelled items", () -> pool.stats().cancelled() >= ITEMS.size() - 2);
        rest.open();
        pool.shutdown();
        assertThat(pool.join(WAIT)).isTrue();
        assertThat(pool.stats().failed()).isEqualTo(1);
    }

    /** The same for a whole list. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void aListIsEndedByItsFirstFailure(int chunkSize) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Gate rest = gate("rest");
                Pool pool = openOne()) {
            AsyncResult<List<Integer>> list = pool.mapAsync(
                    new Item(0, gate, rest, traces), ITEMS, FAIL_FAST.chunkSize(chunkSize), Callbacks.onError(e -> {}));
            gate.awaitArrivals(1);
            gate.open();

            endsWithTheRestCancelled(pool, rest);
            assertThatThrownBy(() -> list.get(WAIT))
                    .isInstanceOfSatisfying(
                            TaskFailedException.class,
                            e -> assertThat(e.index()).hasValue(0));
        }
        assertThat(traces.all()).isIn(List.of(), List.of("1"));
    }

    /** API.md 4, settled details: once, though two items fail at the same time. */
    @Test
    void aSecondFailureIsNotDelivered() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = open();
                Results<Integer> results =
                        pool.imapUnordered(x -> Work.refuse(gate.pass(x)), List.of(1, 2, 3), FAIL_FAST.chunkSize(1))) {
            gate.awaitArrivals(2);
            gate.open();

            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(TaskFailedException.class);
            assertThat(results.hasNext()).isFalse();
        }
    }
}
