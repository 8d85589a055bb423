// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations as nanoseconds, and as a user reads them. */
final class NanosTest {
    @Test
    void whatIsTooLongIsForEver() {
        assertThat(Nanos.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Nanos.of(Duration.ofNanos(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Nanos.of(Duration.ofDays(100_000))).isEqualTo(100_000L * 24 * 3600 * 1_000_000_000);
    }

    @Test
    void whatIsNegativeIsZero() {
        assertThat(Nanos.of(Duration.ofNanos(-1))).isZero();
        assertThat(Nanos.of(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 ms", "1, 1 ns", "999, 999 ns", "1000, 1 us", "999999, 999 us", "1000000, 1 ms", "90500000, 90 ms"
    })
    void aShortTimeIsNotToldAsZero(long nanos, String told) {
        assertThat(Nanos.told(nanos)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 s", "59, 59 s", "60, 1 min", "90, 90 s", "3600, 1 h", "3660, 61 min", "86400, 24 h"})
    void whatIsWholeIsToldInTheLargestUnit(long seconds, String told) {
        assertThat(Nanos.told(seconds * 1_000_000_000)).isEqualTo(told);
        assertThat(Nanos.told(seconds * 1_000_000_000 + 1_000_000)).isEqualTo(seconds * 1_000 + 1 + " ms");
    }
}
