// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Task;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was timed leaves no timer behind, which would hold workers, tasks and arguments for as long as it was set. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class TimersLeftTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final Workers ONE = Workers.threads(1).killGrace(Duration.ofHours(1));

    private static PoolTask<String> submit(Puppets pool, long timeoutNanos) {
        return pool.face().submit(Routine.of((Task<String>) () -> "done"), null, timeoutNanos);
    }

    private static int pending(Puppets pool) {
        return pool.engine().deadlines().pending();
    }

    @Test
    void workersThatHaveLeftLeaveNoTimeLimit() {
        try (Puppets pool = Puppets.open(ONE.maxTasksPerChild(1))) {
            for (int i = 0; i < 100; i++) {
                submit(pool, HOUR);
                pool.made(i).comeUp().work();
                pool.made(i).leave();
            }

            assertThat(pending(pool)).isZero();
        }
    }

    @Test
    void workersThatDieLeaveNoTimeLimit() {
        try (Puppets pool = Puppets.open(ONE)) {
            for (int i = 0; i < 10; i++) {
                submit(pool, HOUR);
                pool.made(i).comeUp().begin().die();
            }

            assertThat(pending(pool)).isZero();
        }
    }
}
