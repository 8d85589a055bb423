// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which threads are workers of a pool of this JVM, on which seats, and what they run inside of what.
 *
 * <p>A thread has one interrupt flag for all of that. Whatever ends there clears the flag, so as not to leave its own interrupts behind;
 * those that were sent to something around it meanwhile are raised again then.
 */
final class CurrentSeat {
    private static final ThreadLocal<@Nullable Occupied> current = new ThreadLocal<>();

    private CurrentSeat() {}

    /** Something that runs in a thread, perhaps inside of something else; had: interrupts for what is around it, before it began. */
    record Occupied(Interruptible what, @Nullable Occupied outer, int had) {}

    /** {@return the seat of the worker in whose thread this is called; null: not a worker's thread} */
    static @Nullable WorkerSeat get() {
        return find(seat -> true);
    }

    /** Tells those seats on which this thread is a worker, and those around them. */
    static void forEach(Consumer<WorkerSeat> action) {
        for (Occupied now = current.get(); now != null; now = now.outer) {
            if (now.what instanceof WorkerSeat seat) {
                action.accept(seat);
            }
        }
    }

    /** {@return the innermost seat that is chosen, of those on which this thread is a worker; null: there is none} */
    static @Nullable WorkerSeat find(Predicate<WorkerSeat> which) {
        for (Occupied now = current.get(); now != null; now = now.outer) {
            if (now.what instanceof WorkerSeat seat && which.test(seat)) {
                return seat;
            }
        }
        return null;
    }

    /** Runs a worker's loop, which may be inside another's. */
    static void during(WorkerSeat seat, Runnable loop) {
        Occupied now = enter(seat);
        try {
            loop.run();
        } finally {
            leave(now);
        }
    }

    /** Something begins in this thread, before it looks at the interrupt flag; {@link #leave} follows. */
    static Occupied enter(Interruptible what) {
        Occupied outer = current.get();
        Occupied now = new Occupied(what, outer, interruptsHad(outer));
        current.set(now);
        return now;
    }

    /** It has ended, and has cleared the flag: an interrupt that is sent from here on stays by itself. */
    static void leave(Occupied now) {
        if (now.outer == null) {
            current.remove();
            return;
        }
        current.set(now.outer);
        if (interruptsSent(now.outer) > now.had) {
            Thread.currentThread().interrupt();
        }
    }

    private static int interruptsHad(@Nullable Occupied innermost) {
        int had = 0;
        for (Occupied now = innermost; now != null; now = now.outer) {
            had += now.what.interruptsHad();
        }
        return had;
    }

    private static int interruptsSent(@Nullable Occupied innermost) {
        int sent = 0;
        for (Occupied now = innermost; now != null; now = now.outer) {
            sent += now.what.interruptsSent();
        }
        return sent;
    }
}
