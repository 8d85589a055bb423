// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/**
 * Says when finished outcomes must leave although more items wait: after a millisecond, and before what may be a long
 * item.
 *
 * <p>Looks at the clock after each item when items are long, and after several when they are short. Task thread only.
 */
final class Pace {
    private static final long LONGEST_HELD_NANOS = 1_000_000;
    private static final long LONG_ITEM_NANOS = 100_000;
    private static final long SHORT_ITEM_NANOS = 2_000;
    private static final int LONGEST_STRIDE = 16;

    private long lookedNanos;
    private long sentNanos;
    private int stride;
    private int left;

    /** Begins with a batch. */
    void begin() {
        lookedNanos = System.nanoTime();
        sentNanos = lookedNanos;
        stride = 1;
        left = 1;
    }

    /** {@return whether outcomes must leave now; to be asked once after each item} */
    boolean isDue() {
        return --left <= 0 && look();
    }

    private boolean look() {
        long now = System.nanoTime();
        long itemNanos = (now - lookedNanos) / stride;
        lookedNanos = now;
        stride = itemNanos > SHORT_ITEM_NANOS ? 1 : Math.min(LONGEST_STRIDE, 2 * stride);
        left = stride;
        boolean isDue = itemNanos > LONG_ITEM_NANOS || now - sentNanos > LONGEST_HELD_NANOS;
        if (isDue) {
            sentNanos = now;
        }
        return isDue;
    }
}
