// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Results;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Garbage;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Logged;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pools that are dropped without being closed.
 *
 * <p>Each is made and used in a method of its own, which leaves no reference on the stack. That its threads and forked JVMs end
 * is also what the leak check after each test waits for.
 */
final class DroppedPoolTest extends PoolContract {
    private static final int MANY = 10_000;

    DroppedPoolTest(Kind kind) {
        super(kind);
    }

    /** What is left of a pool: nothing that keeps it. */
    private record Remains(WeakReference<?> handle, Thread worker, long pid) {
        private Remains(Object handle, Thread worker, long pid) {
            this(new WeakReference<>(handle), worker, pid);
        }

        /** Shared workers go a collection later than the pool that stood on them. */
        void awaitGone() throws InterruptedException {
            Garbage.collectUntil("the pool collected", () -> handle.refersTo(null));
            Garbage.collectUntil("its thread ended", () -> worker == null || !worker.isAlive());
            Garbage.collectUntil(
                    "its process ended", () -> pid < 0 || ProcessHandle.of(pid).isEmpty());
        }
    }

    private Remains remains(Object handle, Pool pool) {
        Thread worker = kind.sharesMemory() && !kind.runsInCaller() ? pool.apply(() -> Thread.currentThread()) : null;
        long pid = kind.canBeKilled() ? pool.apply(() -> ProcessHandle.current().pid()) : -1;
        return new Remains(handle, worker, pid);
    }

    private Remains dropPool(String name) {
        Pool pool = Pool.of(workers(1).named(name));
        return remains(pool, pool);
    }

    private Remains dropPoolWithTimers() {
        Pool pool = Pool.of(workers(1)
                .standby(1)
                .idleTimeout(Duration.ofHours(1))
                .maxWorkerAge(Duration.ofHours(2))
                .taskTimeout(Duration.ofHours(3)));
        return remains(pool, pool);
    }

    private Remains dropPoolExecutor() {
        PoolExecutor executor = open1();
        Thread worker = kind.sharesMemory() && !kind.runsInCaller()
                ? executor.submit(() -> Thread.currentThread()).result()
                : null;
        long pid = kind.canBeKilled()
                ? executor.submit(() -> ProcessHandle.current().pid()).result()
                : -1;
        return new Remains(executor, worker, pid);
    }

    private PoolExecutor open1() {
        return PoolExecutor.of(workers(1));
    }

    private Remains dropSharedWorkers() {
        SharedWorkers shared = SharedWorkers.open(workers(1));
        return remains(shared, Pool.over(shared));
    }

    /** Contract 12: the workers go when the pool is garbage collected. */
    @Test
    void aDroppedPoolGoes() throws Exception {
        dropPool("dropped").awaitGone();
    }

    /** Contract 12: whatever it has planned for its workers. */
    @Test
    void aDroppedPoolWithTimersGoes() throws Exception {
        dropPoolWithTimers().awaitGone();
    }

    /** Contract 12: of either face. */
    @Test
    void aDroppedExecutorGoes() throws Exception {
        dropPoolExecutor().awaitGone();
    }

    /** Contract 12: shared workers go with the last who could use them. */
    @Test
    void droppedSharedWorkersGo() throws Exception {
        dropSharedWorkers().awaitGone();
    }

    /** Contract 12: with a warning in the log. */
    @Test
    void aDroppedPoolIsWarnedOf() throws Exception {
        try (Logged logged = new Logged()) {
            dropPool("forlorn").awaitGone();
            Eventually.until(
                    "a warning", () -> logged.at(Level.WARNING).stream().anyMatch(line -> line.contains("forlorn")));
        }
    }

    /** Contract 12: also where the host's log cannot take the warning. */
    @Test
    void aDroppedPoolGoesThoughTheLogThrows() throws Exception {
        try (Logged logged = Logged.throwing()) {
            dropPool("unheard").awaitGone();
            Eventually.until(
                    "a warning", () -> logged.at(Level.WARNING).stream().anyMatch(line -> line.contains("unheard")));
        }
    }

    /** Contract, settled details: a view keeps its pool from being collected. */
    @Test
    void aViewKeepsItsPool() throws Exception {
        Pool view = open(1).withTaskTimeout(WAIT);

        Garbage.collect();

        assertThat(view.apply(Work::square, 3)).isEqualTo(9);
        view.close();
    }

    /** Contract, settled details: so does the ExecutorService of the other face. */
    @Test
    void anExecutorServiceKeepsItsPool() throws Exception {
        ExecutorService view = open1().asExecutorService();

        Garbage.collect();

        assertThat(view.submit((Callable<Integer> & Serializable) () -> 9).get(WAIT.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(9);
        view.shutdown();
        assertThat(view.awaitTermination(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Contract, settled details: a face keeps the shared workers that it stands on. */
    @Test
    void aFaceKeepsItsWorkers() throws Exception {
        Pool face = Pool.over(SharedWorkers.open(workers(1)));

        Garbage.collect();

        Remains remains = remains(face, face);
        face = null;
        remains.awaitGone();
    }

    /** Contract 1, 12: results that are still to be computed need their pool. */
    @Test
    void lazyResultsKeepTheirPool() throws Exception {
        Results<Integer> results =
                open(2).imap(Work::square, IntStream.range(0, MANY).boxed().toList());

        for (int i = 0; i < MANY; i++) {
            if (i % (MANY / 5) == 0) {
                Garbage.collect();
            }
            assertThat(results.next()).isEqualTo(i * i);
        }
        assertThat(results.hasNext()).isFalse();
        results = null;
        Garbage.collect();
    }

    private WeakReference<?> dropLadenPool(Gate gate, Traces traces) {
        Pool pool = Pool.of(workers(1).named("laden"));
        pool.applyAsync(() -> gate.pass(1));
        for (int i = 0; i < 5; i++) {
            pool.applyAsync(traces::leaving, i);
        }
        pool.mapAsync(traces::leaving, List.of(5, 6, 7));
        return new WeakReference<>(pool);
    }

    private WeakReference<?> dropLadenExecutor(Gate gate, Traces traces) {
        PoolExecutor executor = PoolExecutor.of(workers(1).named("laden"));
        PoolFuture<?> unused = executor.submit(() -> gate.pass(1));
        for (int i = 0; i < 8; i++) {
            unused = executor.submit(traces::leaving, i);
        }
        return new WeakReference<>(executor);
    }

    /** CPython 3.13 thread:188, t/test_shutdown.py:183: the workers of an executor that is collected finish the queue, then they go. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDroppedPoolFinishesItsQueue(boolean isExecutor) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Logged logged = new Logged()) {
            WeakReference<?> handle = isExecutor ? dropLadenExecutor(gate, traces) : dropLadenPool(gate, traces);
            gate.awaitArrivals(1);
            Garbage.collectUntil("the pool collected", () -> handle.refersTo(null));
            Eventually.until(
                    "its end begun", () -> logged.at(Level.WARNING).stream().anyMatch(line -> line.contains("laden")));

            gate.open();

            traces.await(8);
        }
        assertThat(traces.all()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
    }

    /** Contract 12: what a dropped pool has taken still runs, and its results come. */
    @Test
    void whatADroppedPoolHasTakenStillRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate()) {
            AsyncResult<Integer> running = open(1).applyAsync(() -> gate.pass(1));
            PoolFuture<Integer> other = open1().submit(() -> gate.pass(2));
            gate.awaitArrivals(2);

            Garbage.collect();
            gate.open();

            assertThat(running.get(WAIT)).isEqualTo(1);
            assertThat(other.result(WAIT)).isEqualTo(2);
        }
        Garbage.collect();
    }
}
