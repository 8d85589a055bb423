// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import java.time.Duration;
import java.util.Objects;

/** Durations as {@code long} nanoseconds that never overflow: too long means {@link Long#MAX_VALUE}, which is for ever. */
public final class Nanos {
    private static final long A_MICROSECOND = 1_000;
    private static final long A_MILLISECOND = 1_000_000;
    private static final long A_SECOND = 1_000 * A_MILLISECOND;
    private static final long A_MINUTE = 60 * A_SECOND;
    private static final long AN_HOUR = 60 * A_MINUTE;

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
     * {@return a length of time for a message, in milliseconds; a shorter one in microseconds or nanoseconds, and one of whole
     * seconds, minutes or hours in these}
     *
     * @param nanos nanoseconds, not negative
     */
    public static String told(long nanos) {
        if (nanos == 0 || nanos % A_SECOND != 0) {
            return toldBelowSeconds(nanos);
        } else if (nanos % AN_HOUR == 0) {
            return nanos / AN_HOUR + " h";
        }
        return nanos % A_MINUTE == 0 ? nanos / A_MINUTE + " min" : nanos / A_SECOND + " s";
    }

    private static String toldBelowSeconds(long nanos) {
        if (nanos == 0 || nanos >= A_MILLISECOND) {
            return nanos / A_MILLISECOND + " ms";
        }
        return nanos >= A_MICROSECOND ? nanos / A_MICROSECOND + " us" : nanos + " ns";
    }
}
