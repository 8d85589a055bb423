// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many items a face has taken in, and how many have ended, in which way.
 *
 * <p>Whoever has seen the end of an item finds it counted.
 */
final class Counts {
    private final LongAdder submitted = new LongAdder(); // may take memory, which an end must not
    private final AtomicLong refused = new AtomicLong(); // of those submitted: counted in, and found the face closed
    private final AtomicLong ended = new AtomicLong(); // but for what is in a tally
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong cancelled = new AtomicLong();
    private final Set<Tally> tallies = new LinkedHashSet<>(); // guarded by this: of workers that have not ended
    private final AtomicLong told = new AtomicLong(); // of what is in a tally: that has ended since isEnding
    private volatile boolean isEnding; // set once, by the first look for the end
    private volatile long nextLook; // not before so many have been told; set by each look

    void submitted(long items) {
        submitted.add(items);
    }

    /** Takes {@link #submitted} back. An adder of its own: one that is also decreased may be read too low. */
    void refused(long items) {
        refused.addAndGet(items);
    }

    synchronized Tally open() {
        Tally tally = new Tally(this);
        tallies.add(tally);
        return tally;
    }

    /** Its worker has ended, and returns from nothing any more. */
    synchronized void close(Tally tally) {
        if (tallies.remove(tally)) {
            ended.addAndGet(tally.count());
        }
    }

    /** An item has ended, other than by a worker that has returned from it. Before its end can be seen. */
    void ended(Verdict verdict) {
        if (verdict.isCancelled()) {
            cancelled.incrementAndGet();
        } else if (verdict.isFailure()) {
            failed.incrementAndGet();
        }
        ended.incrementAndGet();
    }

    /** An item has returned, and its worker does not say so itself. Before its end can be seen. */
    void returned() {
        ended.incrementAndGet();
    }

    /** Items are in a tally from now on. */
    void tallied(int items) {
        if (isEnding) {
            told.addAndGet(items);
        }
    }

    /**
     * {@return whether nothing is unfinished, and nothing will be} To be asked only when no more comes, then and after each end.
     *
     * <p>To look at each tally takes the longer, the more workers there are. So it is not done again before as many ends have been told as
     * were missing when it was done last. It does not come too late: what was missing then is told after that, since it finds isEnding set.
     * What is told a second time makes for a look too many.
     */
    boolean isAllEnded() {
        if (told() < nextLook) {
            return false;
        }
        isEnding = true;
        VarHandle.fullFence(); // what finds it not set has begun to be tallied: a look waits for that
        long before = told();
        long unfinished = unfinished();
        nextLook = before + unfinished; // whichever of several looks is the last to set it: none sets too much
        return unfinished == 0;
    }

    private long told() {
        return ended.get() + refused.get() + told.get();
    }

    long submitted() {
        long never = refused.get();
        return submitted.sum() - never;
    }

    synchronized long completed() {
        long completed = ended.get();
        for (Tally tally : tallies) {
            completed += tally.count();
        }
        return completed;
    }

    long failed() {
        return failed.get();
    }

    long cancelled() {
        return cancelled.get();
    }

    /** Completed is read first: what ends meanwhile counts as unfinished, never the other way round. */
    long unfinished() {
        long completed = completed();
        return submitted() - completed;
    }
}
