// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import org.jspecify.annotations.Nullable;

/**
 * Single tasks that lie where every worker of a pool can claim the next one, so that they start in their order, wherever.
 *
 * <p>A worker that has a {@link Batch.Share} goes through the tasks from the first to the last and holds each that is free, by one
 * compare-and-set, before it claims the next item of its batch, which that task is from then on. So nobody holds a task while one before it
 * is free; what a worker holds has started, but for the last; and if it is killed, it is known what it held.
 *
 * <pre>
 *   FREE --hold (a worker)--&gt; held(holder, place)
 *   FREE --take (the pool)--&gt; TAKEN
 * </pre>
 *
 * <p>Filled by one thread and then opened; thread-safe from then on, also against the workers' processes.
 */
public interface Lot {
    /** The state of a task that nobody has. */
    long FREE = -1;

    /** The state of a task that the pool has taken back. */
    long TAKEN = -2;

    /** How many holders a lot can tell apart. */
    int MOST_HOLDERS = 1 << 20;

    /**
     * {@return whether there is room for a task}
     *
     * @param routine as {@link WorkerFactory#prepare(Routine)} gave it
     * @param argument as {@link WorkerFactory#prepare(Object)} gave it
     */
    boolean fits(Routine routine, @Nullable Object argument);

    /**
     * Adds a task that {@link #fits} behind the others, before {@link #open}.
     *
     * @param routine as {@link WorkerFactory#prepare(Routine)} gave it
     * @param argument as {@link WorkerFactory#prepare(Object)} gave it
     */
    void add(Routine routine, @Nullable Object argument);

    /** Lets workers hold tasks. */
    void open();

    /** Its place is free for another lot: no task is {@link #FREE}, and the pool knows whose each is. */
    void close();

    /** {@return how many tasks there are} */
    int size();

    /**
     * {@return who has a task: {@link #FREE}, {@link #TAKEN} or {@link #held}}
     *
     * @param index the task
     */
    long state(int index);

    /**
     * Takes a task back.
     *
     * @param index the task
     * @return whether it was free: no worker will hold it then
     */
    boolean take(int index);

    /**
     * {@return the state of a task that a worker holds}
     *
     * @param holder the number of its share
     * @param place the item of its batch that the task is
     */
    static long held(int holder, int place) {
        return (long) holder << 32 | place;
    }

    /**
     * {@return the number of the share by which a task is held}
     *
     * @param state of a task that is held
     */
    static int holder(long state) {
        return (int) (state >>> 32);
    }

    /**
     * {@return the item of its holder's batch that a task is}
     *
     * @param state of a task that is held
     */
    static int place(long state) {
        return (int) state;
    }
}
