// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Initializers and finalizers that do not end, and pools that end around them. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is part of the test
final class LifeOfAWorkerTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(50);

    LifeOfAWorkerTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereWorkersRunThem() {
        assumeWorkersOfTheirOwn();
    }

    /** API.md 4, settled details: a finalizer gets killGrace, then the worker is ended. */
    @Test
    void aFinalizerThatHangsDoesNotHoldClose() throws Exception {
        try (Gate gate = gate()) {
            PoolExecutor pool = PoolExecutor.of(workers(2).killGrace(BRIEF).finalizer(() -> gate.pass()));
            try (pool) {
                pool.submit(Work::square, 3).result(WAIT);
            }
            assertThat(pool.awaitTermination(Duration.ZERO)).isTrue();
        }
    }

    /** API.md 4, settled details: ... also one that is deaf to interrupts. */
    @Test
    void aDeafFinalizerDoesNotHoldClose() throws Exception {
        try (Gate gate = gate()) {
            PoolExecutor pool =
                    PoolExecutor.of(workers(1).killGrace(BRIEF).finalizer(() -> Work.ignoreInterrupts(gate)));
            try (pool) {
                pool.submit(Work::square, 3).result(WAIT);
            }
            assertThat(pool.awaitTermination(Duration.ZERO)).isTrue();
        }
    }

    /** API.md 4, settled details: a spent worker is replaced, whatever its finalizer does. */
    @Test
    void aFinalizerThatHangsDoesNotHoldTheNextTask() throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(
                        workers(1).maxTasksPerChild(1).killGrace(BRIEF).finalizer(() -> gate.pass()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i * i);
            }
        }
    }

    /** It waits in vain, as with every pool of one worker, but it makes no worker after the other that waits likewise. */
    @Test
    void anInitializerThatWaitsForItsOwnPoolHasNoOtherWorkerStarted() throws Exception {
        assumeSharedMemory();
        AtomicReference<PoolExecutor> own = new AtomicReference<>();
        AtomicInteger starts = new AtomicInteger();
        AtomicReference<Thread> waiting = new AtomicReference<>();
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).initializer(() -> {
                    gate.pass(); // the pool is not known before it is open
                    starts.incrementAndGet();
                    waiting.set(Thread.currentThread());
                    own.get().submit(Work::square, 2).result();
                }))) {
            own.set(pool);
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            gate.open();
            Eventually.until("a waiting initializer", () -> {
                Thread thread = waiting.get();
                return thread != null && thread.getState() == Thread.State.WAITING;
            });

            pool.terminateWorkers();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(future.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(starts).hasValue(1);
        }
    }

    /** API.md 1, finalizer: at a polite exit; what is on its way to the worker and not wanted any more does not make it another. */
    @Test
    void anArrayThatNobodyWaitsForDoesNotCostTheFinalizer() throws Exception {
        Traces traces = traces();
        List<byte[]> items = List.of(new byte[1], new byte[9000], new byte[20_000_000]);
        try (Gate gate = gate();
                PoolExecutor pool =
                        PoolExecutor.of(workers(1).killGrace(WAIT).finalizer(() -> traces.leave("finalizer")))) {
            Results<Integer> results = pool.map(
                    (byte[] array) -> array.length == 1 ? gate.pass(1) : array.length,
                    items,
                    MapOptions.defaults().chunkSize(items.size()));
            gate.awaitArrivals(1);
            results.close();
            pool.shutdown();
            gate.open();
        }

        assertThat(traces.all()).containsExactly("finalizer");
    }

    /** API.md 1, finalizer: at a polite exit, which an end by force is not. */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void anEndByForceRunsNoFinalizer(TerminateTest.Force force) throws Exception {
        Traces traces = traces();
        try (Gate gate = gate("gate");
                PoolExecutor pool = PoolExecutor.of(workers(1).finalizer(() -> traces.leave("finalizer")))) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);

            force.on(pool);

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** API.md 4, settled details: terminate ends an initializer; what waited for it was terminated, the pool is not broken. */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void anEndByForceEndsAnInitializerThatBlocks(TerminateTest.Force force) throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).initializer(() -> gate.pass()))) {
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            gate.awaitArrivals(1);

            force.on(pool);

            assertThat(waiting.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** API.md 4, settled details: ... also one that is deaf: a thread is given up and counted, a forked JVM killed. */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void anEndByForceLeavesADeafInitializer(TerminateTest.Force force) throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool =
                        PoolExecutor.of(workers(1).killGrace(BRIEF).initializer(() -> Work.ignoreInterrupts(gate)))) {
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            gate.awaitArrivals(1);

            force.on(pool);

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(waiting.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(pool.stats().abandonedWorkers()).isEqualTo(kind.canBeKilled() ? 0 : 1);
        }
    }

    /** API.md 2, shutdown: what was taken still runs, however long its worker takes to come up. */
    @Test
    void aShutdownWaitsForAnInitializerThatWorkNeeds() throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).initializer(() -> gate.pass()))) {
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            gate.awaitArrivals(1);

            pool.shutdown();
            gate.open();

            assertThat(waiting.result(WAIT)).isEqualTo(9);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** Contract 4: given up, and counted, is what ignores interrupts: not who ends at the first one. */
    @Test
    void aFinalizerThatHearsItsInterruptIsNotGivenUp() throws Exception {
        assumeSharedMemory(); // a forked JVM is never given up
        try (Gate gate = gate()) {
            PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(TASK).finalizer(() -> gate.pass()));
            try (pool) {
                pool.submit(Work::square, 3).result(WAIT);
            }
            assertThat(pool.stats().abandonedWorkers()).isZero();
        }
    }

    /** Contract 4: ... nor a worker that is just about to leave, however short the grace. */
    @Test
    void aWorkerThatLeavesIsNotGivenUp() throws Exception {
        assumeSharedMemory(); // as above
        try (PoolExecutor pool =
                PoolExecutor.of(workers(1).killGrace(Duration.ZERO).maxTasksPerChild(1))) {
            for (int i = 0; i < 20; i++) {
                assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i * i);
            }
            pool.close();
            assertThat(pool.stats().abandonedWorkers()).isZero();
        }
    }
}
