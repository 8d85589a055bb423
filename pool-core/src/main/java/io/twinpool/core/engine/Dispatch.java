// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings work and workers together: wakes who is idle, gives batches out, takes from those who have too much.
 *
 * <p>Nobody sleeps while there is something to take. Whoever brings work makes it visible first and then looks for somebody idle; whoever goes
 * idle is listed first and then looks for work, in the queue and in the batches of the others. Workers are woken one at a time: the one that is
 * woken passes it on, when it has begun, while there is more. So a burst of short tasks does not wake them all.
 */
final class Dispatch {
    private final TaskQueue queue;
    private final Crew crew;
    private final Surplus surplus = new Surplus();
    private final boolean inCaller; // workers run in the threads that bring the work: nothing is passed on
    private volatile boolean waking; // an idle worker has been woken, and has not asked for work yet
    private volatile boolean missed; // work was brought while one was waking: it may be more than that one takes

    Dispatch(TaskQueue queue, Crew crew, boolean inCaller) {
        this.queue = queue;
        this.crew = crew;
        this.inCaller = inCaller;
    }

    boolean hasWork() {
        return !queue.isEmpty();
    }

    /**
     * Has an idle worker, if there is one, look for work that was just brought. One that is on its way will do: it wakes the next, so
     * that short tasks, which one worker can do alone, do not wake them all.
     */
    void signal() {
        if (inCaller && !hasWork()) {
            return; // each would wake the next one here, in this thread
        }
        if (waking) {
            if (!missed) { // most often it is: a write for each of a burst would take the line from the workers each
                // time
                missed = true;
            }
            if (waking) {
                return; // it will see this when it begins
            }
        }
        WorkerSeat seat = crew.claimIdle();
        if (seat != null) {
            waking = true;
            seat.serve();
        } else if (crew.isShort()) {
            crew.reinforce();
        }
    }

    /** A worker asks for work: it sees all that was brought before, and wakes the next one if that is more than it takes. */
    void isAwake() {
        if (waking) {
            waking = false;
        }
    }

    /** A batch for a seat: what waits longest, or what a sibling has and has not started. */
    @Nullable
    EngineBatch take(WorkerSeat seat) {
        EngineBatch batch = queue.take(seat);
        if (batch == null && !inCaller && steal(seat)) {
            batch = queue.take(seat);
        }
        return batch;
    }

    private boolean steal(WorkerSeat thief) {
        EngineBatch batch = stealable(thief);
        if (batch == null) {
            return false;
        }
        Claims claims = batch.claims();
        Claims.Span half = claims.revoke(claims.started() + claims.waiting() / 2);
        if (half != null) {
            batch.giveBack(half);
        }
        return half != null;
    }

    /** A batch of a sibling with an item that it cannot start at once; null: there is none. */
    private @Nullable EngineBatch stealable(WorkerSeat thief) {
        if (isNothingShared()) {
            return null;
        }
        for (WorkerSeat sibling : crew.seats()) {
            EngineBatch batch = sibling.batch();
            if (batch != null && sibling != thief && hasStealable(batch)) {
                return batch;
            }
        }
        return null;
    }

    /** What has nothing now will not have: so nobody walks along all workers again for it. */
    private boolean hasStealable(EngineBatch batch) {
        boolean has = batch.hasStealable();
        if (!has) {
            surplus.remove(batch);
        }
        return has;
    }

    /** Whether a seat that has just gone idle should not have: what was brought before it was listed as idle woke nobody. */
    boolean hasWorkFor(WorkerSeat seat) {
        return hasWork() || hasWorkToSteal(seat);
    }

    private boolean hasWorkToSteal(WorkerSeat seat) {
        return !inCaller && stealable(seat) != null;
    }

    /** A seat is about to have a batch, where others find it. */
    void holds(EngineBatch batch) {
        surplus.add(batch);
    }

    /** A seat does not have a batch any more. */
    void left(EngineBatch batch) {
        surplus.remove(batch);
    }

    /** Whether nobody can have anything that others could take. */
    boolean isNothingShared() {
        return surplus.isNone();
    }

    /** A batch is about to go to its worker: it must not, if its face was stopped meanwhile. */
    void begun(EngineBatch batch) {
        sent(batch);
        if (missed || isMoreBeside(batch)) {
            missed = false; // before signal, which sets it again if another one is on its way
            signal(); // what this seat has and cannot start at once is work for an idle sibling too, and can be seen
        }
    }

    /** What a batch has not started can be seen by whoever stops its face. */
    void sent(EngineBatch batch) {
        Supplier<Verdict> verdict = batch.abortVerdict();
        if (verdict != null) {
            batch.face.underway().end(() -> Recall.unstarted(batch, verdict));
        }
    }

    /** Whether somebody who is idle would find work beside what a seat is just about to start. */
    private boolean isMoreBeside(EngineBatch batch) {
        return batch.leavesMore(queue) || (!crew.idle().isEmpty() && hasWorkToSteal(batch.seat));
    }

    /** What has not started of a batch, from an item on, goes back. */
    void giveBack(EngineBatch batch, int from) {
        Claims.Span unstarted = batch.claims().revoke(from);
        if (unstarted != null) {
            batch.giveBack(unstarted);
            signal();
        }
    }
}
