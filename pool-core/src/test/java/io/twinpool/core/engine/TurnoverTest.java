// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.worker.Ending;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which ends of workers count as bad ones. */
@Timeout(60)
class TurnoverTest {
    private static final Ending LOST =
            new Ending.Lost(OptionalLong.empty(), OptionalInt.of(137), "was killed by signal 9", "");

    private final Puppets pool = Puppets.open(Workers.threads(1));
    private final Turnover turnover = new Turnover();
    private final WorkerSeat seat = new WorkerSeat(pool.engine().crew(), 0, false);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void lossesAndThoseGivenUpCountEachForThemselves() {
        turnover.ended(seat, LOST);
        turnover.ended(seat, new Ending.Abandoned("does not hear interrupts"));
        turnover.ended(seat, LOST);
        turnover.ended(seat, new Ending.Left());
        turnover.ended(seat, new Ending.StartFailed(new IOException("no such program")));

        assertThat(turnover.countLost()).isEqualTo(2);
        assertThat(turnover.countAbandoned()).isEqualTo(1);
    }

    @Test
    void aWorkerThatThePoolHasEndedIsNotLostButMayHaveBeenGivenUp() {
        seat.kill();

        turnover.ended(seat, LOST);
        turnover.ended(seat, new Ending.Abandoned("does not hear interrupts"));

        assertThat(turnover.countLost()).isZero();
        assertThat(turnover.countAbandoned()).isEqualTo(1);
    }
}
