// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.futures;

import io.twinpool.TaskFailedException;
import io.twinpool.Workers;
import io.twinpool.examples.Factors;
import io.twinpool.futures.Futures;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes results as they complete, each with its input: a map from future to input tells which is which. */
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
        SortedMap<Long, String> answers = new TreeMap<>();
        try (PoolExecutor executor = PoolExecutor.of(workers)) {
            Map<PoolFuture<List<Long>>, Long> numberOf = new HashMap<>();
            for (long number : List.of(600_851_475_143L, 12L, 0L)) {
                numberOf.put(executor.submit(Factors::of, number), number);
            }
            for (PoolFuture<List<Long>> future : Futures.asCompleted(numberOf.keySet())) {
                answers.put(numberOf.get(future), answer(future));
            }
        }
        answers.forEach((number, answer) -> out.println(number + ": " + answer));
    }

    private static String answer(PoolFuture<List<Long>> future) {
        try {
            return future.result().toString();
        } catch (TaskFailedException e) {
            return e.getCause().getMessage();
        }
    }
}
