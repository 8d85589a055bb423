// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * The polite end of a worker, which is ended by force if it has not left after a while: its finalizer may never end.
 *
 * <p>A thread cannot be killed: it is interrupted then, and has the grace once more before it is given up.
 */
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
        if (engine.factory().runsInCaller()) {
            schedule(this::end); // first, as the finalizer runs in the call
            worker.retire();
        } else {
            worker.retire();
            schedule(this::end);
        }
    }

    private void schedule(Runnable step) {
        if (!seat.isLeaving()) {
            return;
        }
        timer = engine.deadlines().schedule(step, engine.killGraceNanos());
        if (!seat.isLeaving()) {
            isOver(); // it ended before the timer could be seen
        }
    }

    private void end() {
        if (!seat.isLeaving()) {
            return;
        }
        if (engine.factory().sharesMemory()) {
            seat.terminate();
            schedule(this::kill);
        } else {
            seat.kill();
        }
    }

    private void kill() {
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
