// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.Blackhole;

/** Every benchmark's body once, small, on threads. */
class SmokeTest {
    private static final String JMH_ALLOWS_THIS =
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.";

    private final FuturesPool futures = new FuturesPool();
    private final ClassicPool classic = new ClassicPool();
    private final FixedPool fixed = new FixedPool();
    private final ForkJoin forkJoin = new ForkJoin();
    private final Items items = new Items();
    private final Blackhole hole = new Blackhole(JMH_ALLOWS_THIS);

    @BeforeEach
    void open() {
        futures.kind = Kind.THREADS;
        classic.kind = Kind.THREADS;
        futures.workers = classic.workers = fixed.workers = forkJoin.workers = 2;
        futures.open();
        classic.open();
        fixed.open();
        forkJoin.open();
        items.items = 100;
        items.fill();
    }

    @AfterEach
    void close() {
        futures.close();
        classic.close();
        fixed.close();
        forkJoin.close();
    }

    @Test
    void submitsRun() throws Exception {
        SubmitBenchmark it = new SubmitBenchmark();
        it.tasks = 10;

        assertThat(it.executorSubmit(futures)).isEqualTo(10);
        assertThat(it.executorSubmitArgument(futures)).isEqualTo(55);
        assertThat(it.poolApplyAsync(classic)).isEqualTo(10);
        assertThat(it.threadPoolExecutor(fixed)).isEqualTo(10);
        assertThat(it.forkJoinPool(forkJoin)).isEqualTo(10);
    }

    @Test
    void mapsRun() throws Exception {
        MapBenchmark it = new MapBenchmark();

        it.executorMap(futures, items, hole);
        it.poolImap(classic, items, hole);
        it.poolImapUnordered(classic, items, hole);

        assertThat(it.executorMapToList(futures, items)).startsWith(1, 2).hasSize(100);
        assertThat(it.poolMap(classic, items)).isEqualTo(it.parallelStream(items));
        assertThat(it.invokeAllParts(fixed, items)).isEqualTo(it.parallelStream(items));
    }

    @Test
    void roundTripsRun() throws Exception {
        RoundTripBenchmark it = new RoundTripBenchmark();

        assertThat(it.executorSubmit(futures)).isEqualTo(1);
        assertThat(it.poolApply(classic)).isEqualTo(1);
        assertThat(it.threadPoolExecutor(fixed)).isEqualTo(1);
        assertThat(it.forkJoinPool(forkJoin)).isEqualTo(1);
    }

    @Test
    void tasksOfSomeLengthRun() throws Exception {
        for (TaskLengthBenchmark.Way way : TaskLengthBenchmark.Way.values()) {
            TaskLengthBenchmark it = new TaskLengthBenchmark();
            it.tasks = 4;
            it.way = way;

            it.executorSubmit(futures);
            it.poolApplyAsync(classic);

            assertThat(it.poolMap(classic)).hasSize(4).containsOnly(1_000_000);
            assertThat(it.threadPoolExecutor(fixed)).isNotNull();
            assertThat(it.forkJoinPool(forkJoin)).isNotNull();
        }
    }

    @Test
    void payloadsRun() {
        PayloadBenchmark it = new PayloadBenchmark();
        it.bytes = 1024;
        it.fill();

        assertThat(it.executorSubmit(futures)).hasSize(1024);
        assertThat(it.poolApply(classic)).hasSize(1024);
    }

    @Test
    void lifecyclesRun() {
        LifecycleBenchmark it = new LifecycleBenchmark();
        it.tasks = 4;

        assertThat(it.firstResultOfOneWorker()).isEqualTo(1);
        it.close();
        assertThat(it.firstResult()).isEqualTo(1);
        it.close();
        assertThat(it.workerPerTask()).isEqualTo(10);
    }
}
