// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.classic;

import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.examples.Factors;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many I/O threads, such as those of a server, leave the heavy part of each request to a few workers, and wait for it. */
public final class ApplyFromManyThreads {
    private static final int IO_THREADS = 16;

    private ApplyFromManyThreads() {}

    /**
     * Prints the answers to a few requests, and how many there were.
     *
     * @param args none
     * @throws Exception if a request fails
     */
    public static void main(String[] args) throws Exception {
        run(Workers.threads(2), System.out);
    }

    static void run(Workers workers, PrintStream out) throws InterruptedException, ExecutionException {
        ExecutorService io = Executors.newFixedThreadPool(IO_THREADS);
        try (Pool pool = Pool.of(workers)) {
            List<Future<String>> responses = new ArrayList<>();
            for (long number = 100; number < 200; number++) {
                long requested = number;
                responses.add(io.submit(() -> requested + ": " + pool.apply(Factors::of, requested)));
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> response : responses) {
                answers.add(response.get());
            }
            out.println(answers.get(0));
            out.println(answers.get(99));
            out.println(answers.size() + " requests");
        } finally {
            io.shutdownNow();
        }
    }
}
