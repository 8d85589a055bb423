// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.futures;

import io.twinpool.Workers;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Cancels tasks: one that runs is left alone, one that still waits never runs. */
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
        try (PoolExecutor executor = PoolExecutor.of(Workers.threads(1))) { // latches are shared: threads only
            PoolFuture<Void> running = executor.submit(() -> {
                started.countDown();
                released.await();
            });
            PoolFuture<Void> queued = executor.submit(() -> out.println("never printed"));
            started.await();
            out.println(running.cancel());
            out.println(queued.cancel());
            released.countDown();
        }
    }
}
