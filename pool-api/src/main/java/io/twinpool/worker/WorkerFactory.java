// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import org.jspecify.annotations.Nullable;

/**
 * Makes the workers of one pool.
 *
 * <p>Thread-safe.
 */
public interface WorkerFactory extends AutoCloseable {
    /**
     * Makes a worker that {@link Worker#start} will start.
     *
     * @param name unique in the pool while the worker lives
     * @param seat its place in the pool
     * @return the worker, not started
     */
    Worker create(String name, Seat seat);

    /**
     * Makes a function ready for its way to workers, in the thread that submits it.
     *
     * @param routine as the user gave it
     * @return the routine itself, or one that carries what this kind needs
     * @throws io.twinpool.TaskSerializationException if it cannot cross to the workers
     */
    default Routine prepare(Routine routine) {
        return routine;
    }

    /**
     * Makes the argument of a single task ready for its way to workers, in the thread that submits it; a later change of the
     * argument is then not seen where workers share no memory with the caller.
     *
     * @param argument as the user gave it
     * @return what {@link Batch#argument} gives to the worker
     * @throws io.twinpool.TaskSerializationException if it cannot cross to the workers
     */
    default @Nullable Object prepare(@Nullable Object argument) {
        return argument;
    }

    /**
     * {@return a lot with nothing in it; null: the last one is not closed, or single tasks go to these workers one by one} Not called by two
     * threads at a time.
     */
    default @Nullable Lot lot() {
        return null;
    }

    /**
     * {@return whether workers run a batch inside {@link Worker#wake}, in the thread that calls it; the pool then has a worker for
     * each thread that calls, and starts none of its own accord}
     */
    default boolean runsInCaller() {
        return false;
    }

    /** {@return whether tasks run in this JVM, so that one that waits for another of the same pool needs a further worker} */
    default boolean sharesMemory() {
        return true;
    }

    /** {@return how many spare workers a pool of this kind has if the user says nothing} */
    default int standby() {
        return 0;
    }

    /** Releases what workers shared, after the last one has ended. Called once. */
    @Override
    void close();
}
