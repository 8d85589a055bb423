// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Bytes to a worker and back: time for both ways. Threads pass a reference: their figure is the floor. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PayloadBenchmark {
    @Param("67108864")
    public int bytes = 64 << 20;

    private byte[] payload = {};

    @Setup
    public void fill() {
        payload = new byte[bytes];
    }

    @Benchmark
    public byte[] executorSubmit(FuturesPool it) {
        return it.executor.submit(Bodies::same, payload).result();
    }

    @Benchmark
    public byte[] poolApply(ClassicPool it) {
        return it.pool.apply(Bodies::same, payload);
    }
}
