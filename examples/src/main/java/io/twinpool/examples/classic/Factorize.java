// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.classic;

import io.twinpool.Args2;
import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.examples.Factors;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Factorizes many numbers into a map: the function gives number and factors back together. */
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
        Map<Long, List<Long>> factorsOf = new LinkedHashMap<>();
        try (Pool pool = Pool.of(workers)) {
            pool.map(number -> Args2.of(number, Factors.of(number)), numbers)
                    .forEach(pair -> factorsOf.put(pair.first(), pair.second()));
        }
        return factorsOf;
    }
}
