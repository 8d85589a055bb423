// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** What place a seat has in its crew, and how often that is lent. Bookkeeping, all of it under the lock of {@link Places}, but for one question. */
final class Place {
    private volatile boolean spare; // written under the lock of Places: taken back once
    private boolean serves; // guarded by Places: counted as serving
    private int lent; // guarded by Places: how often it is lent just now
    private boolean struck; // guarded by Places: its worker is gone, and lends nothing any more

    Place(boolean spare) {
        this.spare = spare;
        this.serves = !spare;
    }

    /** Whether it is a spare's; without the lock. */
    boolean isSpare() {
        return spare;
    }

    /** A spare counts as serving from now on. */
    void enlist() {
        serves = true;
        spare = false;
    }

    /** {@return whether it counted as serving until now} */
    boolean vacate() {
        boolean counted = serves;
        serves = false;
        return counted;
    }

    /** {@return whether it is lent once more} */
    boolean lend() {
        lent += struck ? 0 : 1;
        return !struck;
    }

    /** {@return whether it is lent once less} */
    boolean reclaim() {
        boolean lends = lent > 0;
        lent -= lends ? 1 : 0;
        return lends;
    }

    /** {@return how often it was lent} */
    int strike() {
        int was = lent;
        lent = 0;
        struck = true;
        return was;
    }
}
