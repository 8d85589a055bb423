// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.classic;

import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.examples.Factors;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Sets the chunk size of an unordered map by a rule: four chunks for each worker, as Python does. It is not needed:
 * without a chunk size, the pool measures.
 */
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
        try (Pool pool = Pool.of(workers)) {
            out.println(count(pool.imapUnordered(ChunkSize::isPrime, numbers, chunkSize)));
            out.println(count(pool.imapUnordered(ChunkSize::isPrime, numbers)));
        }
    }

    private static boolean isPrime(long number) {
        return Factors.of(number).size() == 1;
    }

    private static long count(Iterable<Boolean> answers) {
        long count = 0;
        for (boolean answer : answers) {
            count += answer ? 1 : 0;
        }
        return count;
    }
}
