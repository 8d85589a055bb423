// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks that were given and have not run, for whoever waits until there are none.
 *
 * <p>Nobody waits inside one, nor for one that ends the JVM: {@link System#exit} never comes back, as it waits for the shutdown hooks,
 * one of which may wait here. And a callback of another pool does not wait for one that waits for callbacks, too: perhaps for this one.
 */
final class Backlog {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100); // no event tells of an exit
    private static final Set<Thread> inCallback = ConcurrentHashMap.newKeySet(); // each enters and leaves by itself
    private static final Set<Thread> waiting = ConcurrentHashMap.newKeySet(); // of these; as above

    private final AtomicLong given = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private long ran; // guarded by lock: in the order in which they were given
    private volatile @Nullable Thread thread; // written by itself, while it runs one
    private boolean isOutermost; // by that thread alone: it does so inside no other callback

    void given() {
        given.incrementAndGet();
    }

    /** This thread runs one, from now on. */
    void runs() {
        Thread here = Thread.currentThread();
        isOutermost = enters(here);
        thread = here;
    }

    private static boolean enters(Thread here) {
        try {
            return inCallback.add(here);
        } catch (VirtualMachineError e) { // no memory for it: the callback is more than a look for who waits for whom
            return false;
        }
    }

    /** This thread has run it. */
    void hasRun() {
        thread = null;
        if (isOutermost) {
            inCallback.remove(Thread.currentThread());
        }
        lock.lock();
        try {
            ran++;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isRunHere() {
        return Thread.currentThread() == thread;
    }

    /** {@return whether {@link #await} would not wait} */
    boolean isOver() {
        long count = given.get();
        lock.lock();
        try {
            return isRunHere() || isOver(count);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all callbacks so far have run. {@return whether they have} */
    boolean await(long nanos) throws InterruptedException {
        return isRunHere()
                || (inCallback.contains(Thread.currentThread())
                        ? awaitInCallback(nanos)
                        : awaitRun(given.get(), nanos));
    }

    private boolean awaitInCallback(long nanos) throws InterruptedException {
        Thread here = Thread.currentThread();
        waiting.add(here);
        try {
            return awaitRun(given.get(), nanos);
        } finally {
            waiting.remove(here);
        }
    }

    private boolean awaitRun(long count, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean isOver = isOver(count);
            for (long left = nanos; !isOver && left > 0; ) {
                long turn = Math.min(left, LOOK_NANOS);
                long rest = progress.awaitNanos(turn);
                left -= turn - rest;
                isOver = rest > 0 ? ran >= count : isOver(count);
            }
            return isOver;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver(long count) {
        Thread running = thread;
        return ran >= count || (running != null && (isExiting(running) || (waitsHere() && waiting.contains(running))));
    }

    private static boolean waitsHere() {
        return waiting.contains(Thread.currentThread());
    }

    private static boolean isExiting(Thread running) {
        return Arrays.stream(running.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Runtime.class.getName())
                        && frame.getMethodName().equals("exit"));
    }
}
