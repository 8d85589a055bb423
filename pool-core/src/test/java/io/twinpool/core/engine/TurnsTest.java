// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Contract 1: an endless input delays nobody else. Its items come when they are read, so each of them is behind what was submitted before
 * that.
 */
@ExtendWith(LeakCheck.class)
final class TurnsTest {
    private static final int BUFFER = 4;
    private static final MapOptions ONE_BY_ONE =
            MapOptions.defaults().chunkSize(1).bufferSize(BUFFER);
    private static final int MANY = 1_000;

    /** A consumer that keeps up has always the next items admitted: such a map never runs dry. It reads the list itself. */
    private Results<Integer> keptUp(Puppets pool) {
        return pool.face()
                .map(
                        Routine.of((TaskFunction<Integer, Integer>) item -> item),
                        new ArrayList<>(Collections.nCopies(MANY, 1)),
                        ONE_BY_ONE,
                        Intake.LAZY,
                        Order.INPUT,
                        Long.MAX_VALUE,
                        this);
    }

    @Test
    void aTaskWaitsForNoItemThatIsReadAfterItWasSubmitted() {
        try (Puppets pool = Puppets.open(Workers.threads(1));
                Results<Integer> map = keptUp(pool)) {
            Puppet worker = pool.made(0).comeUp();
            PoolTask<String> task = pool.submit("task");

            for (int i = 0; i < BUFFER; i++) {
                worker.work();
                map.next();
            }
            assertThat(task.isDone()).isFalse();
            worker.work();

            assertThat(task.isDone()).isTrue();
            worker.work();
            assertThat(map.next()).isEqualTo(1);
        }
    }

    @Test
    void endlessMapsTakeTurns() {
        try (Puppets pool = Puppets.open(Workers.threads(1));
                Results<Integer> first = keptUp(pool);
                Results<Integer> second = keptUp(pool)) {
            Puppet worker = pool.made(0).comeUp();
            int ofFirst = 0;
            int ofSecond = 0;

            for (int i = 0; i < 10 * BUFFER; i++) {
                worker.work();
                ofFirst += taken(first);
                ofSecond += taken(second);
            }

            assertThat(ofFirst).isBetween(4 * BUFFER, 6 * BUFFER);
            assertThat(ofFirst + ofSecond).isEqualTo(10 * BUFFER);
        }
    }

    /** {@return how many results there were to take} */
    private static int taken(Results<Integer> map) {
        try {
            map.next(Duration.ZERO);
            return 1;
        } catch (TimeoutException e) {
            return 0;
        }
    }

    /** Its place in the queue is not the only thing that must not get lost. */
    @Test
    void aMapThatLetOthersGoFirstIsCancelledLikeAnyOther() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Results<Integer> map = keptUp(pool);
            Puppet worker = pool.made(0).comeUp();
            pool.submit("first");
            PoolTask<String> last = pool.submit("last");
            for (int i = 0; i < BUFFER; i++) {
                worker.work();
                assertThat(taken(map)).isEqualTo(1);
            }

            map.close();
            while (worker.isBusy()) {
                worker.work();
            }

            assertThat(last.isDone()).isTrue();
            assertThat(pool.face().stats().queued()).isZero();
        }
    }
}
