// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools without workers, ended by another thread while a task runs in that of its caller. */
@SuppressWarnings("try") // close() is part of the test
final class InlineEndsTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(50);

    InlineEndsTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTheCallerRunsIt() {
        assumeTrue(kind.runsInCaller(), "others have threads of their own");
    }

    /** What a caller has got, and whether it was left interrupted. */
    private record Got(PoolFuture<Integer> future, boolean interrupted) {}

    private static Got submitted(PoolExecutor pool, Gate gate) {
        return new Got(pool.submit(() -> gate.pass(1)), Thread.currentThread().isInterrupted());
    }

    private static Got submittedDeaf(PoolExecutor pool, Gate gate) {
        return new Got(
                pool.submit(() -> Work.ignoreInterrupts(gate)),
                Thread.currentThread().isInterrupted());
    }

    private PoolExecutor impatient() {
        return PoolExecutor.of(workers(1).killGrace(BRIEF));
    }

    /** API.md 2, shutdown: does not wait; what runs, runs on, and is not cancelled by shutdown(true) either. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatRunsOutlivesAShutdown(boolean cancelFutures) throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Bystander<Got> caller = Bystander.calling(() -> submitted(pool, gate));
            gate.awaitArrivals(1);

            pool.shutdown(cancelFutures);

            assertThat(pool.awaitTermination(Duration.ZERO)).isFalse();
            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
            gate.open();
            assertThat(caller.result().future().result(WAIT)).isEqualTo(1);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** API.md 2, close: waits for all work, in whatever thread it runs. */
    @Test
    void closeWaitsForWhatRunsInTheCaller() throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Bystander<Got> caller = Bystander.calling(() -> submitted(pool, gate));
            gate.awaitArrivals(1);
            Bystander<PoolExecutor> closer = Bystander.calling(() -> {
                        pool.close();
                        return pool;
                    })
                    .awaitBlocked();

            gate.open();

            assertThat(closer.result().stats().completed()).isEqualTo(1);
            assertThat(caller.result().future().result(WAIT)).isEqualTo(1);
        }
    }

    /** API.md 4, settled details: everything unfinished ends with PoolTerminatedException; contract 9: no interrupt meets the caller. */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void endingByForceInterruptsTheTaskAndNotItsCaller(TerminateTest.Force end) throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Bystander<Got> caller = Bystander.calling(() -> submitted(pool, gate));
            gate.awaitArrivals(1);

            end.on(pool);

            Got got = caller.result();
            assertThat(got.future().exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(got.interrupted()).isFalse();
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** Contract 9: an interrupt of the caller's own is there again when the task has been stopped. */
    @Test
    void endingByForceKeepsTheCallersOwnInterrupt() throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Bystander<Got> caller = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return submitted(pool, gate);
            });
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(caller.result().interrupted()).isTrue();
        }
    }

    /** Contract 4 and 11: a task that is deaf holds its caller, not the pool. */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void aDeafTaskHoldsItsCallerAlone(TerminateTest.Force end) throws Exception {
        try (PoolExecutor pool = impatient();
                Gate gate = gate()) {
            Bystander<Got> caller = Bystander.calling(() -> submittedDeaf(pool, gate));
            gate.awaitArrivals(1);

            end.on(pool);

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(pool.stats().abandonedWorkers()).isEqualTo(1);
            assertThat(caller.isDone()).isFalse();
            gate.open();
            assertThat(caller.result().future().exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(caller.result().interrupted()).isFalse();
        }
    }

    /** Contract 11: all callers, each with a task of its own. */
    @Test
    void endingByForceFreesEveryCaller() throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            List<Bystander<Got>> callers = List.of(
                    Bystander.calling(() -> submitted(pool, gate)), Bystander.calling(() -> submitted(pool, gate)));
            gate.awaitArrivals(2);

            pool.terminateWorkers();

            for (Bystander<Got> caller : callers) {
                assertThat(caller.result().future().exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            }
        }
    }

    /** API.md 4, settled details: a face on shared workers that is terminated leaves the other face's callers alone. */
    @Test
    void terminatingOneFaceLeavesTheCallersOfTheOther() throws Exception {
        try (SharedWorkers shared = SharedWorkers.open(Workers.inline());
                PoolExecutor ended = PoolExecutor.over(shared);
                PoolExecutor other = PoolExecutor.over(shared);
                Gate gate = gate("ended");
                Gate others = gate("other")) {
            Bystander<Got> caller = Bystander.calling(() -> submitted(ended, gate));
            Bystander<Got> bystander = Bystander.calling(() -> submitted(other, others));
            gate.awaitArrivals(1);
            others.awaitArrivals(1);

            ended.terminateWorkers();

            assertThat(caller.result().future().exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            others.open();
            assertThat(bystander.result().future().result(WAIT)).isEqualTo(1);
        }
    }

    /** Contract 4: taskTimeout stops it as cancel(true) does; contract 9: and leaves its caller no interrupt. */
    @Test
    void aTaskThatRunsTooLongFreesItsCaller() throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Got got = submitted(pool.withTaskTimeout(BRIEF), gate);

            assertThat(got.future().exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            assertThat(got.interrupted()).isFalse();
            assertThat(pool.submit(Work::square, 3).result()).isEqualTo(9);
        }
    }

    /** Contract 3, 11: a map in the caller's thread ends with its pool, and says so. */
    @Test
    void endingByForceEndsAMapInTheCaller() throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Bystander<List<Integer>> caller = Bystander.calling(
                    () -> pool.map(gate::<Integer>pass, List.of(1, 2, 3)).toList());
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(caller.failure()).isInstanceOf(PoolTerminatedException.class);
            assertThat(gate.arrivals()).isEqualTo(1);
        }
    }

    /** API.md 4, settled details: a map that was cut short delivers what it took, then says so: here it takes an item as it runs it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aShutdownCutsAMapInTheCallerShort(boolean cancelFutures) throws Exception {
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Bystander<Integer> caller = Bystander.calling(() -> {
                try (Results<Integer> results = pool.map(gate::<Integer>pass, List.of(1, 2, 3))) {
                    int first = results.next();
                    assertThatThrownBy(results::next).isInstanceOf(RejectedExecutionException.class);
                    return first;
                }
            });
            gate.awaitArrivals(1);

            pool.shutdown(cancelFutures);

            gate.open();
            assertThat(caller.result()).isEqualTo(1);
            assertThat(gate.arrivals()).isEqualTo(1);
        }
    }

    /** Contract 4: an item is stopped alone; those behind it in its chunk are the caller's, not the thread's that keeps the time. */
    @Test
    void whatFollowsADeafItemRunsInItsCaller() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        MapOptions together = MapOptions.defaults().chunkSize(3);
        Workers workers = workers(1).taskTimeout(TASK).killGrace(Duration.ofMillis(20));
        try (PoolExecutor pool = PoolExecutor.of(workers);
                Results<Integer> results = pool.map(item -> noted(item, threads, pool), List.of(0, 1, 2), together)) {
            assertThat(results.nextOutcome()).isInstanceOf(Outcome.Failure.class);
            assertThat(results.next()).isEqualTo(1);
            assertThat(results.next()).isEqualTo(2);
        }
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    private static int noted(int item, Set<Thread> threads, PoolExecutor pool) {
        threads.add(Thread.currentThread());
        if (item == 0) {
            stayDeaf(WAIT, () -> pool.stats().failed() == 0); // until its time is up
            stayDeaf(Duration.ofMillis(200), () -> true); // for longer than the grace
        }
        return item;
    }

    private static void stayDeaf(Duration most, BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (condition.getAsBoolean() && System.nanoTime() - begun < most.toNanos()) {
            Thread.interrupted();
        }
    }
}
