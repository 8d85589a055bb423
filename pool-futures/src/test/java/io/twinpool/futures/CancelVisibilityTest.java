// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees a cancellation, and when: everybody, at once. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class CancelVisibilityTest extends FuturesContract {
    CancelVisibilityTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTasksWait() {
        assumeWorkersOfTheirOwn();
    }

    /** CPython 3.13 base:364: cancel notifies the waiters in result(). */
    @Test
    void whoWaitsForTheResultIsWoken() throws Exception {
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            Bystander<Integer> waiter = Bystander.calling(waiting::result).awaitBlocked();
            gate.awaitArrivals(1);

            waiting.cancel();

            assertThat(waiter.failure()).isInstanceOf(CancellationException.class);
        }
    }

    /** gh-87893: CPython's wait() sees a cancelled future only when a worker has met it. */
    @Test
    void awaitSeesTheCancellationAtOnce() throws Exception {
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            gate.awaitArrivals(1);

            waiting.cancel();

            assertThat(Futures.await(List.of(waiting), ReturnWhen.ALL_COMPLETED, WAIT)
                            .done())
                    .containsExactly(waiting);
        }
    }

    /** gh-92001: as for wait(). */
    @Test
    void asCompletedSeesTheCancellationAtOnce() throws Exception {
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            gate.awaitArrivals(1);

            waiting.cancel();

            try (AsCompleted<Integer> ended = Futures.asCompleted(List.of(running, waiting), WAIT)) {
                assertThat(ended.iterator().next()).isSameAs(waiting);
            }
        }
    }

    /** {@link CompletableFuture#isCancelled}. */
    @Test
    void aCancelledTaskCancelsItsCompletableFuture() throws Exception {
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            CompletableFuture<Integer> future = waiting.toCompletableFuture();
            gate.awaitArrivals(1);

            waiting.cancel();

            assertThatThrownBy(() -> future.get(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isInstanceOf(CancellationException.class);
            assertThat(future.isCancelled()).isTrue();
        }
    }

    /** Contract 3: await and asCompleted see it at once, also those who wait already, and though the task is deaf. */
    @Test
    void whoWaitsForARunningTaskAmongOthersIsWoken() throws Exception {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        try (PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(endless));
                Gate gate = gate()) {
            PoolFuture<Integer> deaf = pool.submit(() -> Work.ignoreInterrupts(gate));
            List<PoolFuture<Integer>> futures = List.of(deaf);
            gate.awaitArrivals(1);
            Bystander<DoneAndNotDone<Integer>> awaiting = Bystander.calling(
                            () -> Futures.await(futures, ReturnWhen.ALL_COMPLETED))
                    .awaitBlocked();
            try (AsCompleted<Integer> ended = Futures.asCompleted(futures)) {
                Bystander<PoolFuture<Integer>> iterating =
                        Bystander.calling(() -> ended.iterator().next()).awaitBlocked();

                assertThat(deaf.cancel(true)).isTrue();

                assertThat(awaiting.result().done()).containsExactly(deaf);
                assertThat(iterating.result()).isSameAs(deaf);
            }
        }
    }
}
