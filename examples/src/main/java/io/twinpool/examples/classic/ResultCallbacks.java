// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.classic;

import io.twinpool.Workers;
import io.twinpool.classic.Callbacks;
import io.twinpool.classic.Pool;
import io.twinpool.examples.Factors;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Is called back: one callback at a time, on a thread of their own, so a plain list will do. */
public final class ResultCallbacks {
    private ResultCallbacks() {}

    /**
     * Prints how each task ended.
     *
     * @param args none
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        run(Workers.threads(2), System.out);
    }

    static void run(Workers workers, PrintStream out) throws InterruptedException {
        List<String> news = new ArrayList<>();
        try (Pool pool = Pool.of(workers)) {
            for (long number : List.of(6L, 7L, -1L)) {
                pool.applyAsync(
                        Factors::of,
                        number,
                        Callbacks.<List<Long>>onResult(factors -> news.add(number + ": " + factors))
                                .andOnError(error -> news.add(error.getMessage())));
            }
            pool.shutdown(); // close() alone would terminate what is unfinished
            pool.join(); // waits for the tasks, and for their callbacks
        }
        news.stream().sorted().forEach(out::println);
    }
}
