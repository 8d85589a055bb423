// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.TaskSerializationException;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A batch as the engine sees it: of one face, on one seat, every item with one time limit. */
abstract class EngineBatch extends Batch {
    final Face face;
    final WorkerSeat seat;
    final long timeoutNanos; // Long.MAX_VALUE: none
    final Tally tally;
    final long begunNanos = System.nanoTime();
    private volatile @Nullable Overdue overdue; // set by the one who finds an item late
    private volatile boolean hasStragglers; // set once
    private boolean holdsFace; // guarded by this
    private boolean gone; // guarded by this: its worker has left it; known only if the workers are not the face's own

    EngineBatch(Face face, WorkerSeat seat, long timeoutNanos, Claims claims) {
        super(claims);
        this.face = face;
        this.seat = seat;
        this.timeoutNanos = timeoutNanos;
        this.tally = seat.tallies().of(face);
    }

    /** An item whose time is up, while its worker is asked to stop it. */
    record Overdue(int index, Verdict verdict) {}

    @Override
    public final boolean isTimed() {
        return timeoutNanos != Long.MAX_VALUE;
    }

    @Override
    public final void succeed(int index, @Nullable Object value) {
        Overdue late = overdue;
        boolean isAlone = lingers(index);
        if (late != null && late.index == index) {
            end(index, late.verdict);
        } else if (isAlone) {
            returnedAlone(index, value);
        } else {
            returned(index, value);
        }
        if (isAlone) {
            stragglers().remove(this, index);
        }
        letGo(index);
    }

    @Override
    public final void fail(int index, Throwable error) {
        failed(index, Verdict.threw(error));
    }

    @Override
    public final void refuse(int index, TaskSerializationException reason) {
        String message = describe(index) + ": " + reason.getMessage();
        failed(index, Verdict.broken(() -> new TaskSerializationException(message, reason.getCause())));
    }

    private void failed(int index, Verdict verdict) {
        end(index, lateOr(verdict, index));
        if (lingers(index)) {
            stragglers().remove(this, index);
        }
        letGo(index);
    }

    @Override
    public final boolean linger(int index) {
        boolean isUnstarted = index >= claims().started();
        if (isUnstarted && !withdraw(index)) {
            return false;
        }
        hasStragglers = true;
        stragglers().add(this, index);
        Supplier<Verdict> verdict = isUnstarted ? abortVerdict() : null;
        if (verdict != null) { // decided when it was neither in the claims nor among the stragglers
            stragglers().end(this, index, verdict.get());
        }
        return true;
    }

    /** An item leaves before its start, and those behind it go to others. {@return false: it had left before} */
    private boolean withdraw(int index) {
        Claims.Span span = claims().revoke(index);
        if (span == null) {
            return false;
        }
        if (span.to() > index + 1) {
            giveBack(new Claims.Span(index + 1, span.to()));
            seat.crew().engine().dispatch().signal();
        }
        return true;
    }

    @Override
    public final void resume(int index, @Nullable Object argument) {
        if (isOpen(index)) {
            argument(index, argument);
            giveBack(new Claims.Span(index, index + 1));
            seat.crew().engine().dispatch().signal();
        }
        stragglers().remove(this, index);
    }

    private Stragglers stragglers() {
        return seat.crew().engine().stragglers();
    }

    /** Whether it is held up by the user's code in this JVM, perhaps after the end of this batch. */
    final boolean lingers(int index) {
        return hasStragglers && stragglers().has(this, index);
    }

    /** Whether it has started, also when the claims tell of other batches by now. */
    final boolean hasStarted(int index) {
        return claims().started() > index || lingers(index);
    }

    /** From now on the item ends so, whatever its worker still reports. */
    final void overdue(int index, Verdict verdict) {
        overdue = new Overdue(index, verdict);
    }

    /** {@return how an item ends that its worker will not report: its lateness, if that was found} */
    final Verdict lateOr(Verdict other, int index) {
        Overdue late = overdue;
        return late != null && late.index == index ? late.verdict : other;
    }

    /** Whether its time was up before its worker was lost. */
    final boolean isOverdue(int index) {
        Overdue late = overdue;
        return late != null && late.index == index;
    }

    /** The worker has told the end of an item, or is gone: what the item was made of is not needed any more. */
    void letGo(int index) {}

    /**
     * An item is about to end for its owner while its worker is still at it: the face does not settle before the worker has left the
     * batch. One that has workers of its own waits for these.
     */
    final void holdFace() {
        if (face.ownsWorkers()) {
            return;
        }
        synchronized (this) {
            if (holdsFace || gone) {
                return;
            }
            holdsFace = true;
        }
        face.lingers();
    }

    /** Its worker has left it. */
    final void releaseFace() {
        if (face.ownsWorkers()) {
            return;
        }
        synchronized (this) {
            gone = true;
            if (!holdsFace) {
                return;
            }
            holdsFace = false;
        }
        face.isBack();
    }

    /** Ends an item with what it returned, unless it has ended. */
    abstract void returned(int index, @Nullable Object value);

    /** As {@link #returned}, but not by the worker's reporting thread. */
    abstract void returnedAlone(int index, @Nullable Object value);

    /** Ends an item, unless it has ended. */
    abstract void end(int index, Verdict verdict);

    /** Sets an argument to what is to be sent for it. */
    abstract void argument(int index, @Nullable Object written);

    /** Ends items that were revoked; returns the functions of those that are single tasks. */
    List<Object> abort(Claims.Span span, Supplier<Verdict> verdict) {
        for (int i = span.from(); i < span.to(); i++) {
            end(i, verdict.get());
        }
        return List.of();
    }

    /** Whether an item of this batch has started here and not ended. */
    abstract boolean isOpen(int index);

    /** {@return how many items have started here and not ended} */
    final int countOpen() {
        int open = 0;
        for (int i = 0; i < claims().started(); i++) {
            open += isOpen(i) ? 1 : 0;
        }
        return open;
    }

    /** Puts items back to the head of the queue that were revoked, or are to be run again. */
    abstract void giveBack(Claims.Span span);

    /** Whether only the thread that runs it can run those behind the running item: it is the caller's, and comes back to them. */
    final boolean isCallersToFinish() {
        return seat.crew().engine().factory().runsInCaller() && claims().waiting() > 0;
    }

    /** Counts a loss of the item's worker; whether it had been lost at most so many times, this one included. */
    abstract boolean mayRetry(int index, int retries);

    /** How its items must end instead of being run, if that has been decided. */
    @Nullable
    Supplier<Verdict> abortVerdict() {
        return face.abortVerdict();
    }

    /** Whether its items are of that map. */
    boolean isOf(MapRun run) {
        return false;
    }

    /** What an error message calls the item. */
    abstract String describe(int index);

    abstract Chunker chunker();

    /** Whether there is an item that its worker cannot start at once, and that can go to another one. Once there is none, none comes. */
    boolean hasStealable() {
        return false;
    }

    /** Others may take a part of it from now on, if it has one. {@return whether they may} */
    boolean offer() {
        return false;
    }

    /** Nobody takes a part of it from now on. {@return whether that was so until now} */
    boolean retract() {
        return false;
    }

    /** Whether somebody else would find work beside what its worker is about to start, in this batch or in the queue. */
    boolean leavesMore(TaskQueue queue) {
        return size() > 1 || !queue.isEmpty();
    }

    /** Its worker is done with it, or gone: what it has and did not start goes back. */
    void takeBackUnstarted() {
        Claims.Span unstarted = claims().revoke(0);
        if (unstarted != null) {
            giveBack(unstarted);
        }
    }

    /** The worker has done the batch. */
    final void left() {
        seat.crew().engine().dispatch().left(this);
        takeBackUnstarted();
        releaseFace();
        int started = claims().started();
        if (started > 0) {
            chunker().measured(started, System.nanoTime() - begunNanos);
        }
    }
}
