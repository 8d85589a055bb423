// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.PoolLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the errands of all workers of a pool: whether they come back.
 *
 * <p>Looks by the clock, as there is no event for what does not happen; and only while there are errands, so that one costs no more than
 * a glance at a flag. One thread, which sleeps when there was none for a while, and ends with the last worker.
 */
final class Lookout {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int QUIET_TICKS = 50;

    private final Set<Errands> watched = ConcurrentHashMap.newKeySet();
    private final String name;
    private volatile boolean isAwake;
    private @Nullable Thread thread; // guarded by this; null: none, until the next errand

    /** Makes one whose thread, once there is one, has that name. */
    Lookout(String name) {
        this.name = name;
    }

    synchronized void add(Errands errands) {
        watched.add(errands);
    }

    synchronized void remove(Errands errands) {
        watched.remove(errands);
        if (watched.isEmpty() && thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** An errand begins. */
    void wake() {
        if (!isAwake) {
            wakeUp();
        }
    }

    private synchronized void wakeUp() {
        if (thread == null) {
            thread = started();
        } else {
            LockSupport.unpark(thread);
        }
        isAwake = thread != null;
    }

    private @Nullable Thread started() {
        Thread fresh = new Thread(null, this::run, name, 256 * 1024, false);
        fresh.setContextClassLoader(null); // not that of the application whose errand came first
        fresh.setDaemon(true);
        try {
            fresh.start();
            return fresh;
        } catch (OutOfMemoryError e) { // no more threads: the next errand tries again
            PoolLog.warn(
                    name
                            + ": there is no thread to watch serialization: one that does not return keeps its worker busy",
                    e);
            return null;
        }
    }

    private void run() {
        while (!isOver()) {
            try {
                watch();
            } catch (RuntimeException | Error e) { // no memory, say: what is under way is watched all the same
                PoolLog.warn(name + ": serialization that does not return may be noticed late", e);
            }
        }
    }

    private void watch() {
        for (int quiet = 0; quiet < QUIET_TICKS && !watched.isEmpty(); ) {
            LockSupport.parkNanos(TICK_NANOS);
            quiet = look() ? 0 : quiet + 1;
        }
        isAwake = false;
        if (look()) { // it began before it could see that
            isAwake = true;
        } else if (!watched.isEmpty()) {
            LockSupport.park();
        }
    }

    private synchronized boolean isOver() {
        if (watched.isEmpty()) {
            thread = null;
            isAwake = false;
            return true;
        }
        return false;
    }

    private boolean look() {
        boolean isActive = false;
        for (Errands errands : watched) {
            isActive |= look(errands);
        }
        return isActive;
    }

    private boolean look(Errands errands) {
        try {
            return errands.look();
        } catch (RuntimeException | Error e) { // no memory for a thread, say: the next look tries again
            PoolLog.warn(name + ": serialization does not return, and there is no other thread for its worker yet", e);
            return true;
        }
    }
}
