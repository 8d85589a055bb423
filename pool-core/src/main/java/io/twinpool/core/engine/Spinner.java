// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A short wait that looks, and yields, before it parks: a wake-up costs more than a short task.
 *
 * <p>One thread of the JVM at a time, and never without yielding: on few processors a spinning thread takes the time that the
 * awaited one needs.
 */
final class Spinner {
    static final long LONGEST_NANOS = 100_000;

    private static final int TURNS = 100;
    private static final AtomicBoolean taken = new AtomicBoolean();

    private Spinner() {}

    @SuppressWarnings("ThreadPriorityCheck") // the yield is the point: whoever is awaited may need this processor
    static boolean await(Promise<?> promise, long nanos) {
        if (nanos < LONGEST_NANOS || !promise.poll() || !taken.compareAndSet(false, true)) {
            return false;
        }
        try {
            for (int i = 0; i < TURNS && !promise.isDone() && promise.poll(); i++) {
                Thread.yield();
            }
            return promise.isDone();
        } finally {
            taken.set(false);
        }
    }
}
