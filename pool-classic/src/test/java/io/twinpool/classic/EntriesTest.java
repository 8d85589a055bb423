// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to give a {@link Pool} work, when it takes none any more. */
final class EntriesTest extends PoolContract {
    private static final MapOptions OPTIONS = MapOptions.defaults().bufferSize(3);

    EntriesTest(Kind kind) {
        super(kind);
    }

    /** An input of one item that counts how often it was read. */
    private record Input<T>(T item, AtomicInteger readings) implements Iterable<T> {
        @Override
        public Iterator<T> iterator() {
            readings.incrementAndGet();
            return List.of(item).iterator();
        }
    }

    private static void callEach(Pool pool, Traces traces, AtomicInteger readings, Class<? extends Throwable> refusal) {
        Input<Integer> items = new Input<>(1, readings);
        Input<Args2<Integer, Integer>> pairs = new Input<>(Args2.of(1, 2), readings);
        Input<Args3<Integer, Integer, Integer>> triples = new Input<>(Args3.of(1, 2, 3), readings);
        Callbacks<Object> none = Callbacks.onResult(ignored -> {});

        refused(refusal, () -> pool.apply(() -> traces.leaving(1)));
        refused(refusal, () -> pool.apply(traces::leaving, 1));
        refused(refusal, () -> pool.apply((a, b) -> traces.leaving(1), 1, 2));
        refused(refusal, () -> pool.applyAsync(() -> traces.leaving(1)));
        refused(refusal, () -> pool.applyAsync(() -> traces.leaving(1), none));
        refused(refusal, () -> pool.applyAsync(traces::leaving, 1));
        refused(refusal, () -> pool.applyAsync(traces::leaving, 1, none));
        refused(refusal, () -> pool.applyAsync((a, b) -> traces.leaving(1), 1, 2));
        refused(refusal, () -> pool.applyAsync((a, b) -> traces.leaving(1), 1, 2, none));
        refused(refusal, () -> pool.map(traces::leaving, items));
        refused(refusal, () -> pool.map(traces::leaving, items, 1));
        refused(refusal, () -> pool.mapAsync(traces::leaving, items));
        refused(refusal, () -> pool.mapAsync(traces::leaving, items, OPTIONS, none));
        refused(refusal, () -> pool.imap(traces::leaving, items));
        refused(refusal, () -> pool.imap(traces::leaving, items, OPTIONS));
        refused(refusal, () -> pool.imap(traces::leaving, items, 1));
        refused(refusal, () -> pool.imapUnordered(traces::leaving, items));
        refused(refusal, () -> pool.imapUnordered(traces::leaving, items, OPTIONS));
        refused(refusal, () -> pool.imapUnordered(traces::leaving, items, 1));
        refused(refusal, () -> pool.starmap((a, b) -> traces.leaving(1), pairs));
        refused(refusal, () -> pool.starmap((a, b) -> traces.leaving(1), pairs, 1));
        refused(refusal, () -> pool.starmap((a, b, c) -> traces.leaving(1), triples));
        refused(refusal, () -> pool.starmap((a, b, c) -> traces.leaving(1), triples, 1));
        refused(refusal, () -> pool.starmapAsync((a, b) -> traces.leaving(1), pairs));
        refused(refusal, () -> pool.starmapAsync((a, b) -> traces.leaving(1), pairs, OPTIONS, none));
        refused(refusal, () -> pool.starmapAsync((a, b, c) -> traces.leaving(1), triples));
        refused(refusal, () -> pool.starmapAsync((a, b, c) -> traces.leaving(1), triples, OPTIONS, none));
        refused(refusal, () -> pool.istarmap((a, b) -> traces.leaving(1), pairs));
        refused(refusal, () -> pool.istarmap((a, b) -> traces.leaving(1), pairs, OPTIONS));
        refused(refusal, () -> pool.istarmap((a, b) -> traces.leaving(1), pairs, 1));
        refused(refusal, () -> pool.istarmap((a, b, c) -> traces.leaving(1), triples));
        refused(refusal, () -> pool.istarmapUnordered((a, b) -> traces.leaving(1), pairs));
        refused(refusal, () -> pool.istarmapUnordered((a, b, c) -> traces.leaving(1), triples, OPTIONS));
        refused(refusal, () -> pool.istarmapUnordered((a, b, c) -> traces.leaving(1), triples, 1));
    }

    private static void refused(Class<? extends Throwable> refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(refusal);
    }

    /** CPython 3.13 pool:351: any of them after close or terminate; API.md 1: RejectedExecutionException, from the call itself. */
    @ParameterizedTest
    @EnumSource
    void anEndedPoolTakesNothingByAnyEntry(EndsTest.End end) throws Exception {
        Traces traces = traces();
        AtomicInteger readings = new AtomicInteger();
        try (Pool pool = open()) {
            Pool view = pool.withTaskTimeout(WAIT);
            end.of(view);

            callEach(pool, traces, readings, RejectedExecutionException.class);
            callEach(view, traces, readings, RejectedExecutionException.class);
            callEach(pool.withTaskTimeout(WAIT), traces, readings, RejectedExecutionException.class);

            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().completed()).isZero();
        }
        assertThat(readings).hasValue(0);
        assertThat(traces.all()).isEmpty();
    }

    /** API.md 1: the pool cannot work any more, with the real reason as the cause; Pool's Javadoc: whatever submits. */
    @Test
    void aBrokenPoolTakesNothingByAnyEntry() throws Exception {
        Traces traces = traces();
        AtomicInteger readings = new AtomicInteger();
        try (Pool pool = Pool.of(workers(1).initializer(() -> Work.refuse(7)))) {
            assertThatThrownBy(() -> pool.apply(Work::square, 2))
                    .isInstanceOf(BrokenPoolException.class)
                    .cause()
                    .isInstanceOf(Refusal.class)
                    .hasFieldOrPropertyWithValue("refused", 7);

            callEach(pool, traces, readings, BrokenPoolException.class);
            callEach(pool.withTaskTimeout(WAIT), traces, readings, BrokenPoolException.class);
        }
        assertThat(readings).hasValue(0);
        assertThat(traces.all()).isEmpty();
    }
}
