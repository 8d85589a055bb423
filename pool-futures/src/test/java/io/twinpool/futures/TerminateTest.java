// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an executor ends by force. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class TerminateTest extends FuturesContract {
    TerminateTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTasksWait() {
        assumeWorkersOfTheirOwn();
    }

    /** The two ways of CPython 3.14: terminate_workers, kill_workers. */
    enum Force {
        TERMINATE,
        KILL;

        void on(PoolExecutor pool) {
            if (this == TERMINATE) {
                pool.terminateWorkers();
            } else {
                pool.killWorkers();
            }
        }
    }

    /** CPython main process.py _force_shutdown; contract: everything unfinished ends with PoolTerminatedException. */
    @ParameterizedTest
    @EnumSource
    void everythingUnfinishedEnds(Force force) throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            List<PoolFuture<Integer>> waiting = IntStream.range(0, 5)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            gate.awaitArrivals(1);

            force.on(pool);

            assertThat(Stream.concat(Stream.of(running), waiting.stream()))
                    .allSatisfy(future -> assertThatThrownBy(() -> future.result(WAIT))
                            .isInstanceOfSatisfying(
                                    PoolTerminatedException.class,
                                    e -> assertThat(e.outstanding()).isEqualTo(6)));
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** CPython main tests: later submit is an error; no error on a pool that is dead already. */
    @ParameterizedTest
    @EnumSource
    void afterwardsNothingIsTaken(Force force) {
        try (PoolExecutor pool = open(1)) {
            force.on(pool);
            force.on(pool);

            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** gh-126743: in CPython get() hangs after terminate. */
    @ParameterizedTest
    @EnumSource
    void whoWaitsIsFreed(Force force) throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            Results<Integer> results = pool.map(Work::square, List.of(1, 2, 3));
            gate.awaitArrivals(1);
            Bystander<Integer> waiter = Bystander.calling(running::get).awaitBlocked();
            Bystander<Integer> consumer = Bystander.calling(results::next).awaitBlocked();

            force.on(pool);

            assertThat(waiter.failure())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(PoolTerminatedException.class);
            assertThat(consumer.failure()).isInstanceOf(PoolTerminatedException.class);
        }
    }

    /** STYLE, failure mode 14: a fresh exception for each future. */
    @Test
    void everyFutureGetsAnExceptionOfItsOwn() throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> one = pool.submit(Work::square, 1);
            PoolFuture<Integer> other = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(one.exception().orElseThrow())
                    .isNotSameAs(other.exception().orElseThrow());
        }
    }

    /** Contract: interrupt, SIGTERM: a thread hears it; a task that has not started never runs. */
    @Test
    void nothingStartsAfterwards() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open(1);
                Gate gate = gate("gate")) {
            pool.submit(() -> gate.pass());
            IntStream.range(0, 50).forEach(i -> pool.submit(() -> traces.leave(i)));
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** Contract: a worker that does not hear is ended by force after killGrace; a thread is given up and counted. */
    @Test
    void aDeafTaskDoesNotHoldThePool() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(Duration.ofMillis(50)));
                Gate gate = gate()) {
            pool.submit(() -> Work.ignoreInterrupts(gate));
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(pool.stats().abandonedWorkers()).isEqualTo(kind.canBeKilled() ? 0 : 1);
        }
    }

    /** Contract: ending one face by force leaves the other face and the workers alone. */
    @Test
    void terminatingOneFaceLeavesTheOthersAlone() throws Exception {
        try (SharedWorkers shared = SharedWorkers.open(workers(2));
                PoolExecutor one = PoolExecutor.over(shared);
                PoolExecutor other = PoolExecutor.over(shared);
                Gate gate = gate("gate");
                Gate doomed = gate("doomed")) {
            PoolFuture<Integer> good = other.submit(() -> gate.pass(1));
            PoolFuture<Integer> bad = one.submit(() -> doomed.pass(2));
            gate.awaitArrivals(1);
            doomed.awaitArrivals(1);

            one.terminateWorkers();

            assertThat(bad.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            gate.open();
            assertThat(good.result(WAIT)).isEqualTo(1);
            assertThat(other.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract 7: callbacks come for terminated tasks too, and close() waits for them. */
    @Test
    void terminatedTasksCallBack() throws Exception {
        CompletableFuture<Throwable> called = new CompletableFuture<>();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            pool.submit(() -> gate.pass(1))
                    .addDoneCallback(done -> called.complete(done.exception().orElseThrow()));
            gate.awaitArrivals(1);

            pool.terminateWorkers();
        }
        assertThat(called).isCompletedWithValueMatching(PoolTerminatedException.class::isInstance);
    }
}
