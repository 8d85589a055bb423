// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets a place in the queue, who waits for one, and who lets them go. */
@Timeout(60)
class RoomTest {
    private final Room room = new Room(1);
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Bystander<Boolean> waiting() throws InterruptedException {
        return Bystander.calling(() -> room.acquire(open::get, Long.MAX_VALUE)).awaitBlocked();
    }

    private void close() {
        open.set(false);
        room.closed();
    }

    /** Contract 5: nothing hangs, ever: no place comes free for them any more, perhaps. */
    @Test
    void theEndOfThePoolLetsGoOfAllWhoWait() throws Exception {
        room.tryAcquire();
        Bystander<Boolean> one = waiting();
        Bystander<Boolean> other = waiting();

        close();

        assertThat(List.of(one.result(), other.result())).containsExactly(false, false);
    }

    @Test
    void aPlaceThatIsGivenBackIsForOneOfThoseWhoWait() throws Exception {
        room.tryAcquire();
        Bystander<Boolean> one = waiting();
        Bystander<Boolean> other = waiting();

        room.release(1);

        Eventually.until("one of them in", () -> one.isDone() || other.isDone());
        close();
        assertThat(List.of(one.result(), other.result())).containsExactlyInAnyOrder(true, false);
    }

    /** Work that its worker has lost waits again at once, whoever else does: others wait until it has a place, too. */
    @Test
    void whatIsTakenWithoutWaitingIsOwedToTheRoom() throws Exception {
        room.tryAcquire();
        room.release(-1);

        room.release(1);
        assertThat(room.tryAcquire()).isFalse();
        assertThat(room.acquire(open::get, 0)).isFalse();

        room.release(1);
        assertThat(room.tryAcquire()).isTrue();
    }

    /** Contract 11: what is submitted while the pool closes is refused, though there may be room. */
    @Test
    void aPoolThatIsClosedGivesNoPlace() throws Exception {
        open.set(false);

        assertThat(room.acquire(open::get, Long.MAX_VALUE)).isFalse();
        assertThat(room.tryAcquire()).as("the place that was free").isTrue();
    }

    @Test
    void aWaitThatIsInterruptedTakesNoPlace() throws Exception {
        room.tryAcquire();
        Bystander<Boolean> waiting = waiting();

        waiting.interrupt();

        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        room.release(1);
        assertThat(room.tryAcquire()).isTrue();
    }

    @Test
    void aWaitEndsWithItsTime() throws Exception {
        room.tryAcquire();

        assertThat(room.acquire(open::get, 1)).isFalse();
    }
}
