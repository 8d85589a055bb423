// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Workers;
import io.twinpool.worker.Nanos;

/**
 * Which workers leave because of the time that has passed: those that are too old, and those that have been idle for too long.
 *
 * <p>One timer for all of them, however often they go idle. Workers that run in the caller's thread have no timer, since what it does would run the user's
 * code; they are looked at when they are next used.
 */
final class Retirement {
    private final Crew crew;
    private final long ageNanos; // Long.MAX_VALUE: never too old
    private final long idleNanos; // Long.MAX_VALUE: never too long
    private final boolean isTimed;
    private final Alarm alarm;

    Retirement(Crew crew, Workers workers, boolean isTimed, Timers deadlines) {
        this.crew = crew;
        this.ageNanos = workers.maxWorkerAge().map(Nanos::of).orElse(Long.MAX_VALUE);
        this.idleNanos = isTimed ? workers.idleTimeout().map(Nanos::of).orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
        this.isTimed = isTimed;
        this.alarm = new Alarm(deadlines, this::look);
    }

    /** Whether the time that a worker has been idle matters. */
    boolean watchesRest() {
        return idleNanos != Long.MAX_VALUE;
    }

    /** A worker has gone idle. */
    void rests() {
        alarm.within(idleNanos);
    }

    /** A worker is up: it ages, and another one that is too old may leave now. */
    void begins() {
        if (isTimed && ageNanos != Long.MAX_VALUE) {
            look();
        }
    }

    /** Looks at the age of a worker that no timer looks at. */
    void look(WorkerSeat seat) {
        if (ageNanos != Long.MAX_VALUE && leftOfAge(seat, System.nanoTime()) <= 0) {
            seat.grewOld();
        }
    }

    private long leftOfAge(WorkerSeat seat, long now) {
        return ageNanos - (now - seat.tenure().upNanos());
    }

    private void look() {
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        for (WorkerSeat seat : crew.seats()) {
            next = Math.min(next, Math.min(lookAtAge(seat, now), lookAtRest(seat, now)));
        }
        alarm.within(next);
    }

    /** {@return when to look again; {@link Long#MAX_VALUE}: when something happens} */
    private long lookAtAge(WorkerSeat seat, long now) {
        if (ageNanos == Long.MAX_VALUE || !seat.tenure().isUp()) {
            return Long.MAX_VALUE;
        }
        long left = leftOfAge(seat, now);
        if (left <= 0) {
            outlived(seat);
        }
        return left > 0 ? left : Long.MAX_VALUE;
    }

    /** It leaves as soon as its place can be filled at once, but not in the middle of a task. */
    private void outlived(WorkerSeat seat) {
        seat.grewOld();
        if (!crew.replace(seat) && crew.isReplaceable(seat)) {
            seat.shed(); // it comes sooner to the end of its batch, where it is dismissed
        }
    }

    private long lookAtRest(WorkerSeat seat, long now) {
        if (idleNanos == Long.MAX_VALUE || !seat.isIdle()) {
            return Long.MAX_VALUE;
        }
        long left = idleNanos - (now - seat.tenure().restNanos());
        if (left <= 0) {
            crew.dispense(seat);
        }
        return left > 0 ? left : Long.MAX_VALUE;
    }
}
