// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.OnWorkerLost;
import io.twinpool.TaskFunction;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Logged;
import io.twinpool.worker.Routine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events in orders that are seldom met. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class OddOrdersTest {
    /** Contract 5: nothing hangs, ever: who is told first of an end, and fails, keeps nobody from hearing of it. */
    @Test
    void aListenerThatFailsKeepsNobodyFromHearingOfTheEnd() {
        AtomicBoolean told = new AtomicBoolean();
        try (Logged log = new Logged();
                Puppets pool = Puppets.open(Workers.threads(1))) {
            PoolTask<String> task = pool.submit("done");
            task.whenEnded(() -> {
                throw new OutOfMemoryError("unable to create native thread");
            });
            task.whenEnded(() -> told.set(true));

            pool.made(0).comeUp().work();

            assertThat(told).isTrue();
            assertThat(log.at(Level.SEVERE))
                    .singleElement()
                    .asString()
                    .contains("a listener of a task of puppets failed");
        }
    }

    /** Contract, BREAK_POOL: later submits are refused: for whoever has heard of the culprit, every one is later. */
    @Test
    void whoHearsOfTheLossThatBreaksThePoolFindsItBroken() {
        AtomicBoolean refused = new AtomicBoolean();
        try (Puppets pool = Puppets.open(Workers.threads(1).onWorkerLost(OnWorkerLost.BREAK_POOL))) {
            pool.made(0).comeUp();
            PoolTask<String> culprit = pool.submit("culprit");
            culprit.whenEnded(() -> {
                try {
                    PoolTask<String> unused = pool.submit("later");
                } catch (BrokenPoolException e) {
                    refused.set(true);
                }
            });

            pool.made(0).begin().die();

            assertThat(refused).isTrue();
            assertThat(culprit.error()).isInstanceOf(WorkerLostException.class);
        }
    }

    /** ... and hears of it before the others: it is what has happened. */
    @Test
    void theCulpritEndsBeforeThoseThatItBreaks() {
        List<String> ended = new CopyOnWriteArrayList<>();
        try (Puppets pool = Puppets.open(Workers.threads(1).onWorkerLost(OnWorkerLost.BREAK_POOL))) {
            pool.made(0).comeUp();
            pool.submit("culprit").whenEnded(() -> ended.add("culprit"));
            pool.submit("other").whenEnded(() -> ended.add("other"));

            pool.made(0).begin().die();

            assertThat(ended).containsExactly("culprit", "other");
        }
    }

    /** Contract 3: a worker whose task goes on after the grace is given up: also one that could not even be interrupted. */
    @Test
    void aWorkerThatCannotBeInterruptedIsGivenUp() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1).killGrace(Duration.ofMillis(1)))) {
            Puppet deaf = pool.made(0).comeUp();
            PoolTask<String> task = pool.submit("first");
            deaf.begin();
            deaf.failAtInterrupts();

            assertThatThrownBy(() -> task.cancel(Cancel.RUNNING)).isInstanceOf(OutOfMemoryError.class);

            pool.await(2);
            assertThat(task.isCancelled()).isTrue();
        }
    }

    /** ADR 8: a waiting worker's place is lent; that nobody can be had to take it is no reason to give up the others. */
    @Test
    void aPoolGoesOnWhenNobodyCanStandInForAWorkerThatWaits() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        try (Logged log = new Logged();
                Puppets pool = Puppets.open(Workers.threads(1), puppet -> {
                    if (full.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                })) {
            Puppet only = pool.made(0).comeUp();
            PoolTask<String> first = pool.submit("first");
            only.begin();
            PoolTask<String> second = pool.submit("second");
            WorkerSeat seat = pool.engine().crew().seats().iterator().next();
            full.set(true);

            for (int i = 0; i < 5; i++) {
                pool.engine().crew().lend(seat);
                pool.await(2 + i); // after a pause
                pool.engine().crew().reclaim(seat);
                awaitNoPause(pool.engine().deadlines());
            }
            only.work();
            only.work();

            assertThat(first.isDone() && second.isDone()).isTrue();
            assertThat(second.error()).isNull();
            assertThat(log.at(Level.WARNING))
                    .hasSizeGreaterThanOrEqualTo(5)
                    .allMatch(line -> line.contains("cannot stand in"));
        }
    }

    /** ADR 8: a waiting worker lends its place for as long as it has one: its thread may wait on when it was given up. */
    @Test
    void aWorkerThatIsLostLendsNothing() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Puppet lost = pool.made(0).comeUp();
            WorkerSeat seat = pool.engine().crew().seats().iterator().next();
            pool.submit("first");
            lost.begin();
            pool.submit("second");
            pool.engine().crew().lend(seat);
            pool.made(1).comeUp().work();

            lost.die();
            pool.engine().crew().reclaim(seat);
            pool.engine().crew().lend(seat);
            pool.submit("third");

            assertThat(pool.serving()).isEqualTo(1);
            assertThat(pool.made()).hasSize(2);
        }
    }

    /** ... and the one who stood in for it leaves, when another one has come to replace it. */
    @Test
    void whoStoodInForALostWorkerLeavesWhenThatHasBeenReplaced() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Puppet lost = pool.made(0).comeUp();
            WorkerSeat seat = pool.engine().crew().seats().iterator().next();
            pool.submit("first");
            lost.begin();
            pool.submit("second");
            pool.engine().crew().lend(seat);
            pool.made(1).comeUp().work();
            lost.fail();
            pool.made(2).comeUp();

            lost.die();

            assertThat(pool.serving()).isEqualTo(1);
            assertThat(pool.made()).filteredOn(Puppet::isRetired).hasSize(1);
        }
    }

    /** A timer that has left the queue may still run, and may begin another pause. */
    private static void awaitNoPause(Timers timers) throws InterruptedException {
        do {
            Eventually.until("no pause", () -> timers.pending() == 0);
            CountDownLatch behind = new CountDownLatch(1);
            timers.schedule(behind::countDown, 0);
            assertThat(behind.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } while (timers.pending() > 0);
    }

    /** Contract 4: an item whose time was up just when its worker was lost does not start again. */
    @Test
    void anItemThatHasEndedOnItsWayBackDoesNotStartAgain() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            TaskFunction<Object, Object> same = item -> item;
            MapAll<Object> map = new MapAll<>(pool.face(), Routine.of(same), MapOptions.defaults(), Long.MAX_VALUE);
            MapRun run = new MapRun(pool.face(), Routine.of(same), MapOptions.defaults(), Long.MAX_VALUE, map);
            Segment items = new Segment(0, new Object[] {"ended", "open"});
            items.win(0);
            WorkerSeat seat = pool.engine().crew().seats().iterator().next();

            MapRange ended = new MapRange(run, items, 0, 1);
            MapRange open = new MapRange(run, items, 0, 2);

            assertThat(ended.take(seat, pool.engine().queue())).isNull();
            assertThat(ended.isWaiting()).isFalse();
            assertThat(open.take(seat, pool.engine().queue()))
                    .isNotNull()
                    .satisfies(batch -> assertThat(batch.argument(0)).isEqualTo("open"));
        }
    }

    /** API.md 4.6: no respawn storm: a pool that breaks has all its work to end first, and its other workers may fail meanwhile. */
    @Test
    void aPoolThatIsEndingByForceStartsNoFurtherWorker() {
        try (Puppets pool = Puppets.open(Workers.threads(2))) {
            pool.engine().stop(face -> pool.made(0).failToInitialize(), false);

            assertThat(pool.made()).hasSize(2);
        }
    }
}
