// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to start workers: a pool's first result, and a worker for every task. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 15)
@Fork(1)
public class LifecycleBenchmark {
    @Param
    public Kind kind = Kind.THREADS;

    @Param("2")
    public int workers = 2;

    @Param("20")
    public int tasks = 20;

    private @Nullable PoolExecutor opened;

    /** From nothing to the first result of one worker. */
    @Benchmark
    public Integer firstResultOfOneWorker() {
        return firstResult(1);
    }

    /** From nothing to the first result, while the other workers start too. */
    @Benchmark
    public Integer firstResult() {
        return firstResult(workers);
    }

    private Integer firstResult(int size) {
        PoolExecutor executor = PoolExecutor.of(kind.workers(size));
        opened = executor;
        return executor.submit(Bodies::nothing).result();
    }

    /** Twenty tasks, each on a worker of its own, pool and all. */
    @Benchmark
    public int workerPerTask() {
        try (PoolExecutor executor = PoolExecutor.of(kind.workers(workers).maxTasksPerChild(1))) {
            List<PoolFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                futures.add(executor.submit(Bodies::increment, i));
            }
            return futures.stream().mapToInt(PoolFuture::result).sum();
        }
    }

    /** Outside of the measured time. */
    @TearDown(Level.Invocation)
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
