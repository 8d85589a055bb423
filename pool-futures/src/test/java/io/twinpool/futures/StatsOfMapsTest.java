// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.PoolStats;
import io.twinpool.Results;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stats()} of maps that do not come to their end: API.md 1: completed counts every item that ended, however it did. */
@SuppressWarnings("try") // close() is part of the test
final class StatsOfMapsTest extends FuturesContract {
    private static final int ITEMS = 30;
    private static final List<Integer> NUMBERS =
            IntStream.range(0, ITEMS).boxed().toList();

    StatsOfMapsTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereItemsWait() {
        assumeWorkersOfTheirOwn();
    }

    private static MapOptions chunks(int size) {
        return MapOptions.defaults().chunkSize(size);
    }

    private static void assertCounts(PoolExecutor pool, long queued, long running, long failed, long cancelled) {
        PoolStats stats = pool.stats();
        assertThat(List.of(stats.queued(), stats.running(), stats.failed(), stats.cancelled()))
                .as("%s", stats)
                .containsExactly(queued, running, failed, cancelled);
        assertThat(stats.queued() + stats.running() + stats.completed())
                .as("%s", stats)
                .isEqualTo(ITEMS);
    }

    /** API.md 1, PoolStats: of items, while one of a chunk runs. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, ITEMS})
    void oneItemRunsAndTheRestOfItsChunkIsQueued(int chunkSize) throws Exception {
        try (PoolExecutor pool = openOne();
                Gate gate = gate();
                Results<Integer> results = pool.map(gate::<Integer>pass, NUMBERS, chunks(chunkSize))) {
            gate.awaitArrivals(1);

            assertCounts(pool, ITEMS - 1, 1, 0, 0);

            gate.open();
            assertThat(results.toList()).hasSize(ITEMS);
            Eventually.until("all ended", () -> pool.stats().completed() == ITEMS);
            assertCounts(pool, 0, 0, 0, 0);
        }
    }

    /** API.md 1, shutdown(true): what had not started counts as cancelled. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, ITEMS})
    void whatAShutdownCancelsIsCounted(int chunkSize) throws Exception {
        PoolExecutor pool = openOne();
        try (pool;
                Gate gate = gate();
                Results<Integer> results = pool.map(gate::<Integer>pass, NUMBERS, chunks(chunkSize))) {
            gate.awaitArrivals(1);

            pool.shutdown(true);

            assertCounts(pool, 0, 1, 0, ITEMS - 1);
            gate.open();
            assertThat(results.next(WAIT)).isZero();
        }
        assertCounts(pool, 0, 0, 0, ITEMS - 1);
    }

    /** API.md 1, Results.close(): what had not started counts as cancelled. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, ITEMS})
    void whatClosingItsResultsCancelsIsCounted(int chunkSize) throws Exception {
        PoolExecutor pool = openOne();
        try (pool;
                Gate gate = gate();
                Results<Integer> results = pool.map(gate::<Integer>pass, NUMBERS, chunks(chunkSize))) {
            gate.awaitArrivals(1);

            results.close();

            assertCounts(pool, 0, 1, 0, ITEMS - 1);
        }
        assertCounts(pool, 0, 0, 0, ITEMS - 1);
    }

    /** API.md 4, settled details: what is terminated has failed, what ran included, and that at once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, ITEMS})
    void whatATerminationEndsIsCounted(int chunkSize) throws Exception {
        PoolExecutor pool = openOne();
        try (pool;
                Gate gate = gate();
                Results<Integer> results = pool.map(gate::<Integer>pass, NUMBERS, chunks(chunkSize))) {
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(pool.stats().failed()).isEqualTo(ITEMS);
            assertThat(results.nextOutcome()).isInstanceOf(Outcome.Failure.class);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertCounts(pool, 0, 0, ITEMS, 0);
    }

    /** API.md 1, bufferSize: what has not been taken from the input is not counted, in the end neither. */
    @Test
    void whatWasNotTakenIsNotCounted() throws Exception {
        PoolExecutor pool = openOne();
        try (pool;
                Gate gate = gate();
                Results<Integer> results =
                        pool.map(gate::<Integer>pass, NUMBERS, chunks(1).bufferSize(4))) {
            gate.awaitArrivals(1);
            Eventually.until("a full buffer", () -> pool.stats().queued() == 3);

            results.close();

            assertThat(pool.stats().cancelled()).isEqualTo(3);
        }
        assertThat(pool.stats().completed()).isEqualTo(4);
        assertThat(pool.stats().queued() + pool.stats().running()).isZero();
    }
}
