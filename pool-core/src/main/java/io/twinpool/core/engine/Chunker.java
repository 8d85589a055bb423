// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;

/**
 * How many items go to a worker in one trip: about a millisecond of measured work; one while that is unknown or items are long.
 *
 * <p>Thread-safe: racing measurements may lose one another, which costs nothing but a later estimate.
 */
final class Chunker {
    private static final double TARGET_NANOS = 1_000_000;
    private static final int GROWTH = 16;
    private static final int LARGEST = Math.min(Claims.MAX_SIZE, 1 << 17);

    private volatile double nanosPerItem; // trips included; 0: not measured yet
    private volatile int size = 1;

    /**
     * Notes a finished batch.
     *
     * <p>Its time includes the trip. So a batch that was small for want of items says that more would fit, or that it took too long,
     * but not that fewer should travel.
     */
    void measured(int items, long nanos) {
        double elapsed = Math.max(1, nanos);
        double fitting = Math.max(1, items * (TARGET_NANOS / elapsed));
        int before = size;
        if (fitting > before) {
            size = (int) Math.min(Math.min(fitting, LARGEST), (double) before * GROWTH);
        } else if (items >= before || elapsed > 2 * TARGET_NANOS) {
            size = (int) fitting;
        } else {
            return;
        }
        nanosPerItem = elapsed / items;
    }

    /** {@return the number of items of the next batch} */
    int size() {
        return size;
    }

    /** {@return whether an item is expected to end within a time; not while that is unknown} */
    boolean isQuick(long nanos) {
        double mean = nanosPerItem;
        return mean != 0 && mean < nanos;
    }
}
