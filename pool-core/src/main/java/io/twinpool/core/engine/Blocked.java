// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.jspecify.annotations.Nullable;

/**
 * Waiting of a thread for a result of a pool.
 *
 * <p>If the thread is one of a pool's own workers, that pool has a further worker meanwhile: tasks that wait for tasks of their own
 * pool cannot use up its workers. A task of one pool may run inside one of another; then both have.
 */
public final class Blocked {
    private Blocked() {}

    /**
     * Something to wait for.
     *
     * @param <T> the type of what comes of it
     */
    @FunctionalInterface
    public interface Wait<T extends @Nullable Object> {
        /**
         * Waits.
         *
         * @return what came of it
         * @throws InterruptedException if this thread was interrupted
         */
        T await() throws InterruptedException;
    }

    /**
     * Waits, and has the place of this thread taken meanwhile if it is a worker, or several if it is several.
     *
     * @param <T> the type of what comes of it
     * @param nanos how long it may take; none, and nobody takes the place
     * @param wait what to wait for
     * @return what came of it
     * @throws InterruptedException if this thread was interrupted
     */
    public static <T extends @Nullable Object> T on(long nanos, Wait<T> wait) throws InterruptedException {
        if (nanos <= 0) {
            return wait.await();
        }
        try {
            begin();
            return wait.await();
        } finally {
            end();
        }
    }

    /** {@return whether this thread is a worker of any pool} */
    public static boolean isWorker() {
        return CurrentSeat.get() != null;
    }

    /** A wait begins; {@link #end} follows in this thread, also if this throws: what was not lent is not taken back. */
    static void begin() {
        CurrentSeat.forEach(seat -> seat.crew().lend(seat));
    }

    static void end() {
        CurrentSeat.forEach(seat -> seat.crew().reclaim(seat));
    }
}
