// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.util.concurrent.TimeUnit;

/** How long somebody who should leave may take. Not thread-safe. */
final class Patience {
    private final long graceNanos;
    private boolean hasBegun;
    private long sinceNanos;

    /** With {@link Long#MAX_VALUE}: for ever. */
    Patience(long graceNanos) {
        this.graceNanos = graceNanos;
    }

    void begin() {
        if (!hasBegun) {
            hasBegun = true;
            sinceNanos = System.nanoTime();
        }
    }

    boolean isOver() {
        return hasBegun && graceNanos != Long.MAX_VALUE && System.nanoTime() - sinceNanos >= graceNanos;
    }

    /** {@return for how long to wait, at least 1; 0: for ever} */
    long millis() {
        if (!hasBegun || graceNanos == Long.MAX_VALUE) {
            return 0;
        }
        long left = graceNanos - (System.nanoTime() - sinceNanos);
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }
}
