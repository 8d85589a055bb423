// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import org.jspecify.annotations.Nullable;

/**
 * Tiny items of a map whose outcomes are wanted all together: run, and counted, a few at a time.
 *
 * <p>A stride of items is committed by the claim of the next one. Whoever must end an item of a stride that runs seals the claims first;
 * the stride is then his to count, and the worker's commit fails. Only for workers that share this JVM's memory.
 */
final class BulkBatch extends MapBatch {
    private static final int STRIDE = 16;

    BulkBatch(MapRun run, Segment segment, int first, int size, WorkerSeat seat) {
        super(run, segment, first, size, seat);
    }

    @Override
    public void run() {
        Thread.interrupted();
        int from = claims().claim(STRIDE);
        while (from >= 0) {
            int to = claims().started(); // only this thread raises it
            int done = runStride(from, to);
            tally.begin();
            from = claims().claim(STRIDE);
            if (from == Claims.SEALED) {
                tally.end(0);
            } else {
                tally.end(done);
                run.receiver().returned(done);
            }
        }
        face.settled();
    }

    /** {@return how many returned} Those that threw or were not wanted any more have been counted. */
    private int runStride(int from, int to) {
        int done = 0;
        for (int i = from; i < to && !claims().isSealed(); i++) { // sealed: the rest has ended
            if (run.isCancelled()) {
                run.end(segment, first + i, Verdict.CANCELLED);
            } else {
                done += runItem(first + i) ? 1 : 0;
                Thread.interrupted(); // its own; before the next one begins
            }
        }
        return done;
    }

    private boolean runItem(int at) {
        Object value;
        try {
            value = run.routine().call(segment.item(at));
        } catch (Throwable e) { // whatever it throws is its outcome
            run.end(segment, at, Verdict.threw(e));
            return false;
        }
        segment.put(at, value);
        return true;
    }

    @Override
    void end(int index, Verdict verdict) {
        if (claims().started() <= index) {
            run.end(segment, first + index, verdict); // it was revoked, and cannot start any more
        } else if (claims().seal()) {
            int to = claims().started();
            int from = (to - 1) / STRIDE * STRIDE; // strides begin at its multiples
            for (int i = from; i < to; i++) {
                takeOver(first + i, verdict);
            }
        }
    }

    /** Counts an item of the stride that was sealed, unless it threw and has been counted. */
    private void takeOver(int at, Verdict verdict) {
        switch (segment.takeOver(at)) {
            case WON -> run.endWon(segment, at, verdict);
            case RETURNED -> run.returnedUnreported(segment, at);
            case COUNTED -> {} // by its worker, or before
        }
    }

    @Override
    boolean isOpen(int index) {
        return claims().running() >= 0 && segment.isOpen(first + index);
    }

    @Override
    void returned(int index, @Nullable Object value) {
        throw new AssertionError("items of a bulk are not reported one by one");
    }

    @Override
    boolean mayRetry(int index, int retries) {
        return false; // a thread is not lost, it is given up
    }
}
