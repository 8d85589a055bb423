// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.PoolStats;
import io.twinpool.Results;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code stats()}. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to be counted
final class StatsTest extends FuturesContract {
    StatsTest(Kind kind) {
        super(kind);
    }

    /** Contract: completed counts every item that ended, failed ones included. */
    @Test
    void endsAreCounted() {
        try (PoolExecutor pool = open()) {
            pool.submit(Work::square, 2).exception();
            pool.submit(Work::refuse, 2).exception();

            PoolStats stats = pool.stats();
            assertThat(stats.completed()).isEqualTo(2);
            assertThat(stats.failed()).isEqualTo(1);
            assertThat(stats.cancelled()).isZero();
            assertThat(stats.queued()).isZero();
        }
    }

    /** Contract: counts are of items, not of chunks. */
    @Test
    void itemsOfAMapAreCounted() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::squareOfNatural,
                        IntStream.range(-5, 95).boxed().toList(),
                        MapOptions.defaults().chunkSize(30))) {
            while (results.hasNext()) {
                results.nextOutcome();
            }

            assertThat(pool.stats().completed()).isEqualTo(100);
            assertThat(pool.stats().failed()).isEqualTo(5);
        }
    }

    /** Contract: queued, running, busyWorkers. */
    @Test
    void whatWaitsAndWhatRunsIsCounted() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(2);
                Gate gate = gate()) {
            IntStream.range(0, 5).forEach(i -> pool.submit(() -> gate.pass()));
            gate.awaitArrivals(2);

            PoolStats stats = pool.stats();

            assertThat(stats.workers()).isEqualTo(2);
            assertThat(stats.busyWorkers()).isEqualTo(2);
            assertThat(stats.running()).isEqualTo(2);
            assertThat(stats.queued()).isEqualTo(3);
            assertThat(stats.completed()).isZero();
            assertThat(stats.workersStarted()).isEqualTo(2);
        }
    }

    /** Contract: cancelled ones are completed ones too. */
    @Test
    void cancelledTasksAreCounted() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);

            waiting.cancel();

            assertThat(pool.stats().cancelled()).isEqualTo(1);
            assertThat(pool.stats().completed()).isEqualTo(1);
            assertThat(pool.stats().failed()).isZero();
            assertThat(pool.stats().queued()).isZero();
        }
    }

    /** Contract: everything that was terminated has failed. */
    @Test
    void terminatedTasksHaveFailed() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            List<PoolFuture<Integer>> futures = IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(() -> gate.pass(i)))
                    .toList();
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            Futures.await(futures, ReturnWhen.ALL_COMPLETED, WAIT);
            assertThat(pool.stats().completed()).isEqualTo(4);
            assertThat(pool.stats().failed()).isEqualTo(4);
        }
    }

    /** Contract, settled details: stats() of a face on shared workers counts that face's own items. */
    @Test
    void aFaceCountsItsOwnItems() {
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                PoolExecutor one = PoolExecutor.over(shared);
                PoolExecutor other = PoolExecutor.over(shared)) {
            one.submit(Work::square, 2).result();

            assertThat(one.stats().completed()).isEqualTo(1);
            assertThat(other.stats().completed()).isZero();
        }
    }

    /** DESIGN: no worker is left after the end. */
    @Test
    void aClosedPoolHasNoWorkers() {
        PoolExecutor pool = open(2);
        pool.submit(Work::square, 2).result();

        pool.close();

        assertThat(pool.stats().workers()).isZero();
        assertThat(pool.stats().busyWorkers()).isZero();
        assertThat(pool.stats().running()).isZero();
    }
}
