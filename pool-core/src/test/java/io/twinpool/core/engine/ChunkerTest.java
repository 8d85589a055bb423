// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many items make a batch of about a millisecond, by what was measured. */
class ChunkerTest {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LARGEST = 1 << 17;

    private final Chunker chunker = new Chunker();

    /** Has items of that time run until the estimate has settled, in batches that are full, and need a trip of so much each. */
    private void settle(long itemNanos, long tripNanos) {
        for (int i = 0; i < 20; i++) {
            int items = chunker.size();
            chunker.measured(items, items * itemNanos + tripNanos);
        }
    }

    @Test
    void itemsOfUnknownTimeGoOneByOne() {
        assertThat(chunker.size()).isEqualTo(1);
        assertThat(chunker.isQuick(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void aBatchTakesAboutAMillisecond() {
        settle(1_000, 0);
        assertThat(chunker.size()).isEqualTo(1_000);

        settle(50_000, 0);
        assertThat(chunker.size()).isEqualTo(20);
    }

    @Test
    void theTripIsPartOfTheMillisecond() {
        settle(1_000, 100_000);

        assertThat(chunker.size()).isBetween(890, 910);
    }

    /** One quick item may have been an exception. */
    @Test
    void aBatchGrowsByAtMostSixteenTimes() {
        chunker.measured(1, 1);
        assertThat(chunker.size()).isEqualTo(16);

        chunker.measured(16, 16);
        assertThat(chunker.size()).isEqualTo(256);
    }

    @Test
    void thereIsALargestBatchHoweverQuickItemsAre() {
        settle(1, 0);

        assertThat(chunker.size()).isEqualTo(LARGEST);
    }

    @Test
    void aClockThatStandsStillHarmsNothing() {
        chunker.measured(1, 0);

        assertThat(chunker.size()).isEqualTo(16);
    }

    @Test
    void aFullBatchThatTookALittleTooLongMakesTheNextALittleSmaller() {
        settle(1_000, 0);

        chunker.measured(1_000, MILLISECOND * 5 / 4);

        assertThat(chunker.size()).isEqualTo(800);
    }

    @Test
    void longItemsGoOneByOneAgainAtOnce() {
        settle(1_000, 0);

        chunker.measured(1_000, 5_000 * MILLISECOND);

        assertThat(chunker.size()).isEqualTo(1);
    }

    /** Of its time the trip may be the most. */
    @Test
    void aBatchThatWasSmallForWantOfItemsDoesNotMakeTheNextSmaller() {
        settle(1_000, 0);

        chunker.measured(1, MILLISECOND / 10);
        chunker.measured(999, 2 * MILLISECOND);

        assertThat(chunker.size()).isEqualTo(1_000);
        assertThat(chunker.isQuick(1_001)).isTrue(); // of the time of an item it says nothing, either
    }

    @Test
    void aSmallBatchThatTookFarTooLongDoes() {
        settle(1_000, 0);

        chunker.measured(2, 4 * MILLISECOND);

        assertThat(chunker.size()).isEqualTo(1);
    }

    @Test
    void aSmallBatchThatWasQuickMakesTheNextLarger() {
        settle(10_000, 0);
        assertThat(chunker.size()).isEqualTo(100);

        chunker.measured(50, 50_000);

        assertThat(chunker.size()).isEqualTo(1_000);
    }

    @Test
    void anItemIsQuickIfItsMeanTimeIsLess() {
        settle(1_000, 0);

        assertThat(chunker.isQuick(1_000)).isFalse();
        assertThat(chunker.isQuick(1_001)).isTrue();
    }
}
