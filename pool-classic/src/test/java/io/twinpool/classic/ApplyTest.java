// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.Task;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.TaskTimeoutException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code apply}, {@code applyAsync} and the results that they give. */
final class ApplyTest extends PoolContract {
    private static final Duration SHORT = Duration.ofMillis(5);

    ApplyTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 pool:355. */
    @Test
    void applyGivesTheResult() {
        try (Pool pool = open()) {
            assertThat(pool.apply(() -> 7)).isEqualTo(7);
            assertThat(pool.apply(Work::square, 6)).isEqualTo(36);
            assertThat(pool.apply(Math::pow, 2.0, 3.0)).isEqualTo(8);
        }
    }

    /** CPython 3.13 pool:126, where only Exception is caught; contract 8. */
    @Test
    void applyThrowsWithTheTasksOwnExceptionAsCause() {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.apply(Work::refuse, 7))
                    .isInstanceOfSatisfying(TaskFailedException.class, e -> {
                        assertThat(e.index()).isEmpty();
                        assertThat(e).cause().isInstanceOf(Refusal.class).hasFieldOrPropertyWithValue("refused", 7);
                    });
            assertThatThrownBy(() -> pool.apply(Work::overflow, 0)).cause().isInstanceOf(StackOverflowError.class);
            assertThat(pool.apply(Work::square, 2)).isEqualTo(4);
        }
    }

    /** CPython 3.13 pool:453. */
    @Test
    void applyAsyncGivesAResultToCome() {
        try (Pool pool = open()) {
            AsyncResult<Integer> task = pool.applyAsync(() -> 7);
            AsyncResult<Integer> one = pool.applyAsync(Work::square, 6);
            AsyncResult<Integer> two = pool.applyAsync(Work::add, 1, 2);

            assertThat(task.get()).isEqualTo(7);
            assertThat(one.get()).isEqualTo(36);
            assertThat(two.get()).isEqualTo(3);
        }
    }

    /** CPython 3.13 pool:756,759: successful() before ready() is an error. */
    @Test
    void readyAndSuccessfulTellTheState() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate()) {
            AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(1));
            assertThat(result.ready()).isFalse();
            assertThatIllegalStateException().isThrownBy(result::successful);

            gate.open();
            assertThat(result.get(WAIT)).isEqualTo(1);

            assertThat(result.ready()).isTrue();
            assertThat(result.successful()).isTrue();
        }
    }

    /** CPython 3.13 pool:759. */
    @Test
    void aFailedResultIsReadyAndNotSuccessful() throws Exception {
        try (Pool pool = open()) {
            AsyncResult<Integer> result = pool.applyAsync(Work::refuse, 1);

            assertThat(result.await(WAIT)).isTrue();
            assertThat(result.ready()).isTrue();
            assertThat(result.successful()).isFalse();
        }
    }

    /** CPython 3.13 pool:764,767: a timeout does not touch the task. */
    @Test
    void aTimeoutLeavesTheTaskAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate()) {
            AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(1));

            assertThatThrownBy(() -> result.get(SHORT)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> result.get(Duration.ZERO)).isInstanceOf(TimeoutException.class);
            assertThat(result.await(SHORT)).isFalse();

            gate.open();
            assertThat(result.get(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(1);
        }
    }

    /** Contract: PoolInterruptedException and the flag from get(); InterruptedException from await(). */
    @Test
    void interruptsEndTheWaitAndLeaveTheTaskAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate()) {
            AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(1));
            Bystander<Boolean> getter = Bystander.calling(() -> {
                assertThatThrownBy(result::get).isInstanceOf(PoolInterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });
            Bystander<Boolean> waiter = Bystander.calling(() -> result.await(WAIT));

            getter.awaitBlocked().interrupt();
            waiter.awaitBlocked().interrupt();

            assertThat(getter.result()).isTrue();
            assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
            gate.open();
            assertThat(result.get(WAIT)).isEqualTo(1);
        }
    }

    /** Contract, settled details: toCompletableFuture gives the task's own exception. */
    @Test
    void aCompletableFutureEndsAsTheResultDoes() throws Exception {
        try (Pool pool = open()) {
            assertThat(pool.applyAsync(Work::square, 3).toCompletableFuture().get(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isEqualTo(9);
            CompletableFuture<Integer> failed = pool.applyAsync(Work::refuse, 3).toCompletableFuture();
            assertThatThrownBy(() -> failed.get(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(Refusal.class);
        }
    }

    /** Contract, settled details: cancelling the CompletableFuture cancels the task as cancel(true) does. */
    @Test
    void cancellingTheCompletableFutureStopsTheTask() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Pool pool = open();
                Gate gate = gate("gate")) {
            AsyncResult<Integer> result = pool.applyAsync(() -> untilInterrupted(gate, traces));
            gate.awaitArrivals(1);

            assertThat(result.toCompletableFuture().cancel(true)).isTrue();

            traces.await(1);
            assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
            assertThat(result.successful()).isFalse();
        }
    }

    private static int untilInterrupted(Gate gate, Traces traces) {
        try {
            return gate.pass(1);
        } catch (InterruptedException e) {
            traces.leave("interrupted");
            return 2;
        }
    }

    /** Contract: withTaskTimeout is a view on the same workers. */
    @Test
    void aViewLimitsItsTasks() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate()) {
            Pool limited = pool.withTaskTimeout(Duration.ofMillis(100));

            assertThatThrownBy(() -> limited.apply(() -> gate.pass(1))).isInstanceOf(TaskTimeoutException.class);
            assertThat(pool.apply(Work::square, 3)).isEqualTo(9);
        }
    }

    /** Contract 10: CPython deadlocks here (seen). */
    @Test
    void aTaskMayApplyOnItsPool() {
        assumeSharedMemory();
        try (Pool pool = open(1)) {
            assertThat(pool.apply(() -> pool.apply(Work::square, 3) + 1)).isEqualTo(10);
        }
    }

    /** gh-126743: in CPython get() hangs after terminate. */
    @Test
    void terminateEndsOutstandingResults() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = openOne();
                Gate gate = gate()) {
            AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
            AsyncResult<Integer> waiting = pool.applyAsync(Work::square, 1);
            gate.awaitArrivals(1);

            pool.terminate();

            assertThatThrownBy(() -> running.get(WAIT))
                    .isInstanceOfSatisfying(
                            PoolTerminatedException.class,
                            e -> assertThat(e.outstanding()).isEqualTo(2));
            assertThatThrownBy(() -> waiting.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
        }
    }

    /** Contract: bad arguments throw at once. */
    @Test
    void nullsAreRefused() {
        try (Pool pool = open()) {
            assertThatNullPointerException().isThrownBy(() -> pool.apply((Task<Object>) null));
            assertThatNullPointerException().isThrownBy(() -> pool.applyAsync((Task<Object>) null));
            assertThatNullPointerException().isThrownBy(() -> pool.applyAsync(() -> 1, (Callbacks<Object>) null));
        }
    }

    /** Ways of a task to wait for its own pool. */
    enum Wait {
        AWAIT,
        COMPLETABLE,
        IMAP,
        IMAP_UNORDERED,
        STARMAP;

        int on(Pool pool) throws Exception {
            Iterable<Integer> three = () -> List.of(3).iterator();
            return switch (this) {
                case AWAIT -> pool.applyAsync(Work::square, 3).await(WAIT) ? 9 : 0;
                case COMPLETABLE ->
                    pool.applyAsync(Work::square, 3).toCompletableFuture().join();
                case IMAP -> only(pool.imap(Work::square, three));
                case IMAP_UNORDERED -> only(pool.imapUnordered(Work::square, three));
                case STARMAP -> pool.starmap(Work::add, List.of(Args2.of(4, 5))).get(0);
            };
        }

        private static int only(Results<Integer> results) {
            try (results) {
                return results.next();
            }
        }
    }

    /** Contract 10: in whatever way it waits; CPython deadlocks (seen). */
    @ParameterizedTest
    @EnumSource
    void aTaskMayWaitForItsPoolInAnyWay(Wait wait) throws Exception {
        assumeSharedMemory();
        try (Pool pool = open(1)) {
            assertThat(pool.applyAsync(() -> wait.on(pool)).get(WAIT)).isEqualTo(9);
        }
    }

    /** Contract 3: a call that has not started can always be cancelled, and never runs afterwards. */
    @Test
    void cancellingTheCompletableFutureOfAWaitingCallKeepsItFromRunning() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Pool pool = openOne();
                Gate gate = gate("gate")) {
            pool.applyAsync(gate::pass, 1);
            AsyncResult<Integer> waiting = pool.applyAsync(traces::leaving, 2);
            gate.awaitArrivals(1);

            assertThat(waiting.toCompletableFuture().cancel(false)).isTrue();

            assertThat(waiting.ready()).isTrue();
            assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
            gate.open();
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().cancelled()).isEqualTo(1);
        }
        assertThat(traces.all()).isEmpty();
    }

    /** API.md 4, settled details: only inline does work run on the caller's thread; nor does a task that waits run others. */
    @Test
    void nobodysThreadIsBorrowed() {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        TaskFunction<Integer, Boolean> noting = x -> threads.add(Thread.currentThread());
        try (Pool pool = open(1);
                Results<Boolean> lazy =
                        pool.imap(noting, () -> IntStream.range(0, 2000).iterator())) {
            pool.map(noting, IntStream.range(0, 2000).boxed().toList());
            assertThat(lazy.toList()).hasSize(2000);
            List<Thread> nested =
                    pool.apply(() -> List.of(Thread.currentThread(), pool.apply(() -> Thread.currentThread())));
            assertThat(nested).doesNotHaveDuplicates().doesNotContain(Thread.currentThread());
        }
        assertThat(threads).doesNotContain(Thread.currentThread());
    }
}
