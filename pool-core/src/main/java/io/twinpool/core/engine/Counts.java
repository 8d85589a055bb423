// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many items a face has taken in, and how many have ended, in which way.
 *
 * <p>Whoever has seen the end of an item finds it counted.
 */
final class Counts {
    private final LongAdder submitted = new LongAdder();
    private final LongAdder refused = new LongAdder(); // of those submitted: counted in, and found the face closed
    private final LongAdder ended = new LongAdder(); // but for what is in a tally
    private final LongAdder failed = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final List<Tally> tallies = new ArrayList<>(); // guarded by this: of workers that have not ended

    void submitted(long items) {
        submitted.add(items);
    }

    /** Takes {@link #submitted} back. An adder of its own: one that is also decreased may be read too low. */
    void refused(long items) {
        refused.add(items);
    }

    synchronized Tally open() {
        Tally tally = new Tally();
        tallies.add(tally);
        return tally;
    }

    /** Its worker has ended, and returns from nothing any more. */
    synchronized void close(Tally tally) {
        if (tallies.remove(tally)) {
            ended.add(tally.count());
        }
    }

    /** An item has ended, other than by a worker that has returned from it. Before its end can be seen. */
    void ended(Verdict verdict) {
        if (verdict.isCancelled()) {
            cancelled.increment();
        } else if (verdict.isFailure()) {
            failed.increment();
        }
        ended.increment();
    }

    /** An item has returned, and its worker does not say so itself. Before its end can be seen. */
    void returned() {
        ended.increment();
    }

    long submitted() {
        long never = refused.sum();
        return submitted.sum() - never;
    }

    synchronized long completed() {
        long completed = ended.sum();
        for (Tally tally : tallies) {
            completed += tally.count();
        }
        return completed;
    }

    long failed() {
        return failed.sum();
    }

    long cancelled() {
        return cancelled.sum();
    }

    /** Completed is read first: what ends meanwhile counts as unfinished, never the other way round. */
    long unfinished() {
        long completed = completed();
        return submitted() - completed;
    }
}
