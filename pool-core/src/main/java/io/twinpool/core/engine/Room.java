// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The bound on what is accepted and has not started. */
final class Room {
    private final boolean bounded;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private long free; // guarded by lock; below zero while lost work waits again

    Room(int capacity) {
        bounded = capacity != Integer.MAX_VALUE;
        free = capacity;
    }

    boolean isBounded() {
        return bounded;
    }

    /**
     * Takes a place, waiting for one while the pool is open, and so long at most.
     *
     * @return false: the pool closed first, or the time was up
     */
    boolean acquire(BooleanSupplier open, long nanos) throws InterruptedException {
        if (!bounded) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            for (long left = nanos; free <= 0 && left > 0 && open.getAsBoolean(); ) {
                left = changed.awaitNanos(left);
            }
            return takeIf(free > 0 && open.getAsBoolean());
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place if one is free. */
    boolean tryAcquire() {
        if (!bounded) {
            return true;
        }
        lock.lock();
        try {
            return takeIf(free > 0);
        } finally {
            lock.unlock();
        }
    }

    private boolean takeIf(boolean allowed) {
        if (allowed) {
            free--;
        }
        return allowed;
    }

    /** Gives places back; takes them, without waiting, if negative. */
    void release(int places) {
        if (!bounded) {
            return;
        }
        lock.lock();
        try {
            free += places;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait look whether the pool is still open. */
    void closed() {
        release(0);
    }
}
