// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import java.time.Duration;
import java.util.Objects;

/** Durations as {@code long} nanoseconds that never overflow: too long means {@link Long#MAX_VALUE}, which is for ever. */
public final class Nanos {
    private static final long A_MICROSECOND = 1_000;
    private static final long A_MILLISECOND = 1_000_000;

    private Nanos() {}

    /**
     * {@return the duration in nanoseconds, at most {@link Long#MAX_VALUE}; negative ones count as zero}
     *
     * @param duration a length of time
     * @throws NullPointerException if it is null, which says {@code timeout}
     */
    public static long of(Duration duration) {
        if (Objects.requireNonNull(duration, "timeout").isNegative()) {
            return 0;
        }
        // 292 years; Duration.toNanos would throw beyond it
        return duration.toSeconds() >= Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : duration.toNanos();
    }

    /**
     * {@return a length of time for a message, in milliseconds; a shorter one in microseconds or nanoseconds}
     *
     * @param nanos nanoseconds, not negative
     */
    public static String told(long nanos) {
        if (nanos == 0 || nanos >= A_MILLISECOND) {
            return nanos / A_MILLISECOND + " ms";
        }
        return nanos >= A_MICROSECOND ? nanos / A_MICROSECOND + " us" : nanos + " ns";
    }
}
