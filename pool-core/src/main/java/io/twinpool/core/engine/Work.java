// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something in the queue of which a worker can take a batch. */
sealed interface Work permits Waiting, MapRun, TaskLot {
    /** {@return the face that it came through} */
    Face face();

    /** Whether a batch may still be taken; if not, it leaves the queue. Called under the queue's lock. */
    boolean isWaiting();

    /**
     * Takes a batch off the head of the queue, this being the head; called under the queue's lock.
     *
     * @return null if nothing of this is waiting any more
     */
    @Nullable
    EngineBatch take(WorkerSeat seat, TaskQueue queue);

    /** Gives all of it that waits to somebody who will end it; called under the queue's lock. */
    void detach(List<Waiting> into);

    /** How it must end instead of being run, if that has been decided. */
    @Nullable
    Supplier<Verdict> abortVerdict();
}
