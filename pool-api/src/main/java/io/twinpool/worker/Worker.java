// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import java.util.function.Consumer;

/**
 * Something that runs batches and can be stopped: a thread, a forked JVM, one day a node far away.
 *
 * <p>Thread-safe; no method blocks for long. The pool calls {@link #wake} only while the worker is idle, and once
 * until it has asked for work.
 */
public interface Worker {
    /** Begins to start the worker, once, and returns without waiting for it: {@link Seat#ready} or {@link Seat#ended} follows. */
    void start();

    /**
     * Tells a worker that may still be starting that it will not be needed. If nothing of the user's has run in it, it may give up at once
     * and end as one that has left; otherwise it goes on, and hears of {@link #retire} when it is ready.
     */
    default void withdraw() {}

    /**
     * {@return fresh claims for the next batch that this worker will be given: in memory that it shares with whatever runs the
     * items}
     *
     * @param size the number of items of that batch
     */
    default Claims claims(int size) {
        return Claims.onHeap(size);
    }

    /**
     * {@return whether this worker can hold tasks of a lot; if not, it is given them in batches without a share}
     *
     * @param lot that its pool's {@link WorkerFactory#lot} gave
     */
    default boolean joins(Lot lot) {
        return true;
    }

    /**
     * Tells an idle worker, one whose {@link Seat#next} gave null, that work waits: it asks for it by {@link Seat#next} again.
     *
     * <p>It may do so in the calling thread, so that nobody has to be woken; the user's code runs there only where the kind says so.
     */
    void wake();

    /**
     * Lets the calling thread, which is waiting for an outcome of this worker, look for one itself instead of being woken.
     * Reports what has arrived, without waiting. Workers that need no such help do nothing.
     */
    default void poll() {}

    /**
     * Asks a running item to stop, by an interrupt of its thread; nothing happens if it is not running any more.
     *
     * @param batch the batch that it is in
     * @param index the item
     * @param stack told, at most once and from any thread, what the item's thread was doing just before
     */
    void interrupt(Batch batch, int index, Consumer<StackTraceElement[]> stack);

    /** Asks the worker to end now, whatever it does: an interrupt, SIGTERM. {@link Seat#ended} follows, unless it is deaf. */
    void terminate();

    /** Ends the worker now, without asking it: SIGKILL; a thread is given up. {@link Seat#ended} follows soon. */
    void kill();

    /** Asks the worker, idle or at the end of its batch, to run its finalizer and leave. {@link Seat#ended} follows. */
    void retire();
}
