// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import io.twinpool.classic.AsyncResult;
import io.twinpool.futures.PoolFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
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

/** Many small tasks, each submitted by itself, then all results read: time per task. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SubmitBenchmark.TASKS) // another number of tasks: -p tasks=N -opi N
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = { // a page is touched for the first time at the cost of several tasks, if it is touched here
            "-Xms1g",
            "-Xmx1g",
            "-Xmn400m",
            "-XX:+AlwaysPreTouch"
        })
public class SubmitBenchmark {
    static final int TASKS = 100_000;

    @Param("" + TASKS)
    public int tasks = TASKS;

    @Benchmark
    public int executorSubmit(FuturesPool it) {
        List<PoolFuture<Integer>> futures = submitted(i -> it.executor.submit(Bodies::nothing));
        int sum = 0;
        for (PoolFuture<Integer> future : futures) {
            sum += future.result();
        }
        return sum;
    }

    @Benchmark
    public int executorSubmitArgument(FuturesPool it) {
        List<PoolFuture<Integer>> futures = submitted(i -> it.executor.submit(Bodies::increment, i));
        int sum = 0;
        for (PoolFuture<Integer> future : futures) {
            sum += future.result();
        }
        return sum;
    }

    @Benchmark
    public int poolApplyAsync(ClassicPool it) {
        List<AsyncResult<Integer>> results = submitted(i -> it.pool.applyAsync(Bodies::nothing));
        int sum = 0;
        for (AsyncResult<Integer> result : results) {
            sum += result.get();
        }
        return sum;
    }

    @Benchmark
    public int threadPoolExecutor(FixedPool it) throws InterruptedException, ExecutionException {
        return sum(submitted(i -> it.executor.submit(Bodies::nothing)));
    }

    @Benchmark
    public int forkJoinPool(ForkJoin it) throws InterruptedException, ExecutionException {
        return sum(submitted(i -> it.pool.submit(Bodies::nothing)));
    }

    private <F> List<F> submitted(IntFunction<F> submit) {
        List<F> futures = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            futures.add(submit.apply(i));
        }
        return futures;
    }

    private static int sum(List<? extends Future<Integer>> futures) throws InterruptedException, ExecutionException {
        int sum = 0;
        for (Future<Integer> future : futures) {
            sum += future.get();
        }
        return sum;
    }
}
