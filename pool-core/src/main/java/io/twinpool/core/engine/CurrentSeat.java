// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which threads are workers of a pool of this JVM, and on which seats. */
final class CurrentSeat {
    private static final ThreadLocal<@Nullable Occupied> current = new ThreadLocal<>();

    private CurrentSeat() {}

    /** A seat whose worker runs in a thread, perhaps inside a task of another one. */
    private record Occupied(WorkerSeat seat, @Nullable Occupied outer) {}

    /** {@return the seat of the worker in whose thread this is called; null: not a worker's thread} */
    static @Nullable WorkerSeat get() {
        Occupied now = current.get();
        return now == null ? null : now.seat;
    }

    /** Tells those seats on which this thread is a worker, and those around them. */
    static void forEach(Consumer<WorkerSeat> action) {
        for (Occupied now = current.get(); now != null; now = now.outer) {
            action.accept(now.seat);
        }
    }

    /** {@return the innermost seat that is chosen, of those on which this thread is a worker; null: there is none} */
    static @Nullable WorkerSeat find(Predicate<WorkerSeat> which) {
        for (Occupied now = current.get(); now != null; now = now.outer) {
            if (which.test(now.seat)) {
                return now.seat;
            }
        }
        return null;
    }

    /** Runs a worker's loop, which may be inside another's. */
    static void during(WorkerSeat seat, Runnable loop) {
        Occupied outer = current.get();
        current.set(new Occupied(seat, outer));
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
