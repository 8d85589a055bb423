// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import org.jspecify.annotations.Nullable;

/**
 * A worker's place in its pool: where it asks for work and says how it goes.
 *
 * <p>One seat serves one worker for that worker's whole life; what a worker says after {@link #ended} is ignored. Thread-safe.
 * No call blocks for long, and none runs the user's code.
 */
public interface Seat {
    /**
     * Runs a worker's loop in the calling thread, in which the items run too, so that the pool knows the threads of its own tasks.
     * Only for workers that share this JVM's memory. Returns when the loop does; calls may nest.
     *
     * @param loop what the worker does in this thread
     */
    void occupy(Runnable loop);

    /** Says that the worker is up and its initializer has run. Once; {@link #next} follows. */
    void ready();

    /**
     * Ends the worker's batch, if it had one, and asks for the next. Every item that was claimed has been reported.
     *
     * @return a batch to run now; null: the worker is idle, until {@link Worker#wake} or {@link Worker#retire}
     */
    @Nullable
    Batch next();

    /**
     * Says, while the worker has a batch, that it should be replaced, because of a limit that its kind has: what it has not started of
     * the batch goes elsewhere, and there will be no further one. More than once does no harm.
     */
    void spent();

    /**
     * Says, after {@link #ready}, that the worker will start nothing more, as it is lost: what it has not started of its batch goes
     * elsewhere, and its place can be filled, unless its end decides what becomes of these. {@link #ended} follows when its last
     * words have been heard. Once.
     */
    void failing();

    /**
     * Says that the worker is gone. Outcomes that could still be read have been reported before.
     *
     * @param ending how
     */
    void ended(Ending ending);
}
