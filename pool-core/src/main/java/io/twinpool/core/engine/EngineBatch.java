// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

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
    private final long begunNanos = System.nanoTime();
    private volatile @Nullable Overdue overdue; // set by the one who finds an item late

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
        if (late != null && late.index == index) {
            end(index, late.verdict);
        } else {
            returned(index, value);
        }
    }

    @Override
    public final void fail(int index, Throwable error) {
        end(index, lateOr(Verdict.threw(error), index));
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

    /** Ends an item with what it returned, unless it has ended. */
    abstract void returned(int index, @Nullable Object value);

    /** Ends an item, unless it has ended. */
    abstract void end(int index, Verdict verdict);

    /** Ends items that were revoked; returns the functions of those that are single tasks. */
    List<Object> abort(Claims.Span span, Supplier<Verdict> verdict) {
        for (int i = span.from(); i < span.to(); i++) {
            end(i, verdict.get());
        }
        return List.of();
    }

    /** Whether an item of this batch has started here and not ended. */
    abstract boolean isOpen(int index);

    /** Puts items back to the head of the queue that were revoked, or are to be run again. */
    abstract void giveBack(Claims.Span span);

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

    /** The worker has done the batch. */
    final void left() {
        int started = claims().started();
        if (started > 0) {
            chunker().measured(started, System.nanoTime() - begunNanos);
        }
    }
}
