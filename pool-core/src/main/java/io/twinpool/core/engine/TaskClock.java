// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import org.jspecify.annotations.Nullable;

/** Watches the time limit of what runs on one seat: one timer, however many items go by. */
final class TaskClock {
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private final WorkerSeat seat;
    private final Deadlines deadlines;
    private @Nullable Runnable timer; // guarded by this: takes the pending timer back
    private volatile long due; // written under this: when the pending timer goes off
    private volatile boolean armed; // written under this: there is a pending timer

    TaskClock(WorkerSeat seat, Deadlines deadlines) {
        this.seat = seat;
        this.deadlines = deadlines;
    }

    /** A timed batch begins; nothing of it can be late before the limit has passed once. */
    void arm(long timeoutNanos) {
        long at = System.nanoTime() + timeoutNanos;
        if (!armed || at - due < 0) {
            schedule(at, timeoutNanos);
        }
    }

    private synchronized void schedule(long at, long nanos) {
        if (armed && at - due >= 0) {
            return; // an earlier one has been set meanwhile
        }
        if (timer != null) {
            timer.run();
        }
        timer = deadlines.schedule(this::look, nanos);
        due = at;
        armed = true;
    }

    private void look() {
        synchronized (this) {
            timer = null;
            armed = false; // from here on a batch that begins arms it itself
        }
        EngineBatch batch = seat.batch();
        if (batch != null && batch.isTimed()) {
            arm(check(batch));
        }
    }

    /** Stops the running item if it is late; returns when to look again. */
    private long check(EngineBatch batch) {
        Claims claims = batch.claims();
        int running = claims.running();
        long start = claims.startNanos();
        if (running < 0) {
            return batch.timeoutNanos;
        }
        if (start == 0 || claims.running() != running) {
            return Math.min(batch.timeoutNanos, LOOK_AGAIN_NANOS); // just between two items
        }
        long left = batch.timeoutNanos - (System.nanoTime() - start);
        if (left > 0) {
            return left;
        }
        new ItemStop(batch, running).timeOut();
        return batch.timeoutNanos;
    }
}
