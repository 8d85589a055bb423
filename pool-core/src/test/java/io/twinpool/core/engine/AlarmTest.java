// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Limits;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
@Timeout(60)
class AlarmTest {
    private final Deadlines deadlines = new Deadlines("alarm-test");
    private final Semaphore rings = new Semaphore(0);
    private final Alarm alarm = new Alarm(deadlines, rings::release);

    @AfterEach
    void close() {
        deadlines.close();
    }

    private void awaitRing() throws InterruptedException {
        assertThat(rings.tryAcquire(Limits.WAIT.toNanos(), TimeUnit.NANOSECONDS))
                .isTrue();
    }

    @Test
    void onlyTheEarliestIsPending() throws Exception {
        for (int hours = 100; hours > 0; hours--) {
            alarm.within(TimeUnit.HOURS.toNanos(hours));
        }
        alarm.within(TimeUnit.HOURS.toNanos(50));
        assertThat(deadlines.pending()).isEqualTo(1);

        alarm.within(1);

        awaitRing();
        assertThat(deadlines.pending()).isZero();
        assertThat(rings.availablePermits()).isZero();
    }

    @Test
    void itCanBeSetAgain() throws Exception {
        for (int i = 0; i < 100; i++) {
            alarm.within(i);
            awaitRing();
        }
    }

    @Test
    void cancelTakesBackWhatIsSetAndWhatIsSetLater() {
        alarm.within(TimeUnit.HOURS.toNanos(1));
        alarm.cancel();
        assertThat(deadlines.pending()).isZero();

        alarm.within(TimeUnit.HOURS.toNanos(1));

        assertThat(deadlines.pending()).isZero();
    }

    @Test
    void neverIsNotSet() {
        alarm.within(Long.MAX_VALUE);

        assertThat(deadlines.pending()).isZero();
    }
}
