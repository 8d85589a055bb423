// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/**
 * What was hurried, where it still stands among the arrivals, which may not be reached for long. It is removed from there now and then: not
 * before so many more have been passed over as were left the last time, so that all looks together cost a few steps for each of them.
 * Guarded by the queue's lock.
 */
final class Passed {
    private static final int LEAST = 64; // worth looking for

    private final Arrivals<Work> arrivals;
    private int since; // so much since the last look
    private int kept; // so much was left then

    Passed(Arrivals<Work> arrivals) {
        this.arrivals = arrivals;
    }

    /** Something has been passed over. */
    void add() {
        if (++since > LEAST + kept) {
            since = 0;
            kept = 0;
            arrivals.removeIf(work -> !isKept(work));
        }
    }

    private boolean isKept(Work work) {
        boolean waits = work.isWaiting();
        kept += waits ? 1 : 0;
        return waits;
    }
}
