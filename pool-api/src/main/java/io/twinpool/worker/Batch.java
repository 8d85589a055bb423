// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import io.twinpool.TaskSerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Items that travel to a worker in one trip; each has its own outcome.
 *
 * <p>The worker starts items in order, only through {@link Claims#claim} or, if the batch {@link #isTimed}, {@link
 * Claims#claimTimed}, and reports each that it claimed exactly once. It may
 * find fewer than {@link #size} to claim: the rest was taken back, by a cancellation or for an idle sibling. Outcomes that come
 * too late (the item was cancelled, timed out, or its worker given up) are dropped, so reporting is always safe.
 *
 * <p>Reports come from one thread at a time, but for those of items that {@link #linger}; all else is thread-safe.
 */
public abstract class Batch {
    private final Claims claims;

    /**
     * For the pool's engine.
     *
     * @param claims fresh claims over its items, from {@link Worker#claims}
     */
    protected Batch(Claims claims) {
        this.claims = claims;
    }

    /**
     * That the items of a batch are not its worker's yet, but those of the tasks in a lot that it comes to hold.
     *
     * @param lot the tasks
     * @param holder the number by which the worker holds them
     */
    public record Share(Lot lot, int holder) {}

    /** {@return what the items come from; null: they are this worker's own. With a share, {@link #size} is how many it may hold} */
    public @Nullable Share share() {
        return null;
    }

    /** {@return the number of items, 1 to {@link Claims#MAX_SIZE}} */
    public abstract int size();

    /**
     * {@return what an item calls}
     *
     * @param index the item
     */
    public abstract Routine routine(int index);

    /**
     * {@return what an item calls it with, as {@link WorkerFactory#prepare(Object)} gave it for a task; as the user gave it for
     * an item of a map}
     *
     * @param index the item
     */
    public abstract @Nullable Object argument(int index);

    /** {@return whether items have a time limit, so that the worker must claim them by {@link Claims#claimTimed}} */
    public abstract boolean isTimed();

    /**
     * Reports that an item has returned.
     *
     * @param index the item
     * @param value what it returned
     */
    public abstract void succeed(int index, @Nullable Object value);

    /**
     * Reports that an item has thrown.
     *
     * @param index the item
     * @param error what it threw
     */
    public abstract void fail(int index, Throwable error);

    /**
     * Reports that an item's argument, result or exception cannot cross to or from the worker, which is the pool's own error, not the
     * task's.
     *
     * @param index the item
     * @param reason what cannot cross, and why; the user is told whose it is besides
     */
    public abstract void refuse(int index, TaskSerializationException reason);

    /**
     * Says that an item keeps the worker waiting: the user's code that it needs in this JVM, to write its argument or to read its outcome,
     * has not come back. The worker goes on without it; the item is running until it is reported, or {@link #resume resumed}, by whatever
     * thread, perhaps after the end of the batch and of the worker. {@link Worker#interrupt} is for that thread until then.
     *
     * @param index the item; if it has not started, it and those behind it leave this batch
     * @return whether what the user's code gives is wanted then; false: the item had been taken back
     */
    public abstract boolean linger(int index);

    /**
     * Reports that the argument of an item that lingers is written: it may start, in this worker or another.
     *
     * @param index the item
     * @param argument what {@link #argument} gives for it from now on
     */
    public abstract void resume(int index, @Nullable Object argument);

    /**
     * Runs the items in the calling thread, one after the other: all that a worker of this JVM has to do with a batch. Whatever an item
     * throws is its outcome. The thread's interrupt flag is clear when an item begins.
     */
    public void run() {
        boolean timed = isTimed();
        Thread.interrupted();
        do {
            for (int i = claim(timed); i >= 0; i = claim(timed)) {
                runItem(i);
                Thread.interrupted(); // its own; before the next one can be meant
            }
        } while (grow());
    }

    /**
     * Asked by {@link #run} when nothing is left to claim: an item more spares the worker a trip. In the worker's thread.
     *
     * @return whether there is one more to claim, and {@link #size} has grown by it
     */
    protected boolean grow() {
        return false;
    }

    private int claim(boolean timed) {
        return timed ? claims.claimTimed() : claims.claim();
    }

    private void runItem(int index) {
        Object value;
        try {
            value = routine(index).call(argument(index));
        } catch (Throwable e) { // whatever it throws is its outcome
            fail(index, e);
            return;
        }
        succeed(index, value);
    }

    /** {@return who has which item} */
    public final Claims claims() {
        return claims;
    }
}
