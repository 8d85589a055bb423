// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import io.twinpool.classic.Pool;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Twinpool's side of the comparison with Python. */
final class PoolFigures implements AutoCloseable {
    private static final int ROUNDS = 5;
    private static final int TRIPS = 2_000;
    private static final int RECYCLED = 20;

    private final Kind kind;
    private final int workers;
    private final PoolExecutor executor;
    private final Pool pool;
    private final List<Integer> items;
    private final List<Integer> tasks;
    private final byte[] payload;

    PoolFigures(Kind kind, int workers, int items, int payloadBytes) {
        this.kind = kind;
        this.workers = workers;
        this.executor = PoolExecutor.of(kind.workers(workers));
        this.pool = Pool.of(kind.workers(workers));
        this.items = new ArrayList<>(IntStream.range(0, items).boxed().toList());
        this.tasks = this.items.subList(0, items / 10);
        this.payload = new byte[payloadBytes];
    }

    /** Until the JVMs on both sides have compiled what is measured. */
    void warmUp(double secondsEach) {
        Clock.repeat(secondsEach, this::map);
        Clock.repeat(secondsEach, this::submitEach);
        Clock.repeat(secondsEach, this::roundTrip);
        Clock.repeat(secondsEach, this::passBytes);
    }

    Map<String, Double> measure() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("map", items.size() / Clock.medianSeconds(ROUNDS, this::map));
        figures.put("submit", tasks.size() / Clock.medianSeconds(ROUNDS, this::submitEach));
        figures.put("round_trip_p50", 1e6 * Clock.medianSeconds(TRIPS, this::roundTrip));
        figures.put("bytes", 1e3 * Clock.medianSeconds(ROUNDS, this::passBytes));
        figures.put("first_result", 1e3 * firstResult());
        figures.put("worker_per_task", workerPerTask());
        return figures;
    }

    private void map() {
        pool.map(Bodies::increment, items);
    }

    private void submitEach() {
        List<PoolFuture<Integer>> futures = new ArrayList<>(tasks.size());
        for (Integer task : tasks) {
            futures.add(executor.submit(Bodies::increment, task));
        }
        futures.forEach(PoolFuture::result);
    }

    private void roundTrip() {
        executor.submit(Bodies::nothing).result();
    }

    private void passBytes() {
        pool.apply(Bodies::same, payload);
    }

    private double firstResult() {
        return IntStream.range(0, ROUNDS)
                .mapToDouble(i -> firstResultOnce())
                .sorted()
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }

    /** Opens a pool of one worker, up to its first result; its end is not counted. */
    private double firstResultOnce() {
        long start = System.nanoTime();
        try (Pool fresh = Pool.of(kind.workers(1))) {
            fresh.apply(Bodies::nothing);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private double workerPerTask() {
        try (Pool recycling = Pool.of(kind.workers(workers).maxTasksPerChild(1))) {
            return RECYCLED / Clock.seconds(() -> recycling.map(Bodies::increment, items.subList(0, RECYCLED), 1));
        }
    }

    @Override
    public void close() {
        executor.close();
        pool.close();
    }
}
