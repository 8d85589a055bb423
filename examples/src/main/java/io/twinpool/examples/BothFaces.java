// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.core.SharedWorkers;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.io.PrintStream;
import java.util.List;

/** Both facades on the same running workers: two parts of a program need not have two pools. */
public final class BothFaces {
    private BothFaces() {}

    /**
     * Prints a sum and a list.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(Workers.threads(2), System.out);
    }

    static void run(Workers workers, PrintStream out) {
        try (SharedWorkers shared = SharedWorkers.open(workers)) {
            PoolExecutor executor = PoolExecutor.over(shared);
            Pool pool = Pool.over(shared);

            PoolFuture<Integer> sum = executor.submit(Integer::sum, 40, 2);
            List<Integer> lengths = pool.map(String::length, List.of("one", "three"));
            out.println(sum.result() + " " + lengths);

            pool.close(); // ends what was submitted through it, not the workers
            out.println(executor.submit(() -> "the other facade still works").result());
            out.println("workers: " + executor.stats().workers());
        }
    }
}
