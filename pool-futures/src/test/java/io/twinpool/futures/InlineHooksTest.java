// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.BrokenPoolException;
import io.twinpool.PoolStats;
import io.twinpool.TaskAction;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Initializers and finalizers that block, in the thread of the caller. */
@SuppressWarnings("FutureReturnValueIgnored") // of a task that is there for its worker
final class InlineHooksTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(50);

    InlineHooksTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTheCallerRunsThem() {
        assumeTrue(kind.runsInCaller());
    }

    /** API.md 4, settled details: terminate ends an initializer; nothing hangs: the pool ends, and the caller gets away. */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void anEndByForceEndsAnInitializerThatBlocks(TerminateTest.Force force) throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(BRIEF).initializer(() -> gate.pass()))) {
            Bystander<PoolFuture<Integer>> caller = Bystander.calling(() -> pool.submit(Work::square, 3));
            gate.awaitArrivals(1);

            force.on(pool);

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(caller.failure()).isNotNull();
        }
    }

    /** API.md 2: terminateWorkers does not wait (and runs no finalizer). */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void anEndByForceDoesNotHangInAFinalizer(TerminateTest.Force force) throws Exception {
        try (Gate gate = gate()) {
            PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(BRIEF).finalizer(() -> gate.pass()));
            pool.submit(Work::square, 3);
            Bystander<Boolean> ender = Bystander.calling(() -> {
                force.on(pool);
                return pool.awaitTermination(WAIT);
            });

            assertThat(ender.result()).isTrue();
        }
    }

    /** Contract 9: interrupts never leak: that of the caller is not the initializer's, nor the finalizer's, and stays. */
    @Test
    void theInterruptOfACallerDoesNotMeetItsHooks() {
        List<Boolean> seen = new ArrayList<>();
        PoolExecutor pool = PoolExecutor.of(workers(1)
                .initializer(() -> seen.add(Thread.currentThread().isInterrupted()))
                .finalizer(() -> seen.add(Thread.currentThread().isInterrupted())));
        Thread.currentThread().interrupt();
        try {
            assertThat(pool.submit(Work::square, 3).exception()).isEmpty();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            pool.shutdown();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(seen).containsExactly(false, false);
    }

    /** Contract 9: ... nor are theirs the caller's. */
    @Test
    void anInterruptThatAHookLeavesBehindDoesNotMeetItsCaller() {
        PoolExecutor pool = PoolExecutor.of(workers(1)
                .initializer(() -> Thread.currentThread().interrupt())
                .finalizer(() -> Thread.currentThread().interrupt()));

        assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).result())
                .isFalse();
        assertThat(Thread.interrupted()).isFalse();
        pool.shutdown();
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Contract 11: waiting for the pool's end inside of it would be waiting for itself, as in every other worker. */
    @Test
    void aHookThatClosesItsPoolIsToldSo() {
        AtomicReference<PoolExecutor> pool = new AtomicReference<>();
        List<Throwable> thrown = new ArrayList<>();
        TaskAction close = () -> thrown.add(catchThrowable(() -> pool.get().close()));
        pool.set(PoolExecutor.of(workers(1).initializer(close).finalizer(close)));

        assertThat(pool.get().submit(Work::square, 3).result()).isEqualTo(9);

        pool.get().close();
        assertThat(thrown).hasSize(2).allMatch(IllegalStateException.class::isInstance);
    }

    /** API.md 4, settled details: a finalizer gets killGrace, then the worker is ended: it is interrupted, as its thread is the caller's. */
    @Test
    void aFinalizerThatBlocksIsInterruptedAfterTheGrace() {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(BRIEF).finalizer(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        }))) {
            pool.submit(Work::square, 3).result();
        }

        assertThat(interrupted).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Contract 5: nothing hangs, ever: however short the age, each worker does something. */
    @Test
    void aWorkerThatIsTooOldAtOnceDoesItsTask() {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).maxWorkerAge(Duration.ofNanos(1)))) {
            for (int i = 0; i < 3; i++) {
                assertThat(pool.submit(Work::square, i).result()).isEqualTo(i * i);
            }
        }
    }

    /** {@link PoolStats}: what was accepted; what no worker could be had for was not. */
    @Test
    void aTaskThatNoWorkerCouldBeHadForIsNotCounted() {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).initializer(() -> Work.refuse(7)))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 3)).isInstanceOf(BrokenPoolException.class);

            assertThat(pool.stats().completed()).isZero();
            assertThat(pool.stats().cancelled()).isZero();
        }
    }
}
