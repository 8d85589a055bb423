// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Times without end, and below zero, in whatever waits: API.md 4, settled details: no limit, and never an overflow. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that occupy a worker
final class EndlessTimesTest extends FuturesContract {
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);
    private static final Duration BELOW_ZERO = Duration.ofSeconds(Long.MIN_VALUE);

    EndlessTimesTest(Kind kind) {
        super(kind);
    }

    /** A call that really waits, and ends once the gate is open. */
    private static <R> R waiting(Gate gate, Callable<R> call) throws Exception {
        Bystander<R> caller = Bystander.calling(call).awaitBlocked();
        gate.open();
        return caller.result();
    }

    /** API.md 2, result. */
    @Test
    void aResultIsWaitedForWithoutEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));

            assertThat(waiting(gate, () -> future.result(ENDLESS))).isEqualTo(1);
        }
    }

    /** API.md 2, exception. */
    @Test
    void anExceptionIsWaitedForWithoutEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> Work.refuse(gate.pass(1)));

            assertThat(waiting(gate, () -> future.exception(ENDLESS))).containsInstanceOf(Work.Refusal.class);
        }
    }

    /** API.md 2, asCompleted. */
    @Test
    void theNextFutureIsWaitedForWithoutEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                AsCompleted<Integer> completed =
                        Futures.asCompleted(List.of(pool.submit(() -> gate.pass(1))), ENDLESS)) {
            assertThat(waiting(gate, () -> completed.iterator().next().result()))
                    .isEqualTo(1);
        }
    }

    /** API.md 2, await. */
    @Test
    void futuresAreAwaitedWithoutEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<PoolFuture<Integer>> futures = List.of(pool.submit(() -> gate.pass(1)));

            assertThat(waiting(gate, () -> Futures.await(futures, ReturnWhen.ALL_COMPLETED, ENDLESS))
                            .done())
                    .hasSize(1);
        }
    }

    /** API.md 1, Results.next(Duration) under MapOptions.timeout. */
    @Test
    void anItemIsWaitedForWithoutEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.map(
                        gate::<Integer>pass, List.of(1), MapOptions.defaults().timeout(ENDLESS))) {
            assertThat(waiting(gate, () -> results.next(ENDLESS))).isEqualTo(1);
        }
    }

    /** API.md 2, awaitTermination. */
    @Test
    void theEndOfAPoolIsWaitedForWithoutEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            pool.shutdown();

            assertThat(waiting(gate, () -> pool.awaitTermination(ENDLESS))).isTrue();
        }
    }

    /** CPython 3.13 base:428: timeout <= 0 polls, and takes nothing from a wait that follows. */
    @Test
    void belowZeroOnlyLooks() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate();
                Results<Integer> results = pool.map(gate::<Integer>pass, List.of(1))) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            List<PoolFuture<Integer>> futures = List.of(future);

            assertThatThrownBy(() -> future.result(BELOW_ZERO)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> future.exception(BELOW_ZERO)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> results.next(BELOW_ZERO)).isInstanceOf(TimeoutException.class);
            assertThat(pool.awaitTermination(BELOW_ZERO)).isFalse();
            assertThat(Futures.await(futures, ReturnWhen.FIRST_COMPLETED, BELOW_ZERO)
                            .notDone())
                    .containsExactly(future);
            try (AsCompleted<Integer> completed = Futures.asCompleted(futures, BELOW_ZERO)) {
                assertThatThrownBy(completed.iterator()::next).isInstanceOf(PoolTimeoutException.class);
            }

            gate.open();
            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThat(future.result(WAIT)).isEqualTo(9);
        }
    }

    /** CPython 3.13 base:199: what has ended is given, whatever the time. */
    @Test
    void belowZeroGivesWhatHasEnded() throws Exception {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, List.of(2))) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            Eventually.until("two ends", () -> pool.stats().completed() == 2 && future.isDone());

            assertThat(future.result(BELOW_ZERO)).isEqualTo(9);
            assertThat(future.exception(BELOW_ZERO)).isEmpty();
            assertThat(results.next(BELOW_ZERO)).isEqualTo(4);
            try (AsCompleted<Integer> completed = Futures.asCompleted(List.of(future), BELOW_ZERO)) {
                assertThat(completed.iterator().next()).isSameAs(future);
                assertThat(completed.iterator().hasNext()).isFalse();
            }
        }
    }

    /** API.md 1, killGrace: without end nobody is given up or killed: a task that is deaf comes back to its worker. */
    @Test
    void anEndlessGraceWaitsForATaskThatIsDeaf() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(ENDLESS))) {
            PoolFuture<Integer> deaf = pool.submit(() -> Work.ignoreInterrupts(gate));
            gate.awaitArrivals(1);

            assertThat(deaf.cancel(true)).isTrue();
            gate.open();

            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
            assertThat(pool.stats().abandonedWorkers()).isZero();
        }
    }

    /** API.md 1, killGrace: an end by force asks, and waits without end for who is asked. */
    @Test
    void anEndlessGraceWaitsAtAnEndByForce() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(ENDLESS))) {
            pool.submit(() -> Work.ignoreInterrupts(gate));
            gate.awaitArrivals(1);

            pool.terminateWorkers();
            gate.open();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(pool.stats().abandonedWorkers()).isZero();
        }
    }

    /** API.md 1, idleTimeout and maxWorkerAge: without end nobody leaves. */
    @Test
    void endlessIdlenessAndAgeKeepEveryWorker() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(
                workers(2).idleTimeout(ENDLESS).maxWorkerAge(ENDLESS).minWorkers(0))) {
            Eventually.until("two workers", () -> pool.stats().workersStarted() == 2);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);

            assertThat(pool.stats().workers()).isEqualTo(2);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }
}
