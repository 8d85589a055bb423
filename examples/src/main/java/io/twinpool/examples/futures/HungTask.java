// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.futures;

import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A task that hangs: the end of the try block waits for it, so it must be stopped, or have a time limit, before. */
public final class HungTask {
    private HungTask() {}

    /**
     * Prints how each of two hung tasks ended.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(Workers.threads(2), System.out);
    }

    static void run(Workers workers, PrintStream out) {
        try (PoolExecutor executor = PoolExecutor.of(workers)) {
            PoolFuture<Void> cancelled = executor.submit(HungTask::hang);
            PoolFuture<Void> limited =
                    executor.withTaskTimeout(Duration.ofMillis(200)).submit(HungTask::hang);
            out.println(endOf(limited));
            out.println("stopped: " + cancelled.cancel(true));
        } // without both, this would wait for an hour
        out.println("closed");
    }

    private static String endOf(PoolFuture<Void> future) {
        try {
            future.result();
            return "ended by itself";
        } catch (TaskTimeoutException e) {
            return "stopped after " + e.timeout().toMillis() + " ms";
        }
    }

    private static void hang() throws InterruptedException {
        TimeUnit.HOURS.sleep(1);
    }
}
