// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One small task alone in the pool, its result awaited: the distribution of the time it takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoundTripBenchmark {
    @Benchmark
    public Integer executorSubmit(FuturesPool it) {
        return it.executor.submit(Bodies::nothing).result();
    }

    @Benchmark
    public Integer poolApply(ClassicPool it) {
        return it.pool.apply(Bodies::nothing);
    }

    @Benchmark
    public Integer threadPoolExecutor(FixedPool it) throws InterruptedException, ExecutionException {
        return it.executor.submit(Bodies::nothing).get();
    }

    @Benchmark
    public Integer forkJoinPool(ForkJoin it) throws InterruptedException, ExecutionException {
        return it.pool.submit(Bodies::nothing).get();
    }
}
