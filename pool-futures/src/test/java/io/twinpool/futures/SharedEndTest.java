// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The end of one of several pools on the same workers. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"
}) // tasks whose end is seen by that of the pool; close() is part of the test
final class SharedEndTest extends FuturesContract {
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    SharedEndTest(Kind kind) {
        super(kind);
    }

    private enum Stop {
        CANCEL,
        CANCEL_RESULT,
        SHUTDOWN_NOW,
        TERMINATE
    }

    /** ExecutorService: terminated when all tasks have completed following shut down; a stopped task has not while it runs on. */
    @Test
    void aPoolHasNotEndedWhileATaskThatWasStoppedRunsOn() throws Exception {
        assumeWorkersOfTheirOwn();
        for (Stop stop : Stop.values()) {
            try (SharedWorkers shared = SharedWorkers.open(workers(1).killGrace(ENDLESS));
                    Gate gate = gate(stop.name())) {
                PoolExecutor pool = PoolExecutor.over(shared);
                ExecutorService view = pool.asExecutorService();
                java.util.concurrent.Future<?> deaf = submitDeaf(stop, pool, view, gate);
                gate.awaitArrivals(1);

                stop(stop, pool, view, deaf);

                assertThat(deaf.isDone()).isTrue();
                assertThat(view.isTerminated()).as("%s", stop).isFalse();
                gate.open();
                assertThat(pool.awaitTermination(WAIT)).isTrue();
                assertThat(view.isTerminated()).isTrue();
            }
        }
    }

    private static java.util.concurrent.Future<?> submitDeaf(
            Stop stop, PoolExecutor pool, ExecutorService view, Gate gate) {
        return stop == Stop.CANCEL_RESULT
                ? view.submit((Runnable & java.io.Serializable) () -> gate.passUnmoved())
                : pool.submit(() -> gate.passUnmoved());
    }

    private static void stop(Stop stop, PoolExecutor pool, ExecutorService view, java.util.concurrent.Future<?> deaf) {
        switch (stop) {
            case CANCEL -> {
                deaf.cancel(true);
                pool.shutdown();
            }
            case CANCEL_RESULT -> {
                deaf.cancel(false);
                pool.shutdown();
            }
            case SHUTDOWN_NOW -> view.shutdownNow();
            case TERMINATE -> pool.terminateWorkers();
        }
    }

    /** Contract 4.11: close() returns after the callbacks have run; an interrupt has it stop tasks, and is kept. */
    @Test
    void whoIsInterruptedWhileClosingStillWaitsForCallbacks() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch held = new CountDownLatch(1);
        AtomicBoolean hasRun = new AtomicBoolean();
        SharedWorkers shared = SharedWorkers.open(workers(1));
        try (Gate gate = gate()) {
            PoolExecutor.over(shared).submit(() -> gate.pass(1)).addDoneCallback(ended -> hold(held, hasRun));
            gate.awaitArrivals(1);
        }

        Bystander<Boolean> closing = Bystander.calling(() -> {
            Thread.currentThread().interrupt();
            shared.close();
            return hasRun.get() && Thread.currentThread().isInterrupted();
        });
        closing.awaitBlocked();
        held.countDown();

        assertThat(closing.result()).isTrue();
    }

    private static void hold(CountDownLatch held, AtomicBoolean hasRun) {
        try {
            held.await();
            hasRun.set(true);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Contract 11: close from a worker; only its own end is what a task cannot wait for. */
    @Test
    void aTaskMayCloseAnotherPoolOnItsWorkers() throws Exception {
        assumeSharedMemory();
        try (SharedWorkers shared = SharedWorkers.open(workers(1))) {
            PoolExecutor one = PoolExecutor.over(shared);
            PoolExecutor other = PoolExecutor.over(shared);

            PoolFuture<Integer> future = one.submit(() -> {
                PoolFuture<Integer> last = other.submit(Work::square, 3);
                other.close();
                return last.result();
            });

            assertThat(future.result(WAIT)).isEqualTo(9);
        }
    }

    /** API.md 4, settled details: close() inside one of the pool's own tasks, also one that it ran itself, throws. */
    @Test
    void aTaskThatRunsInAnotherPoolsTaskCannotCloseItsOwn() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(1).queueCapacity(1))) {
            PoolExecutor one = PoolExecutor.over(shared);
            PoolExecutor other = PoolExecutor.over(shared);

            PoolFuture<Void> future = one.submit(() -> {
                one.submit(Work::square, 1); // fills the queue
                other.submit(() -> assertThatIllegalStateException().isThrownBy(other::close))
                        .result();
            });

            assertThat(future.result(WAIT)).isNull();
        }
    }
}
