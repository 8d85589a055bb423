// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.jspecify.annotations.Nullable;

/**
 * A timer that is set again and again: however often that is, one is pending at most, the earliest.
 *
 * <p>Setting it to a later time than it has costs a look, no more. Thread-safe.
 */
final class Alarm {
    private final Timers deadlines;
    private final Runnable action;
    private @Nullable Runnable timer; // guarded by this: takes the pending timer back
    private volatile long due; // written under this: when the pending timer goes off
    private volatile boolean armed; // written under this: there is a pending timer
    private boolean cancelled; // guarded by this; set once

    Alarm(Timers deadlines, Runnable action) {
        this.deadlines = deadlines;
        this.action = action;
    }

    /** Has the action run once, by this long from now; {@link Long#MAX_VALUE}: leaves things as they are. */
    void within(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return;
        }
        long at = System.nanoTime() + nanos;
        if (!armed || at - due < 0) {
            schedule(at, nanos);
        }
    }

    private synchronized void schedule(long at, long nanos) {
        if (cancelled || (armed && at - due >= 0)) {
            return; // an earlier one has been set meanwhile, or none is to be set any more
        }
        if (timer != null) {
            timer.run();
        }
        timer = deadlines.schedule(() -> goOff(at), nanos);
        due = at;
        armed = true;
    }

    /** Takes back what is set; from now on setting it does nothing. */
    synchronized void cancel() {
        cancelled = true;
        armed = false;
        if (timer != null) {
            timer.run();
            timer = null;
        }
    }

    private void goOff(long at) {
        synchronized (this) {
            if (!armed || at != due) {
                return; // an earlier one has been set meanwhile, and has gone off or will; or it was cancelled
            }
            timer = null;
            armed = false; // from here on it can be set again
        }
        action.run();
    }
}
