// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** A worker's time on its seat: since when it is up, since when it has nothing to do, whether it ever did anything. */
final class Tenure {
    private volatile boolean isUp; // set once, after upNanos
    private volatile long upNanos;
    private volatile long restNanos; // written before the seat is idle
    private volatile boolean isProven; // set once

    void begin() {
        upNanos = System.nanoTime();
        restNanos = upNanos;
        isUp = true;
    }

    /** Whether its initializer has run. */
    boolean isUp() {
        return isUp;
    }

    /** Since when it is up, if it is. */
    long upNanos() {
        return upNanos;
    }

    boolean isLongerThan(long nanos) {
        return isUp && System.nanoTime() - upNanos > nanos;
    }

    /** It has come to the end of its work, or of its time as a spare. */
    void rest() {
        restNanos = System.nanoTime();
    }

    /** Since when it has had no work, if it is idle. */
    long restNanos() {
        return restNanos;
    }

    /** It has run something. */
    void prove() {
        isProven = true;
    }

    boolean isProven() {
        return isProven;
    }
}
