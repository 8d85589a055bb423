// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
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

    /** So a worker is named like the one whose place it takes, and a pool of two knows no name above the second for long. */
    @Test
    void aNumberIsFreeAgainWhenItsWorkerIsGone() {
        WorkerSeat first = enter();
        WorkerSeat second = enter();
        WorkerSeat third = enter();

        roster.strike(second);

        WorkerSeat next = enter();
        assertThat(next.number()).isEqualTo(1);
        assertThat(enter().number()).isEqualTo(3);
        assertThat(roster.seats()).startsWith(first, third, next).doesNotContain(second);
    }
}
