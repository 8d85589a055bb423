// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/**
 * How the child waits while a thread of the parent is looking at the shared memory: awake, for some microseconds.
 *
 * <p>That thread takes the outcomes from there, and probably has the next task: nobody has to be woken then, which is
 * most of the cost of a lone task. Task thread only.
 */
final class Vigil {
    private static final long WATCHED_NANOS = 50_000; // who has looked within this is looking
    private static final long LONGEST_NANOS = 50_000;

    private final Arena arena;
    private boolean isKept;
    private long sinceNanos;

    Vigil(Arena arena) {
        this.arena = arena;
    }

    void begin() {
        isKept = false;
    }

    /** {@return whether to look again for what the parent says, instead of sleeping until it does} */
    @SuppressWarnings("ThreadPriorityCheck") // the yield is the point: the parent may need this processor
    boolean isWorthwhile() {
        long now = System.nanoTime();
        if (!isKept) {
            long age = now - arena.polledNanos();
            isKept = age >= 0 && age < WATCHED_NANOS;
            sinceNanos = now;
        }
        if (!isKept || now - sinceNanos > LONGEST_NANOS) {
            return false;
        }
        Thread.yield();
        return true;
    }
}
