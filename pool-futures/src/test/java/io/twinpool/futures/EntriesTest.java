// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.Task;
import io.twinpool.TaskAction;
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

/** Every way to give a {@link PoolExecutor} work, when it takes none any more. */
@SuppressWarnings("try") // close() is part of the test
final class EntriesTest extends FuturesContract {
    private static final MapOptions BOUNDED = MapOptions.defaults().bufferSize(3);
    private static final MapOptions EAGER = MapOptions.defaults().chunkSize(3);

    EntriesTest(Kind kind) {
        super(kind);
    }

    /** The ways to end it, from the mildest to the hardest. */
    enum End {
        SHUTDOWN,
        SHUTDOWN_AND_CANCEL,
        CLOSE,
        TERMINATE,
        KILL;

        void of(PoolExecutor pool) {
            switch (this) {
                case SHUTDOWN -> pool.shutdown();
                case SHUTDOWN_AND_CANCEL -> pool.shutdown(true);
                case CLOSE -> pool.close();
                case TERMINATE -> pool.terminateWorkers();
                case KILL -> pool.killWorkers();
            }
        }
    }

    /** An input of one item that counts how often it was read. */
    private record Input(AtomicInteger readings) implements Iterable<Integer> {
        @Override
        public Iterator<Integer> iterator() {
            readings.incrementAndGet();
            return List.of(1).iterator();
        }
    }

    private static void callEach(
            PoolExecutor pool, Traces traces, AtomicInteger readings, Class<? extends Throwable> refusal) {
        Input items = new Input(readings);
        Task<Integer> task = () -> traces.leaving(1);
        TaskAction action = () -> traces.leave(1);

        refused(refusal, () -> pool.submit(task));
        refused(refusal, () -> pool.submit(action));
        refused(refusal, () -> pool.submit(traces::<Integer>leaving, 1));
        refused(refusal, () -> pool.submit((a, b) -> traces.leaving(a + b), 1, 2));
        refused(refusal, () -> pool.map(traces::<Integer>leaving, items));
        refused(refusal, () -> pool.map(traces::<Integer>leaving, items, EAGER));
        refused(refusal, () -> pool.map(traces::<Integer>leaving, items, BOUNDED));
        refused(refusal, () -> pool.map((a, b) -> traces.leaving(a + b), items, items));
        refused(refusal, () -> pool.map((a, b) -> traces.leaving(a + b), items, items, EAGER));
        refused(refusal, () -> pool.map((a, b) -> traces.leaving(a + b), items, items, BOUNDED));
    }

    private static void refused(Class<? extends Throwable> refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(refusal);
    }

    /** CPython 3.13 t/executor.py:33: any of them after shutdown; API.md 1: RejectedExecutionException, from the call itself. */
    @ParameterizedTest
    @EnumSource
    void anEndedPoolTakesNothingByAnyEntry(End end) throws Exception {
        Traces traces = traces();
        AtomicInteger readings = new AtomicInteger();
        try (PoolExecutor pool = open()) {
            PoolExecutor view = pool.withTaskTimeout(WAIT);
            end.of(view);

            callEach(pool, traces, readings, RejectedExecutionException.class);
            callEach(view, traces, readings, RejectedExecutionException.class);
            callEach(pool.withTaskTimeout(WAIT), traces, readings, RejectedExecutionException.class);

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(pool.stats().completed()).isZero();
        }
        assertThat(readings).hasValue(0);
        assertThat(traces.all()).isEmpty();
    }

    /** CPython 3.13 t/test_init.py: BrokenThreadPool; API.md 1: the pool cannot work any more, with the real reason as the cause. */
    @Test
    void aBrokenPoolTakesNothingByAnyEntry() throws Exception {
        Traces traces = traces();
        AtomicInteger readings = new AtomicInteger();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).initializer(() -> Work.refuse(7)))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 2).result(WAIT))
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
