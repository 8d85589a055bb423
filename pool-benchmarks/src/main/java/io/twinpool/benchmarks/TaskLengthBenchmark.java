// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import io.twinpool.TaskFunction;
import io.twinpool.classic.AsyncResult;
import io.twinpool.futures.PoolFuture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Tasks of some length: time per task, which would be {@code millis / workers} if the pool cost nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(TaskLengthBenchmark.TASKS) // another number of tasks: -p tasks=N -opi N
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TaskLengthBenchmark {
    static final int TASKS = 100;

    /** How a task passes its time. */
    public enum Way {
        SPIN,
        SLEEP;

        TaskFunction<Integer, Integer> body() {
            return switch (this) {
                case SPIN -> Bodies::spin;
                case SLEEP -> Bodies::sleep;
            };
        }
    }

    @Param("" + TASKS)
    public int tasks = TASKS;

    @Param({"1", "10"})
    public int millis = 1;

    @Param
    public Way way = Way.SPIN;

    private int nanos() {
        return millis * 1_000_000;
    }

    @Benchmark
    public void executorSubmit(FuturesPool it) {
        List<PoolFuture<Integer>> futures = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            futures.add(it.executor.submit(way.body(), nanos()));
        }
        futures.forEach(PoolFuture::result);
    }

    @Benchmark
    public void poolApplyAsync(ClassicPool it) {
        List<AsyncResult<Integer>> results = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            results.add(it.pool.applyAsync(way.body(), nanos()));
        }
        results.forEach(AsyncResult::get);
    }

    @Benchmark
    public List<Integer> poolMap(ClassicPool it) {
        return it.pool.map(way.body(), Collections.nCopies(tasks, nanos()));
    }

    @Benchmark
    public Object threadPoolExecutor(FixedPool it) throws InterruptedException {
        return it.executor.invokeAll(Collections.nCopies(tasks, task()));
    }

    @Benchmark
    public Object forkJoinPool(ForkJoin it) {
        return it.pool.invokeAll(Collections.nCopies(tasks, task()));
    }

    private Callable<Integer> task() {
        return () -> way.body().apply(nanos());
    }
}
