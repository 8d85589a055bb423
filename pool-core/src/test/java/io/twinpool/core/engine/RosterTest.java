// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Limits;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RosterTest {
    private final Puppets pool = Puppets.open(Workers.threads(1));
    private final Roster roster = new Roster();

    @AfterEach
    void close() {
        pool.close();
    }

    private WorkerSeat enter() {
        return roster.enter(number -> new WorkerSeat(pool.engine().crew(), number, false));
    }

    private List<WorkerSeat> enter(int count) {
        return IntStream.range(0, count).mapToObj(i -> enter()).toList();
    }

    /** So a worker is named like the one whose place it takes, and a pool of two knows no name above the second for long. */
    @Test
    void aNumberIsFreeAgainWhenItsWorkerIsGone() {
        WorkerSeat first = enter();
        WorkerSeat second = enter();
        WorkerSeat third = enter();

        roster.strike(second);

        WorkerSeat next = enter();
        assertThat(next.number()).isEqualTo(1);
        WorkerSeat last = enter();
        assertThat(last.number()).isEqualTo(3);
        assertThat(roster.seats()).hasSize(4).containsExactly(first, next, third, last);
    }

    @Test
    void theLowestOfSeveralFreeNumbersIsTakenFirst() {
        List<WorkerSeat> seats = enter(100);
        for (int gone : List.of(70, 3, 99, 64, 0)) {
            roster.strike(seats.get(gone));
        }

        assertThat(enter(6)).extracting(WorkerSeat::number).containsExactly(0, 3, 64, 70, 99, 100);
        assertThat(roster.seats()).extracting(WorkerSeat::number).isSorted().hasSize(101);
    }

    @Test
    void itIsEmptyWhenAllAreGone() {
        assertThat(roster.seats().isEmpty()).isTrue();
        List<WorkerSeat> seats = enter(9);
        assertThat(roster.seats().isEmpty()).isFalse();

        seats.forEach(roster::strike);

        assertThat(roster.seats().isEmpty()).isTrue();
        assertThat(roster.seats()).isEmpty();
        assertThat(enter().number()).isZero();
    }

    /** Crew walks along it while workers come and go. */
    @Test
    void whoIsOnTheWayThroughItMeetsNobodyWhoCameAfterwardsBehindTheLast() {
        List<WorkerSeat> seats = enter(3);
        Iterator<WorkerSeat> walk = roster.seats().iterator();

        roster.strike(seats.get(2));
        enter(20);

        List<WorkerSeat> met = new ArrayList<>();
        walk.forEachRemaining(met::add);
        assertThat(met).startsWith(seats.get(0), seats.get(1)).hasSizeLessThanOrEqualTo(3);
        assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
    }

    /** Contract 5: nothing hangs: a worker that is looked for in all of them is found, however many come and go meanwhile. */
    @Test
    void whoIsThereAllTheWhileIsMetOnceByEveryReader() throws Exception {
        List<WorkerSeat> staying = enter(5);
        CountDownLatch hasBegun = new CountDownLatch(1);
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            do {
                List<WorkerSeat> met = roster.seats().stream().toList();
                hasBegun.countDown();
                assertThat(met).containsSubsequence(staying);
                assertThat(new HashSet<>(met)).hasSameSizeAs(met);
            } while (!isOver.get());
        });
        hasBegun.await();

        for (int i = 0; i < 300; i++) {
            enter(i).forEach(roster::strike);
        }
        isOver.set(true);

        assertThat(reader).succeedsWithin(Limits.WAIT);
        assertThat(roster.seats()).containsExactlyElementsOf(staying);
    }

    @Test
    void nothingIsKeptOfWhoIsGone() throws Exception {
        List<WeakReference<WorkerSeat>> gone = new ArrayList<>();
        enter(10).forEach(seat -> {
            gone.add(new WeakReference<>(seat));
            roster.strike(seat);
        });

        Eventually.until("let go", () -> {
            System.gc();
            return gone.stream().allMatch(seat -> seat.refersTo(null));
        });
        assertThat(roster.seats()).isEmpty();
    }
}
