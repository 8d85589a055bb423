// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import io.twinpool.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One trivial function over many items, no chunk size given: time per item. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Items.COUNT) // another number of items: -p items=N -opi N
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms2g",
            "-Xmx2g", // a heap that grows while a million results live shows more of the collector than of the pool
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=1" // and the caller: two threads, as all others
            // have
        })
public class MapBenchmark {
    private static final int PARTS_PER_WORKER = 8;

    @Benchmark
    public void executorMap(FuturesPool it, Items items, Blackhole hole) {
        it.executor.map(Bodies::increment, items.list).forEachRemaining(hole::consume);
    }

    @Benchmark
    public List<Integer> executorMapToList(FuturesPool it, Items items) {
        try (Results<Integer> results = it.executor.map(Bodies::increment, items.list)) {
            return results.toList();
        }
    }

    @Benchmark
    public List<Integer> poolMap(ClassicPool it, Items items) {
        return it.pool.map(Bodies::increment, items.list);
    }

    @Benchmark
    public void poolImap(ClassicPool it, Items items, Blackhole hole) {
        it.pool.imap(Bodies::increment, items.list).forEachRemaining(hole::consume);
    }

    @Benchmark
    public void poolImapUnordered(ClassicPool it, Items items, Blackhole hole) {
        it.pool.imapUnordered(Bodies::increment, items.list).forEachRemaining(hole::consume);
    }

    @Benchmark
    public List<Integer> parallelStream(Items items) {
        return items.list.parallelStream().map(Bodies::increment).toList();
    }

    @Benchmark
    public List<Integer> invokeAllParts(FixedPool it, Items items) throws InterruptedException, ExecutionException {
        List<Callable<List<Integer>>> tasks = new ArrayList<>();
        for (List<Integer> part : items.parts(PARTS_PER_WORKER * it.workers)) {
            tasks.add(() -> part.stream().map(Bodies::increment).toList());
        }
        List<Integer> all = new ArrayList<>(items.items);
        for (Future<List<Integer>> part : it.executor.invokeAll(tasks)) {
            all.addAll(part.get());
        }
        return all;
    }
}
