// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.TaskFailedException;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists in chunks of so many items that threads run several together: each is still an item of its own. */
final class ItemsRunTogetherTest extends PoolContract {
    private static final List<Integer> ITEMS = IntStream.range(0, 5000).boxed().toList();
    private static final MapOptions TOGETHER = MapOptions.defaults().chunkSize(5000);
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    ItemsRunTogetherTest(Kind kind) {
        super(kind);
    }

    private static Callbacks<List<Integer>> nobody() {
        return Callbacks.onError(e -> {});
    }

    /** Contract 3: a task that has not started can always be cancelled, and never runs afterwards. */
    @Test
    void whatHasNotStartedNeverRunsAfterACancellation() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Pool pool = openOne()) {
            AsyncResult<List<Integer>> list =
                    pool.mapAsync(x -> x == 0 ? gate.pass(x) : traces.leaving(x), ITEMS, TOGETHER, nobody());
            gate.awaitArrivals(1);

            list.toCompletableFuture().cancel(true);

            assertThatThrownBy(list::get).isInstanceOf(CancellationException.class);
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** Contract 3: only what runs is interrupted, and it ends; nothing starts behind it, which nobody would interrupt. */
    @Test
    void aCancelledListFreesItsWorker() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate never = gate();
                Pool pool = Pool.of(workers(1).killGrace(ENDLESS))) {
            AsyncResult<List<Integer>> list = pool.mapAsync(never::<Integer>pass, ITEMS, TOGETHER, nobody());
            never.awaitArrivals(1);

            list.toCompletableFuture().cancel(true);

            assertThat(pool.applyAsync(Work::square, 3).get(WAIT)).isEqualTo(9);
            assertThat(never.arrivals()).isEqualTo(1);
        }
    }

    /** API.md 3: terminate() stops everything now; 4.4: only a thread that ignores interrupts is given up. */
    @Test
    void aTerminatedListLeavesNoThreadBehind() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate never = gate()) {
            Pool pool = Pool.of(workers(1).killGrace(WAIT));
            pool.mapAsync(never::<Integer>pass, ITEMS, TOGETHER, nobody());
            never.awaitArrivals(1);

            pool.terminate();

            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().abandonedWorkers()).isZero();
            assertThat(never.arrivals()).isEqualTo(1);
        }
    }

    /** API.md 3: closing one face ends what was submitted through it, and leaves the workers to the other. */
    @Test
    void aClosedPoolFreesTheWorkersThatItShares() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(1).killGrace(ENDLESS));
                Pool other = Pool.over(shared);
                Gate never = gate()) {
            try (Pool pool = Pool.over(shared)) {
                pool.mapAsync(never::<Integer>pass, ITEMS, TOGETHER, nobody());
                never.awaitArrivals(1);
            }

            assertThat(other.applyAsync(Work::square, 3).get(WAIT)).isEqualTo(9);
            assertThat(never.arrivals()).isEqualTo(1);
        }
    }

    /** API.md 4, settled details, failFast: what had not started is cancelled. */
    @Test
    void whatHasNotStartedNeverRunsAfterAFailure() throws Exception {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory(); // a forked JVM may have begun some by the time it hears
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Pool pool = open(1)) {
            AsyncResult<List<Integer>> list = pool.mapAsync(
                    x -> x == 0 ? Work.refuse(gate.pass(x)) : traces.leaving(x),
                    ITEMS,
                    TOGETHER.failFast(true),
                    nobody());
            gate.awaitArrivals(1);
            gate.open();

            assertThatThrownBy(() -> list.get(WAIT)).isInstanceOf(TaskFailedException.class);
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
        }
        assertThat(traces.all()).isEmpty();
    }
}
