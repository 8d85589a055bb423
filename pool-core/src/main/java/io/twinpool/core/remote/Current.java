// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the child's task thread is at, for the thread that interrupts it, and for the parent if this process ends. */
final class Current implements Bulk.Witness {
    private final Arena arena;
    private volatile @Nullable SharedClaims claims; // set by the task thread
    private volatile boolean isStopped; // set once

    Current(Arena arena) {
        this.arena = arena;
    }

    /** No item starts from now on, as this process is about to end. */
    void stop() {
        isStopped = true;
    }

    /** Before each item: does not return when this process is about to end. */
    void pass() {
        while (isStopped) {
            LockSupport.park();
        }
    }

    /** Follows the parent into its next batch. */
    SharedClaims begin(int generation) {
        SharedClaims next = new SharedClaims(arena, generation);
        claims = next;
        return next;
    }

    @Override
    public void reserving() {
        SharedClaims now = claims;
        if (now != null) {
            arena.reserving(now);
        }
    }

    @Override
    public void reserved() {
        arena.reserved();
    }

    /** {@return the stack that an item's thread is on; null if it is not running} */
    StackTraceElement @Nullable [] stack(int generation, int index, Thread thread) {
        if (!isRunning(generation, index)) {
            return null;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return isRunning(generation, index) ? stack : null; // else it may be that of another one
    }

    /** Interrupts an item if it is running. */
    void interrupt(int generation, int index, Thread thread) {
        SharedClaims now = claims;
        if (now != null && now.generation() == generation) {
            now.interrupt(index, thread);
        }
    }

    private boolean isRunning(int generation, int index) {
        SharedClaims now = claims;
        return now != null && now.generation() == generation && now.running() == index;
    }
}
