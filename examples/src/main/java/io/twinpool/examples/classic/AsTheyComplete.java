// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.classic;

import io.twinpool.Args2;
import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.examples.Factors;
import java.io.PrintStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes results as they complete, each with its input: an unordered map whose function gives its input back too. */
public final class AsTheyComplete {
    private AsTheyComplete() {}

    /**
     * Prints, in the order of the inputs, what came in any order.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(Workers.threads(2), System.out);
    }

    static void run(Workers workers, PrintStream out) {
        SortedMap<Long, List<Long>> answers = new TreeMap<>();
        try (Pool pool = Pool.of(workers)) {
            List<Long> numbers = List.of(600_851_475_143L, 12L, 7L);
            for (Args2<Long, List<Long>> pair :
                    pool.imapUnordered(number -> Args2.of(number, Factors.of(number)), numbers)) {
                answers.put(pair.first(), pair.second());
            }
        }
        answers.forEach((number, factors) -> out.println(number + ": " + factors));
    }
}
