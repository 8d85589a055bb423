// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the child's task thread is at, for the thread that interrupts it. */
final class Current {
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

    /**
     * Interrupts an item if it is running.
     *
     * @return the stack that the thread was on just before; null if the item was not running
     */
    StackTraceElement @Nullable [] interrupt(int generation, int index, Thread thread) {
        SharedClaims now = claims;
        if (now == null || now.generation() != generation || now.running() != index) {
            return null;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return now.interrupt(index, thread) ? stack : null;
    }
}
