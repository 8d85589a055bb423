// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contract 5: nothing hangs: the last end is found, whoever tells it and however. */
@Timeout(60)
final class CountsTest {
    private final Counts counts = new Counts();

    private static void returned(Tally tally) {
        tally.begin();
        tally.end(true);
    }

    @Test
    void theEndComesWithTheLastItemThatIsTallied() {
        counts.submitted(4);
        Tally one = counts.open();
        Tally other = counts.open();
        returned(one);
        assertThat(counts.isAllEnded()).isFalse();
        returned(other);
        assertThat(counts.isAllEnded()).isFalse();
        returned(one);
        assertThat(counts.isAllEnded()).isFalse();

        returned(other);

        assertThat(counts.isAllEnded()).isTrue();
        assertThat(counts.isAllEnded()).isTrue();
    }

    @Test
    void whatEndsInAnotherWayCountsForTheEndToo() {
        counts.submitted(4);
        Tally tally = counts.open();
        assertThat(counts.isAllEnded()).isFalse();
        counts.ended(Verdict.CANCELLED);
        counts.returned();
        assertThat(counts.isAllEnded()).isFalse();
        returned(tally);
        counts.refused(1);

        assertThat(counts.isAllEnded()).isTrue();
    }

    /** Its worker has gone: what it had returned from is told a second time, and no item is missing. */
    @Test
    void theEndOfAWorkerIsNotTheEndOfItsItems() {
        counts.submitted(3);
        Tally gone = counts.open();
        returned(gone);
        returned(gone);
        assertThat(counts.isAllEnded()).isFalse();
        counts.close(gone);
        assertThat(counts.isAllEnded()).isFalse();
        assertThat(counts.completed()).isEqualTo(2);

        returned(counts.open());

        assertThat(counts.isAllEnded()).isTrue();
    }

    /** As when something is submitted just as the face is shut down. */
    @Test
    void whatIsRefusedAfterItWasLookedAtIsNotMissing() {
        Tally tally = counts.open();
        counts.submitted(1);
        counts.submitted(1);
        assertThat(counts.isAllEnded()).isFalse();
        returned(tally);
        assertThat(counts.isAllEnded()).isFalse();

        counts.refused(1);

        assertThat(counts.isAllEnded()).isTrue();
    }

    /** Each asks after each end of its own, as workers do, while somebody shuts down: one of them must find the end. */
    @Test
    void oneOfManyFindsTheEnd() {
        int workers = 3;
        int items = 200;
        for (int round = 0; round < 300; round++) {
            Counts all = new Counts();
            all.submitted((long) workers * items);
            AtomicInteger found = new AtomicInteger();
            AtomicLong published = new AtomicLong();
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                Tally tally = all.open();
                running.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < items; i++) {
                        tally.begin();
                        published.incrementAndGet(); // in place of the compare-and-set that publishes an outcome
                        tally.end(true);
                        found.addAndGet(all.isAllEnded() ? 1 : 0);
                    }
                }));
            }
            IntStream.range(0, 5).forEach(i -> found.addAndGet(all.isAllEnded() ? 1 : 0));
            running.forEach(CompletableFuture::join);

            assertThat(found.get()).as("round %s", round).isPositive();
        }
    }
}
