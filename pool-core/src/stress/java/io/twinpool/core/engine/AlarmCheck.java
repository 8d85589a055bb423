// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Limits;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An alarm goes off by the earliest time that anybody has set, whoever sets another one meanwhile. */
@ExtendWith(LeakCheck.class)
class AlarmCheck {
    private static final int ROUNDS = 5_000;

    @Test
    void theEarlierOfTwoGoesOffWhoeverIsFirst() throws Exception {
        Deadlines deadlines = new Deadlines("alarm-check");
        Semaphore gone = new Semaphore(0);
        Alarm alarm = new Alarm(deadlines, gone::release);
        for (int i = 0; i < ROUNDS; i++) {
            Threads.run(() -> alarm.within(TimeUnit.HOURS.toNanos(1)), () -> alarm.within(0));

            Assertions.assertThat(gone.tryAcquire(Limits.WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .as("round %s", i)
                    .isTrue();
        }
        deadlines.close();
    }
}
