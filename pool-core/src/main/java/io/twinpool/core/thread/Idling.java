// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How a thread without work waits for some: it looks and yields for a moment, since being woken costs more than a short task, and then
 * parks. One idle thread of the JVM at a time looks, and never without yielding.
 */
final class Idling {
    private static final int TURNS = 50;
    private static final AtomicBoolean taken = new AtomicBoolean();

    private Idling() {}

    static void await(BooleanSupplier wanted) {
        if (look(wanted)) {
            return;
        }
        while (!wanted.getAsBoolean()) {
            LockSupport.park(wanted);
            Thread.interrupted(); // else park would not wait again
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the yield is the point: whoever has the work may need this processor
    private static boolean look(BooleanSupplier wanted) {
        if (!taken.compareAndSet(false, true)) {
            return false;
        }
        try {
            for (int i = 0; i < TURNS && !wanted.getAsBoolean(); i++) {
                Thread.yield();
            }
            return wanted.getAsBoolean();
        } finally {
            taken.set(false);
        }
    }
}
