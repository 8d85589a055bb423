// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.jspecify.annotations.Nullable;

/** Which threads are workers of a pool of this JVM, and on which seats. */
final class CurrentSeat {
    private static final ThreadLocal<@Nullable WorkerSeat> current = new ThreadLocal<>();

    private CurrentSeat() {}

    /** {@return the seat of the worker in whose thread this is called; null: not a worker's thread} */
    static @Nullable WorkerSeat get() {
        return current.get();
    }

    /** Runs a worker's loop, which may be inside another's. */
    static void during(WorkerSeat seat, Runnable loop) {
        WorkerSeat outer = current.get();
        current.set(seat);
        try {
            loop.run();
        } finally {
            if (outer == null) {
                current.remove();
            } else {
                current.set(outer);
            }
        }
    }
}
