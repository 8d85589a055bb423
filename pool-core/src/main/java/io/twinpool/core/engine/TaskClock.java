// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;

/** Watches the time limit of what runs on one seat: one timer, however many items go by. */
final class TaskClock {
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private final WorkerSeat seat;
    private final Alarm alarm;

    TaskClock(WorkerSeat seat, Timers deadlines) {
        this.seat = seat;
        this.alarm = new Alarm(deadlines, this::look);
    }

    /** A timed batch begins; nothing of it can be late before the limit has passed once. */
    void arm(long timeoutNanos) {
        alarm.within(timeoutNanos);
    }

    /** Nothing runs here any more, also if somebody who has not seen that yet arms it. */
    void stop() {
        alarm.cancel();
    }

    private void look() {
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
        } else if (batch.isOverdue(running)) {
            return batch.timeoutNanos; // it has been stopped, and is deaf to that
        }
        new ItemStop(batch, running).timeOut();
        return batch.timeoutNanos;
    }
}
