// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

/** How much is left of a time that began when this was made; {@link Long#MAX_VALUE} nanoseconds never end. */
record Clock(long begunNanos, long nanos) {
    static Clock of(long nanos) {
        return new Clock(System.nanoTime(), Math.max(0, nanos)); // below zero the subtraction could overflow
    }

    long leftNanos() {
        return nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - begunNanos);
    }
}
