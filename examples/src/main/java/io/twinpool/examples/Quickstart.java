// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import io.twinpool.classic.Pool;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.io.PrintStream;
import java.util.List;

/** The program of the README, on both facades. */
public final class Quickstart {
    private Quickstart() {}

    /**
     * Prints factors, found by forked JVMs and by threads.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(System.out);
    }

    static void run(PrintStream out) {
        List<Long> numbers = List.of(360L, 1_000_003L, 600_851_475_143L);

        try (PoolExecutor executor = PoolExecutor.processes(2)) { // two forked JVMs
            PoolFuture<List<Long>> one = executor.submit(Factors::of, 97L * 89L);
            for (List<Long> factors : executor.map(Factors::of, numbers)) {
                out.println(factors);
            }
            out.println(one.result());
        }

        try (Pool pool = Pool.threads(2)) { // two threads, everything else the same
            out.println(pool.map(Factors::of, numbers));
        }
    }
}
