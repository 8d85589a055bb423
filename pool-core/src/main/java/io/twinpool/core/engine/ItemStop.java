// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.TaskTimeoutException;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.PoolLog;
import java.time.Duration;
import java.util.function.Consumer;

/** The stop of one running item: an interrupt, and after the grace the end of its worker, if it is still at that item. */
final class ItemStop {
    private static final StackTraceElement[] UNKNOWN = {};

    private final EngineBatch batch;
    private final int index;
    private final WorkerSeat seat;
    private final Engine engine;
    private Runnable takeBack = () -> {}; // set once, before the seat knows of this: of the timer that enforces it

    ItemStop(EngineBatch batch, int index) {
        this.batch = batch;
        this.index = index;
        this.seat = batch.seat;
        this.engine = seat.crew().engine();
    }

    /** Stops an item that has ended for its owner already. */
    void begin() {
        interrupt(stack -> {});
    }

    /** Stops an item whose time is up; it ends when its stack is known, or it has stopped, or the grace is over. */
    void timeOut() {
        batch.holdFace();
        batch.overdue(index, late(UNKNOWN));
        interrupt(this::timedOut);
    }

    /** As {@link #timeOut}, of an item that lingers in this JVM: its thread tells its stack at once, and cannot be ended. */
    void timeOutHere() {
        interrupt(stack -> batch.end(index, late(stack)));
    }

    /** Whatever becomes of the interrupt, such as an error for want of memory: the grace begins. */
    private void interrupt(Consumer<StackTraceElement[]> stack) {
        try {
            seat.interrupt(batch, index, stack);
        } finally {
            enforce();
        }
    }

    private void timedOut(StackTraceElement[] stack) {
        Verdict verdict = late(stack);
        batch.overdue(index, verdict);
        batch.end(index, verdict);
    }

    private Verdict late(StackTraceElement[] stack) {
        return late(batch.describe(index), seat.name(), batch.timeoutNanos, stack);
    }

    /** How a task ends whose time is up. */
    static Verdict late(String what, String where, long timeoutNanos, StackTraceElement[] stack) {
        String message = what + " was stopped on " + where + " after its time limit of " + Nanos.told(timeoutNanos);
        return Verdict.broken(() -> new TaskTimeoutException(message, Duration.ofNanos(timeoutNanos), stack));
    }

    private void enforce() {
        takeBack = engine.deadlines().schedule(this::condemn, engine.killGraceNanos());
        seat.stops().add(this);
    }

    /** Whether nothing is left to enforce: the item is neither on its seat nor held up in this JVM. */
    boolean isOver() {
        return seat.batch() != batch && !batch.lingers(index);
    }

    /** Does not enforce it. */
    void takeBack() {
        takeBack.run();
    }

    /** The grace is over. */
    private void condemn() {
        if (!isStillAtIt()) {
            warnOfStraggler();
            return;
        }
        if (batch.isCallersToFinish()) {
            return;
        }
        seat.dismissLater();
        engine.dispatch().giveBack(batch, 0); // now it cannot start another item that the kill would hit
        if (isStillAtIt()) {
            batch.end(index, batch.lateOr(Verdict.CANCELLED, index));
            seat.kill();
        }
    }

    private void warnOfStraggler() {
        if (batch.lingers(index)) {
            PoolLog.warn(
                    batch.describe(index)
                            + " does not come back from its serialization in this JVM: its thread runs on",
                    null);
        }
    }

    private boolean isStillAtIt() {
        return seat.batch() == batch && batch.claims().running() == index;
    }
}
