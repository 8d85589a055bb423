// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.futures;

import io.twinpool.MapOptions;
import io.twinpool.Workers;
import io.twinpool.examples.Factors;
import io.twinpool.futures.PoolExecutor;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.LongStream;

/** Sets the chunk size of a map by a rule. It is not needed: without a chunk size, the pool measures. */
public final class ChunkSize {
    private ChunkSize() {}

    /**
     * Prints how many primes there are below ten thousand, counted twice.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(Workers.threads(2), System.out);
    }

    static void run(Workers workers, PrintStream out) {
        List<Long> numbers = LongStream.range(1, 10_000).boxed().toList();
        int chunkSize = Math.max(1, numbers.size() / (workers.size() * 4));
        try (PoolExecutor executor = PoolExecutor.of(workers)) {
            out.println(count(executor, numbers, MapOptions.defaults().chunkSize(chunkSize)));
            out.println(count(executor, numbers, MapOptions.defaults()));
        }
    }

    private static long count(PoolExecutor executor, List<Long> numbers, MapOptions options) {
        return executor.map(ChunkSize::isPrime, numbers, options).stream()
                .filter(isPrime -> isPrime)
                .count();
    }

    private static boolean isPrime(long number) {
        return Factors.of(number).size() == 1;
    }
}
