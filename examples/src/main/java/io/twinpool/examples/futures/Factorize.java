// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.futures;

import io.twinpool.Results;
import io.twinpool.Workers;
import io.twinpool.examples.Factors;
import io.twinpool.futures.PoolExecutor;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Factorizes many numbers into a map: results come in the order of the input, so both are walked side by side. */
public final class Factorize {
    private Factorize() {}

    /**
     * Prints numbers with their factors.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(Workers.threads(2), System.out);
    }

    static void run(Workers workers, PrintStream out) {
        factorize(List.of(8L, 97L, 360L, 1_000_003L, 600_851_475_143L), workers)
                .forEach((number, factors) -> out.println(number + " = " + factors));
    }

    static Map<Long, List<Long>> factorize(List<Long> numbers, Workers workers) {
        try (PoolExecutor executor = PoolExecutor.of(workers)) {
            Map<Long, List<Long>> factorsOf = new LinkedHashMap<>();
            Results<List<Long>> results = executor.map(Factors::of, numbers);
            for (Long number : numbers) {
                factorsOf.put(number, results.next());
            }
            return factorsOf;
        }
    }
}
