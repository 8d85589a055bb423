// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Worker;
import org.jspecify.annotations.Nullable;

/** The polite end of a worker, which is killed if it has not left after a while: its finalizer may never end. */
final class Departure {
    private final WorkerSeat seat;
    private final Engine engine;
    private volatile @Nullable Runnable timer; // takes back the one that kills it

    Departure(WorkerSeat seat, Engine engine) {
        this.seat = seat;
        this.engine = engine;
    }

    /** Asks the worker of a seat that is leaving to end. */
    void begin(Worker worker) {
        worker.retire();
        if (!seat.isLeaving()) {
            return;
        }
        timer = engine.deadlines().schedule(this::killIfLeaving, engine.killGraceNanos());
        if (!seat.isLeaving()) {
            isOver(); // it ended before the timer could be seen
        }
    }

    private void killIfLeaving() {
        if (seat.isLeaving()) {
            seat.kill();
        }
    }

    void isOver() {
        Runnable set = timer;
        if (set != null) {
            set.run();
        }
    }
}
