// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.classic;

import io.twinpool.Workers;
import io.twinpool.classic.AsyncResult;
import io.twinpool.classic.Pool;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Cancels a task that still waits, through its CompletableFuture: it never runs, and the one before it goes on. */
public final class CancelQueued {
    private CancelQueued() {}

    /**
     * Prints false, true.
     *
     * @param args none
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        run(System.out);
    }

    static void run(PrintStream out) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (Pool pool = Pool.of(Workers.threads(1))) { // latches are shared: threads only
            AsyncResult<String> running = pool.applyAsync(() -> {
                started.countDown();
                released.await();
                return "done";
            });
            AsyncResult<String> queued = pool.applyAsync(() -> {
                out.println("never printed");
                return "never";
            });
            started.await();
            boolean cancelled = queued.toCompletableFuture().cancel(true);
            out.println(running.ready());
            out.println(cancelled);
            released.countDown();
            running.get();
        }
    }
}
