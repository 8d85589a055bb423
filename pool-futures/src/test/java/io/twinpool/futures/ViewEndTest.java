// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolStats;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the ExecutorService view ends: shutdown, awaitTermination, and what is refused. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class ViewEndTest extends JdkContract {
    ViewEndTest(Kind kind) {
        super(kind);
    }

    /** JSR-166 ThreadPoolExecutorTest.testIsShutdown, testIsTerminated, testShutdown. */
    @Test
    void anIdlePoolEndsByShutdown() throws Exception {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            assertThat(service.isShutdown()).isFalse();
            assertThat(service.isTerminated()).isFalse();

            service.shutdown();

            assertThat(service.isShutdown()).isTrue();
            assertThat(terminates(service)).isTrue();
            assertEnded(service);
        }
    }

    /** JSR-166 ThreadPoolExecutorTest.testIsTerminating: what was taken is done, shut down or not. */
    @Test
    void whatWasTakenIsDone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            Future<Integer> waiting = service.submit(waiting(gate, 2));
            gate.awaitArrivals(1);

            service.shutdown();
            service.shutdown();

            assertThat(service.isTerminated()).isFalse();
            gate.open();
            assertThat(terminates(service)).isTrue();
            assertThat(running.get(0, TimeUnit.DAYS)).isEqualTo(1);
            assertThat(waiting.get(0, TimeUnit.DAYS)).isEqualTo(2);
        }
    }

    /** JSR-166 ThreadPoolExecutorTest.testSubmittedTasksRejectedWhenShutdown: while the last one runs, and afterwards. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsTakenWhileTheLastTaskRunsOn(boolean now) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            for (int i = 0; i < 3; i++) { // two run, one waits
                service.execute(command(gate::passUnmoved));
            }
            gate.awaitArrivals(2);

            end(service, now);

            PoolStats stats = pool.stats();
            assertNothingIsTaken(service);
            assertThat(pool.stats()).isEqualTo(stats);
            assertThat(service.isTerminated()).isFalse();
            gate.open();
            assertThat(terminates(service)).isTrue();
            assertNothingIsTaken(service);
        }
    }

    private static void end(ExecutorService service, boolean now) {
        if (now) {
            assertThat(service.shutdownNow()).hasSize(1);
        } else {
            service.shutdown();
        }
    }

    private static void assertNothingIsTaken(ExecutorService service) {
        Command command = command(System::gc);
        List<ThrowingCallable> ways = List.of(
                () -> service.execute(command),
                () -> service.submit(command),
                () -> service.submit(command, 1),
                () -> service.submit(call(() -> 1)));
        for (ThrowingCallable way : ways) {
            assertThatThrownBy(way).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** JSR-166 ThreadPoolExecutorTest.testAwaitTermination_timesOut; a null unit is refused after the end, too. */
    @Test
    void anOpenPoolIsWaitedForAsLongAsTold() throws Exception {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            for (TimeUnit unit : TimeUnit.values()) {
                assertThat(service.awaitTermination(Long.MIN_VALUE, unit)).isFalse();
                assertThat(service.awaitTermination(-1, unit)).isFalse();
                assertThat(service.awaitTermination(0, unit)).isFalse();
            }
            for (long nanos : List.of(999_999L, 12_000_000L)) {
                long begun = System.nanoTime();
                assertThat(service.awaitTermination(nanos, TimeUnit.NANOSECONDS))
                        .isFalse();
                assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(nanos);
            }

            service.shutdown();

            assertThat(terminates(service)).isTrue();
            assertThatNullPointerException().isThrownBy(() -> service.awaitTermination(1, null));
        }
    }

    /** JSR-166 ExecutorService: awaitTermination only waits as long as it was told to, and not without a shutdown. */
    @Test
    void awaitTerminationTellsIfItTimedOut() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            service.submit(waiting(gate, 1));
            assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();

            service.shutdown();

            assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(service.awaitTermination(0, TimeUnit.DAYS)).isFalse();
            assertThat(service.awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS)).isFalse();
            gate.open();
            assertThat(service.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        }
    }

    /** {@link ExecutorService#isTerminated} and {@code awaitTermination}, API.md 4: which waits for callbacks, tell the same. */
    @Test
    void aPoolHasNotTerminatedWhileACallbackRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch callback = new CountDownLatch(1);
        try (PoolExecutor pool = PoolExecutor.of(workers(1));
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            pool.submit(() -> gate.pass(3)).addDoneCallback(future -> {
                entered.countDown();
                await(callback);
            });
            service.shutdown();
            gate.open();
            entered.await();
            Eventually.until("the worker has left", () -> pool.stats().workers() == 0);

            assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(service.isTerminated()).isFalse();
            callback.countDown();
            assertThat(service.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
            assertThat(service.isTerminated()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@link ExecutorService#awaitTermination}: an interrupt ends the wait and nothing else; the flag is clear. */
    @Test
    void anInterruptEndsTheWaitAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            service.shutdown();
            Bystander<Boolean> waiter = Bystander.calling(() -> {
                assertThatThrownBy(() -> terminates(service)).isInstanceOf(InterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });

            waiter.awaitBlocked().interrupt();

            assertThat(waiter.result()).isFalse();
            gate.open();
            assertThat(within(running)).isEqualTo(1);
        }
    }

    /** JSR-166 ThreadPoolExecutorTest.testToString. */
    @Test
    void itsNameSaysItsState() throws Exception {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            assertThat(service.toString()).startsWith("ExecutorService[").contains("open");

            service.shutdown();
            assertThat(pool.awaitTermination(WAIT)).isTrue();

            assertThat(service.toString()).contains("settled");
        }
    }

    /** Package java.util.concurrent, memory consistency: execute, and what awaitTermination tells. */
    @Test
    void plainWritesAreSeenAcrossExecuteAndTheEnd() throws Exception {
        assumeSharedMemory();
        for (int round = 0; round < 100; round++) {
            int[] cells = {1, 0};
            try (PoolExecutor pool = open(1)) {
                ExecutorService service = pool.asExecutorService();
                service.execute(() -> cells[1] = cells[0] + 1);
                service.shutdown();

                Eventually.until("terminated", service::isTerminated);

                assertThat(cells[1]).isEqualTo(2);
            }
        }
    }
}
