// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MapOptionsTest {
    private static final MapOptions DEFAULTS = MapOptions.defaults();

    @Test
    void defaultsLeaveTheSizesToThePool() {
        assertThat(DEFAULTS.chunkSize()).isEqualTo(MapOptions.AUTO);
        assertThat(DEFAULTS.bufferSize()).isEqualTo(MapOptions.AUTO);
    }

    @Test
    void defaultsHaveNoTimeout() {
        assertThat(DEFAULTS.timeout()).isEmpty();
    }

    @Test
    void defaultsDoNotFailFast() {
        assertThat(DEFAULTS.failFast()).isFalse();
    }

    @Property
    void chunkSizeChangesOnlyItself(@ForAll("options") MapOptions options, @ForAll @IntRange(min = 1) int size) {
        assertThat(options.chunkSize(size))
                .isEqualTo(new MapOptions(size, options.bufferSize(), options.timeout(), options.failFast()));
    }

    @Property
    void bufferSizeChangesOnlyItself(@ForAll("options") MapOptions options, @ForAll @IntRange(min = 1) int size) {
        assertThat(options.bufferSize(size))
                .isEqualTo(new MapOptions(options.chunkSize(), size, options.timeout(), options.failFast()));
    }

    @Property
    void timeoutChangesOnlyItself(@ForAll("options") MapOptions options, @ForAll("durations") Duration timeout) {
        assertThat(options.timeout(timeout))
                .isEqualTo(new MapOptions(
                        options.chunkSize(), options.bufferSize(), Optional.of(timeout), options.failFast()));
    }

    @Property
    void failFastChangesOnlyItself(@ForAll("options") MapOptions options, @ForAll boolean failFast) {
        assertThat(options.failFast(failFast))
                .isEqualTo(new MapOptions(options.chunkSize(), options.bufferSize(), options.timeout(), failFast));
    }

    @Property
    void chunkSizeBelowOneIsRefused(@ForAll @IntRange(min = Integer.MIN_VALUE, max = 0) int size) {
        assertThatThrownBy(() -> DEFAULTS.chunkSize(size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chunkSize must be >= 1, was " + size);
    }

    @Property
    void bufferSizeBelowOneIsRefused(@ForAll @IntRange(min = Integer.MIN_VALUE, max = 0) int size) {
        assertThatThrownBy(() -> DEFAULTS.bufferSize(size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bufferSize must be >= 1, was " + size);
    }

    @Test
    void negativeTimeoutIsRefused() {
        assertThatThrownBy(() -> DEFAULTS.timeout(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must not be negative, was PT-1S");
    }

    @Test
    void zeroTimeoutIsAllowed() {
        assertThat(DEFAULTS.timeout(Duration.ZERO).timeout()).contains(Duration.ZERO);
    }

    @Test
    void endlessTimeoutIsAllowed() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);

        assertThat(DEFAULTS.timeout(endless).timeout()).contains(endless);
    }

    @Test
    void nullTimeoutIsRefused() {
        assertThatThrownBy(() -> DEFAULTS.timeout(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("timeout");
    }

    @Test
    void constructorRefusesNegativeChunkSize() {
        assertThatThrownBy(() -> new MapOptions(-1, MapOptions.AUTO, Optional.empty(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chunkSize must be >= 1, or 0 for AUTO, was -1");
    }

    @Test
    void constructorRefusesNegativeBufferSize() {
        assertThatThrownBy(() -> new MapOptions(MapOptions.AUTO, -1, Optional.empty(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bufferSize must be >= 1, or 0 for AUTO, was -1");
    }

    @Test
    void constructorRefusesNegativeTimeout() {
        assertThatThrownBy(() -> new MapOptions(1, 1, Optional.of(Duration.ofNanos(-1)), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must not be negative, was PT-0.000000001S");
    }

    @Test
    void constructorRefusesNullTimeout() {
        assertThatThrownBy(() -> new MapOptions(1, 1, null, false))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("timeout");
    }

    @Provide
    Arbitrary<MapOptions> options() {
        Arbitrary<Integer> sizes = Arbitraries.integers().greaterOrEqual(0);
        return Combinators.combine(sizes, sizes, durations().optional(), Arbitraries.of(true, false))
                .as(MapOptions::new);
    }

    @Provide
    Arbitrary<Duration> durations() {
        return Arbitraries.longs().greaterOrEqual(0).map(Duration::ofSeconds);
    }
}
