// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Task;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    private static WorkerSeat seat(Puppets pool) {
        return pool.engine().crew().seats().iterator().next();
    }

    private static EngineBatch batch(Puppets pool) {
        return Objects.requireNonNull(seat(pool).batch());
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

    @Test
    void stoppedItemsThatComeBackLeaveNoTimer() {
        try (Puppets pool = Puppets.open(ONE)) {
            Puppet worker = pool.made(0).comeUp();
            for (int i = 0; i < 100; i++) {
                PoolTask<String> task = pool.submit("stopped");
                worker.begin();
                task.cancel(Cancel.RUNNING);
                worker.work();
            }

            assertThat(pending(pool)).isZero();
        }
    }

    @Test
    void stoppedItemsWhoseWorkersDieLeaveNoTimer() {
        try (Puppets pool = Puppets.open(ONE)) {
            for (int i = 0; i < 10; i++) {
                PoolTask<String> task = pool.submit("stopped");
                Puppet worker = pool.made(i).comeUp().begin();
                task.cancel(Cancel.RUNNING);
                worker.die();
            }

            assertThat(pending(pool)).isZero();
        }
    }

    @Test
    void anItemThatDoesNotComeBackKeepsItsTimer() {
        try (Puppets pool = Puppets.open(ONE)) {
            PoolTask<String> task = pool.submit("deaf");
            pool.made(0).comeUp().begin();

            task.cancel(Cancel.RUNNING);

            assertThat(pending(pool)).isEqualTo(1);
        }
    }

    /** The race lost on purpose: the item is back before its stop can be enforced. */
    @Test
    void aStopThatComesTooLateLeavesNoTimer() {
        try (Puppets pool = Puppets.open(ONE)) {
            pool.submit("quick");
            Puppet worker = pool.made(0).comeUp().begin();
            ItemStop stop = new ItemStop(batch(pool), 0);
            worker.work();

            stop.begin();

            assertThat(pending(pool)).isZero();
        }
    }

    @Test
    void anItemThatLingersKeepsItsTimerUntilItIsBack() {
        try (Puppets pool = Puppets.open(ONE)) {
            PoolTask<String> task = pool.submit("lingers");
            pool.made(0).comeUp().begin();
            EngineBatch batch = batch(pool);
            assertThat(batch.linger(0)).isTrue();
            task.cancel(Cancel.RUNNING);

            assertThat(seat(pool).next()).isNull();
            assertThat(pending(pool)).isEqualTo(1);
            batch.fail(0, new IllegalStateException("back"));

            assertThat(pending(pool)).isZero();
        }
    }

    @Test
    void anItemThatLingeredLeavesNoTimeLimit() {
        HandTimers timers = new HandTimers();
        Stragglers stragglers = new Stragglers(timers);
        try (Puppets pool = Puppets.open(ONE)) {
            submit(pool, HOUR);
            pool.made(0).comeUp().begin();
            stragglers.add(batch(pool), 0);
            assertThat(timers.pending()).isEqualTo(1);

            stragglers.remove(batch(pool), 0);

            assertThat(timers.pending()).isZero();
        }
    }

    private static Promise<List<String>> map(Puppets pool, Iterable<String> items) {
        return pool.face()
                .mapAll(
                        Routine.of((TaskFunction<String, String>) item -> item),
                        items,
                        MapOptions.defaults().timeout(Duration.ofHours(1)),
                        Long.MAX_VALUE,
                        all -> {});
    }

    @Test
    void aMapThatIsRefusedHalfwayLeavesNoDeadline() {
        try (Puppets pool = Puppets.open(ONE)) {
            Iterable<String> closing =
                    () -> Stream.of("item").peek(item -> pool.face().shutdown()).iterator();

            assertThatThrownBy(() -> map(pool, closing)).isInstanceOf(RejectedExecutionException.class);

            assertThat(pending(pool)).isZero();
        }
    }

    @Test
    void aMapThatIsCancelledLeavesNoDeadline() {
        try (Puppets pool = Puppets.open(ONE)) {
            Promise<List<String>> all = map(pool, List.of("item"));
            pool.made(0).comeUp().begin();

            all.cancel(Cancel.WAITING);

            assertThat(pending(pool)).isZero();
        }
    }
}
