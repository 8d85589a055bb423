// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what raises no event, such as a file of another JVM or the end of a thread. */
public final class Eventually {
    private static final long STEP_NANOS = 1_000_000;

    private Eventually() {}

    /** Waits until a condition holds; throws an AssertionError that says what was missing. */
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        until(() -> what, condition);
    }

    static void until(Supplier<String> what, BooleanSupplier condition) throws InterruptedException {
        if (!holds(condition)) {
            throw new AssertionError("not within " + Limits.WAIT + ": " + what.get());
        }
    }

    /** {@return whether a condition comes to hold within the limit} */
    public static boolean holds(BooleanSupplier condition) throws InterruptedException {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > Limits.WAIT.toNanos()) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Waits until a time limit that began before this call has passed. */
    public static void passes(Duration limit) throws InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun <= limit.toNanos()) {
            pause();
        }
    }

    static void pauseUnmoved() {
        LockSupport.parkNanos(STEP_NANOS);
        Thread.interrupted(); // else the next one would not pause
    }

    static void pause() throws InterruptedException {
        LockSupport.parkNanos(STEP_NANOS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
