// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has a place in a crew, who waits for one as a spare, and which places are free.
 *
 * <p>Bookkeeping alone: whom it finds a place for is the caller's to start, and whom it takes one from, to retire. Thread-safe.
 */
final class Places {
    private final Crew crew;
    private final Roster roster = new Roster(); // written under this
    private final Staffing staffing; // written under this
    private final Spares spares; // guarded by this
    private final Set<WorkerSeat> starting = new HashSet<>(); // guarded by this: they are to serve, and are not up yet
    private boolean closing; // guarded by this: no replacements

    Places(Crew crew, Staffing staffing, Spares spares) {
        this.crew = crew;
        this.staffing = staffing;
        this.spares = spares;
    }

    /** A seat, and whether its worker is there already, as a spare; else it is to be started. */
    record Opening(WorkerSeat seat, boolean isPromotion) {}

    Collection<WorkerSeat> seats() {
        return roster.seats();
    }

    int serving() {
        return staffing.serving();
    }

    boolean isShort() {
        return staffing.isShort();
    }

    boolean isCrowded() {
        return staffing.isCrowded();
    }

    boolean hasEmpty() {
        return staffing.hasEmpty();
    }

    // ---- who comes

    /** Fills one place that should not be free, by a spare if there is one; null: there is no such place, or nobody for it. */
    synchronized @Nullable Opening next(boolean mayStart) {
        if (closing || !staffing.isVacant()) {
            return null;
        }
        WorkerSeat spare = spares.take();
        if (spare == null) {
            return mayStart ? new Opening(open(false), false) : null;
        }
        spares.mayTryAgain();
        spare.place().enlist();
        joined(spare);
        return new Opening(spare, true);
    }

    synchronized boolean lacksSpares() {
        return !closing && spares.areShort();
    }

    /** A new seat for a spare; null: there are enough, or somebody who is to serve is not up yet. */
    synchronized @Nullable WorkerSeat openSpare(boolean mayStart) {
        boolean isItsTurn = lacksSpares() && mayStart && !staffing.isVacant() && starting.isEmpty();
        return isItsTurn ? open(true) : null;
    }

    /** A spare is up. {@return whether it still is a spare} Under the lock, so that nobody promotes it halfway. */
    synchronized boolean keepsAsSpare(WorkerSeat seat) {
        return seat.becomeSpare();
    }

    /** A new seat, and a new place for it; null: no replacements any more. */
    synchronized @Nullable WorkerSeat openExtra() {
        if (closing) {
            return null;
        }
        staffing.addPlace();
        return open(false);
    }

    private WorkerSeat open(boolean asSpare) {
        WorkerSeat seat = roster.enter(number -> new WorkerSeat(crew, number, asSpare));
        if (asSpare) {
            spares.add(seat);
        } else {
            joined(seat);
        }
        return seat;
    }

    private void joined(WorkerSeat seat) {
        staffing.joined();
        if (!seat.tenure().isUp()) { // else isUp has come, or is about to, and there is nothing for it to do
            starting.add(seat);
        }
    }

    /** A worker is up; its tenure says so already. */
    synchronized void isUp(WorkerSeat seat) {
        starting.remove(seat);
        if (seat.isSpare()) {
            spares.started();
        } else {
            spares.mayTryAgain();
        }
    }

    /** A spare could not be initialized. {@return whether no more are started now} */
    synchronized boolean spareFailed() {
        return spares.failed();
    }

    /** A worker waits, and its place is lent. {@return false: it has none, it was given up} */
    synchronized boolean lend(WorkerSeat seat) {
        boolean lends = seat.place().lend();
        if (lends) {
            staffing.addPlace();
        }
        return lends;
    }

    /** It goes on. {@return false: it had lent nothing, or that has gone with it} */
    synchronized boolean reclaim(WorkerSeat seat) {
        boolean reclaims = seat.place().reclaim();
        if (reclaims) {
            staffing.removePlace();
        }
        return reclaims;
    }

    /** As many of the empty places should be filled as there is work for, beside those who are coming or are about to be started. */
    synchronized void fillEmpty(long waiting) {
        long coming = seats().stream().filter(WorkerSeat::isComing).count();
        staffing.fillEmpty((int) Math.max(0, Math.min(waiting - coming - staffing.vacant(), Integer.MAX_VALUE)));
    }

    // ---- who leaves

    /** Takes its place from the owner of a seat that looks for work, if it should leave instead. */
    synchronized boolean dismisses(WorkerSeat seat, boolean mayStart) {
        boolean leaves = closing || staffing.isCrowded() || (seat.isOutlived() && isReplaceable(seat, mayStart));
        if (leaves) {
            vacate(seat);
        }
        return leaves;
    }

    /** Takes its place from a worker that has nothing to do, for another one. */
    synchronized boolean takeForAnother(WorkerSeat seat, boolean mayStart) {
        if (closing || !isReplaceable(seat, mayStart) || !seat.quit()) {
            return false;
        }
        vacate(seat);
        return true;
    }

    /** Takes its place from an idle worker, and leaves it empty. */
    synchronized boolean takeAndLeaveEmpty(WorkerSeat seat) {
        if (closing || !staffing.mayLeaveEmpty() || !seat.quit()) {
            return false;
        }
        staffing.leaveEmpty();
        vacate(seat);
        return true;
    }

    /** Whether somebody can take over from a worker at once: two places at a time do not wait for a start. */
    synchronized boolean isReplaceable(WorkerSeat seat, boolean mayStart) {
        return seat.isSpare()
                || (!staffing.isVacant() && (spares.areWanted() ? spares.isOneUp() : mayStart && starting.isEmpty()));
    }

    synchronized void vacate(WorkerSeat seat) {
        if (seat.place().vacate()) {
            staffing.left();
        }
        spares.remove(seat);
    }

    /** A worker is gone, and what it has lent. {@return whether it was the last one} */
    synchronized boolean strike(WorkerSeat seat) {
        vacate(seat);
        for (int lent = seat.place().strike(); lent > 0; lent--) {
            staffing.removePlace(); // its thread may wait on for long
        }
        starting.remove(seat);
        roster.strike(seat);
        return closing && seats().isEmpty();
    }

    /** No replacements from now on. {@return whether nobody is left to end} */
    synchronized boolean close() {
        closing = true;
        return seats().isEmpty();
    }
}
