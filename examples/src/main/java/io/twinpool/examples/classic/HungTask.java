// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.classic;

import io.twinpool.PoolTerminatedException;
import io.twinpool.Workers;
import io.twinpool.classic.AsyncResult;
import io.twinpool.classic.Pool;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task that hangs: the end of the try block terminates it, and no result is left waiting. */
public final class HungTask {
    private HungTask() {}

    /**
     * Prints how the hung task ended.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(Workers.threads(1), System.out);
    }

    static void run(Workers workers, PrintStream out) {
        AsyncResult<Void> hung;
        try (Pool pool = Pool.of(workers)) {
            hung = pool.applyAsync(HungTask::hang);
            out.println("waited: " + endOf(hung));
        } // terminates, and logs a warning that counts what was unfinished
        out.println("closed: " + endOf(hung));
    }

    private static String endOf(AsyncResult<Void> result) {
        try {
            result.get(Duration.ofMillis(200));
            return "ended by itself";
        } catch (TimeoutException e) {
            return "still running";
        } catch (PoolTerminatedException e) {
            return "terminated";
        }
    }

    private static Void hang() throws InterruptedException {
        TimeUnit.HOURS.sleep(1);
        throw new IllegalStateException("nobody waits that long");
    }
}
