// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/**
 * How many workers should serve: one for each place of the pool, one more for each place that is lent, one fewer for each that is left
 * empty because there was nothing to do.
 *
 * <p>Changed under the lock of {@link Places}; what is volatile is read without it.
 */
final class Staffing {
    private final int least; // places that are never left empty
    private int places;
    private int empty; // of the places: their workers have left for want of work
    private volatile int serving;
    private volatile boolean isShort; // a place has no worker
    private volatile boolean isCrowded; // more workers serve than should
    private volatile boolean hasEmpty;

    Staffing(int places, int least) {
        this.places = places;
        this.least = least;
        update(0);
    }

    int serving() {
        return serving;
    }

    /** Whether a place has no worker, for whatever reason. */
    boolean isShort() {
        return isShort;
    }

    boolean isCrowded() {
        return isCrowded;
    }

    /** Whether a place has been left empty. */
    boolean hasEmpty() {
        return hasEmpty;
    }

    /** Whether a place that is not left empty has no worker. Under the lock. */
    boolean isVacant() {
        return vacant() > 0;
    }

    /** {@return how many places that are not left empty have no worker} Under the lock. */
    int vacant() {
        return Math.max(0, places - empty - serving);
    }

    void joined() {
        update(serving + 1);
    }

    void left() {
        update(serving - 1);
    }

    void addPlace() {
        places++;
        update(serving);
    }

    /** Whoever has come for that place may have one that was left empty. */
    void removePlace() {
        places--;
        empty = Math.min(empty, Math.max(0, places - serving));
        update(serving);
    }

    boolean mayLeaveEmpty() {
        return places - empty > least;
    }

    void leaveEmpty() {
        empty++;
        update(serving);
    }

    /** Leaves some places fewer empty. */
    void fillEmpty(int most) {
        empty -= Math.min(empty, most);
        update(serving);
    }

    private void update(int now) {
        serving = now;
        isShort = now < places;
        isCrowded = now > places - empty;
        hasEmpty = empty > 0;
    }
}
