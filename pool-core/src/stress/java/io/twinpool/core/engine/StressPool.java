// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Task;
import io.twinpool.worker.Routine;

/** A pool of one worker that never comes up, for what needs a pool behind it and must not be moved by it. */
final class StressPool {
    static final Puppets POOL = Puppets.unwatched(Schedules.ONE); // for the life of the JVM
    static final WorkerSeat SEAT = POOL.engine().crew().seats().iterator().next();

    private static final Routine ROUTINE = Routine.of((Task<String>) () -> "done");

    private StressPool() {}

    /** {@return a task that is nowhere yet} */
    static PoolTask<String> task() {
        return new PoolTask<>(POOL.face(), ROUTINE, null, Long.MAX_VALUE);
    }

    /** {@return a batch on its way to a worker} */
    static TaskBatch placed(PoolTask<?> task) {
        TaskBatch batch = task.takeAlone(SEAT);
        if (batch == null) {
            throw new IllegalStateException(task.describe());
        }
        return batch;
    }

    /** Forgets what was given back, which nobody takes. */
    static void sweep() {
        POOL.engine().queue().take(SEAT);
    }
}
