// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what raises no event, such as a file of another JVM or the end of a thread. */
public final class Eventually {
    private static final long LEAST_NANOS = 1_000_000;
    private static final long MOST_NANOS = 20_000_000;
    private static final int PART = 16;

    private Eventually() {}

    /** Waits until a condition holds; throws an AssertionError that says what was missing. */
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        until(() -> what, condition);
    }

    static void until(Supplier<String> what, BooleanSupplier condition) throws InterruptedException {
        until(Limits.WAIT, what, condition);
    }

    /** As {@link #until(String, BooleanSupplier)}, for what takes long by its nature. */
    public static void until(Duration limit, Supplier<String> what, BooleanSupplier condition)
            throws InterruptedException {
        if (!holds(limit, condition)) {
            throw new AssertionError("not within " + limit + ": " + what.get());
        }
    }

    /** {@return whether a condition comes to hold within the limit} */
    public static boolean holds(BooleanSupplier condition) throws InterruptedException {
        return holds(Limits.WAIT, condition);
    }

    private static boolean holds(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                return false;
            }
            pauseSince(begun);
        }
        return true;
    }

    /** Waits until a time limit that began before this call has passed. */
    public static void passes(Duration limit) throws InterruptedException {
        long begun = System.nanoTime();
        for (long passed = 0; passed <= limit.toNanos(); passed = System.nanoTime() - begun) {
            TimeUnit.NANOSECONDS.sleep(limit.toNanos() - passed + 1);
        }
    }

    /** Pauses for a part of the time that it has taken so far: looking costs time that others need. */
    static void pauseSince(long begun) throws InterruptedException {
        parkSince(begun);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** As {@link #pauseSince}, whatever interrupts come. */
    static void pauseUnmovedSince(long begun) {
        parkSince(begun);
        Thread.interrupted(); // else the next one would not pause
    }

    /** As {@link #pauseSince}, but an interrupt only shortens it, and stays. */
    static void parkSince(long begun) {
        long part = (System.nanoTime() - begun) / PART;
        LockSupport.parkNanos(Math.min(Math.max(part, LEAST_NANOS), MOST_NANOS));
    }
}
