// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.OnWorkerLost;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Logged;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who takes whose place, step by step. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class SparesTest {
    private static final Workers ONE_AND_A_SPARE = Workers.threads(1).standby(1);

    @Test
    void aSpareStartsWhenAllWhoServeAreUp() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(2).standby(1))) {
            pool.made(0).comeUp();
            assertThat(pool.engine().deadlines().pending()).as("timers").isLessThanOrEqualTo(1);
            Eventually.until("no timer", () -> pool.engine().deadlines().pending() == 0);
            assertThat(pool.made()).hasSize(2);

            pool.made(1).comeUp();

            pool.await(3).comeUp();
            assertThat(pool.serving()).isEqualTo(2);
        }
    }

    @Test
    void aSpareGetsNoWork() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            PoolTask<String> first = pool.submit("first");
            PoolTask<String> second = pool.submit("second");

            Puppet spare = pool.await(2).comeUp();

            assertThat(spare.isBusy()).isFalse();
            pool.made(0).work();
            pool.made(0).work();
            assertThat(first.isDone() && second.isDone()).isTrue();
        }
    }

    /** Contract, BREAK_POOL: all others fail: what a worker was at whose link is gone may break the pool, as is known when it has ended. */
    @Test
    void aSpareDoesNotGoOnWhereALossBreaksThePool() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE.onWorkerLost(OnWorkerLost.BREAK_POOL))) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2).comeUp();
            PoolTask<String> culprit = pool.submit("culprit");
            PoolTask<String> other = pool.submit("other");

            pool.made(0).begin().fail();

            assertThat(spare.isBusy()).isFalse();
            pool.made(0).die();
            assertThat(culprit.error()).isInstanceOf(WorkerLostException.class);
            assertThat(other.error())
                    .isInstanceOf(BrokenPoolException.class)
                    .hasCauseInstanceOf(WorkerLostException.class);
        }
    }

    /** ADR 9, retry: what comes back goes before what waits. */
    @Test
    void aSpareWaitsForWhatALostWorkerWasAtIfThatIsToRunAgain() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE.onWorkerLost(OnWorkerLost.retry(1)))) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2).comeUp();
            PoolTask<String> again = pool.submit("again");
            PoolTask<String> next = pool.submit("next");

            pool.made(0).begin().fail();
            pool.made(0).die();

            spare.begin().finish();
            assertThat(again.isDone()).isTrue();
            assertThat(next.isDone()).isFalse();
            spare.leaveBatch();
            spare.work();
            assertThat(next.isDone()).isTrue();
        }
    }

    /** ADR 9: who serves can do without those who do not: a start of theirs that fails is none of the pool's. */
    @Test
    void aPoolGoesOnWithoutSparesThatCannotBeInitialized() throws Exception {
        try (Logged log = new Logged();
                Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            for (int i = 2; i <= 1 + Breaker.MOST_FAILED_STARTS; i++) {
                pool.await(i).failToInitialize();
            }
            PoolTask<String> task = pool.submit("task");

            pool.made(0).work();

            assertThat(task.error()).isNull();
            assertThat(pool.engine().deadlines().pending())
                    .as("timers, for one more spare")
                    .isZero();
            assertThat(log.at(Level.WARNING))
                    .hasSize(1 + Breaker.MOST_FAILED_STARTS)
                    .last()
                    .asString()
                    .startsWith("puppets goes on without further spares");
        }
    }

    /** ... but one more is tried for each worker that comes up, and those who are to serve break the pool as ever. */
    @Test
    void oneMoreSpareIsTriedWhenAnotherWorkerIsUp() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            for (int i = 2; i <= 1 + Breaker.MOST_FAILED_STARTS; i++) {
                pool.await(i).failToInitialize();
            }
            pool.made(0).die();
            pool.await(5).comeUp();
            pool.await(6).failToInitialize();
            pool.made(4).die();

            for (int i = 0; i < Breaker.MOST_FAILED_STARTS; i++) {
                pool.await(7 + i).failToInitialize();
            }

            assertThatThrownBy(() -> pool.submit("late")).isInstanceOf(BrokenPoolException.class);
        }
    }

    /** Contract: nothing hangs: an initializer has no time limit, but that of a worker that nobody needs keeps no pool from ending. */
    @Test
    void aSpareThatNobodyNeedsHoldsUpNoEnd() throws Exception {
        try (Puppets pool = Puppets.afar(ONE_AND_A_SPARE.killGrace(Duration.ofMillis(1)), 16)) {
            pool.onRetire(Puppet::leave);
            pool.made(0).comeUp();
            Puppet spare = pool.await(2);

            pool.face().shutdown();

            assertThat(pool.face().awaitTermination(WAIT.toNanos())).isTrue();
            assertThat(spare.isUp()).isFalse();
        }
    }

    /** ... nor does a spare that takes over from one that was lost keep others from being tried. */
    @Test
    void anotherSpareIsTriedWhenOneTakesOver() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1).standby(2))) {
            pool.made(0).comeUp();
            pool.await(3);
            pool.made(1).comeUp();
            pool.made(2).failToInitialize();
            for (int i = 2; i <= Breaker.MOST_FAILED_STARTS; i++) {
                pool.await(2 + i).failToInitialize();
            }
            int made = 2 + Breaker.MOST_FAILED_STARTS;
            assertThat(pool.made()).hasSize(made);

            pool.made(0).die();

            pool.await(made + 1);
        }
    }

    /** ... and so it goes on where nothing had started. */
    @Test
    void aSpareGoesOnForAnIdleWorkerAlsoWhereALossBreaksThePool() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE.onWorkerLost(OnWorkerLost.BREAK_POOL))) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2).comeUp();

            pool.made(0).fail();
            PoolTask<String> next = pool.submit("next");

            spare.work();
            pool.made(0).die();
            assertThat(next.error()).isNull();
        }
    }

    @Test
    void aSpareServesAtTheMomentOfALoss() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2).comeUp();
            pool.submit("lost");
            PoolTask<String> next = pool.submit("next");

            pool.made(0).begin().die();

            assertThat(spare.isBusy()).isTrue();
            spare.work();
            assertThat(next.isDone()).isTrue();
            assertThat(pool.serving()).isEqualTo(1);
            pool.await(3);
        }
    }

    @Test
    void aSpareServesBeforeTheLastWordsOfAWorkerAreHeard() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2).comeUp();
            PoolTask<String> lost = pool.submit("lost");
            PoolTask<String> next = pool.submit("next");

            pool.made(0).begin().fail();

            assertThat(lost.isDone()).isFalse();
            spare.work();
            assertThat(next.isDone()).isTrue();

            pool.made(0).die();

            assertThat(lost.isDone()).isTrue();
            assertThat(pool.serving()).isEqualTo(1);
            assertThat(pool.face().stats().workersLost()).isEqualTo(1);
        }
    }

    @Test
    void nobodyGivesAnythingToAnIdleWorkerThatIsFailing() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            pool.made(0).comeUp().fail();

            PoolTask<String> task = pool.submit("task");

            assertThat(pool.made(0).isBusy()).isFalse();
            pool.made(1).comeUp().work();
            assertThat(task.isDone()).isTrue();
            pool.made(0).die();
        }
    }

    @Test
    void aSpareServesAtTheMomentAWorkerIsSpent() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE.maxTasksPerChild(1))) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2).comeUp();
            pool.submit("first");
            pool.submit("second");

            pool.made(0).work();

            assertThat(pool.made(0).isRetired()).isTrue();
            assertThat(spare.isBusy()).isTrue();
        }
    }

    @Test
    void aSpareThatIsStartingServesWhenItIsUp() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2);
            pool.submit("lost");
            pool.submit("next");

            pool.made(0).begin().die();
            assertThat(pool.serving()).isEqualTo(1);
            spare.comeUp();

            assertThat(spare.isBusy()).isTrue();
            assertThat(pool.await(3).isBusy()).isFalse();
        }
    }

    /** The race of a spare that comes up with the loss that promotes it: whoever is first, it serves. */
    @Test
    void aSpareThatComesUpAsItIsPromotedServes() throws Exception {
        int rounds = 100;
        try (Puppets pool = Puppets.open(Workers.threads(1).standby(rounds))) {
            Puppet serving = pool.made(0).comeUp();
            pool.await(1 + rounds);
            for (int i = 1; i <= rounds; i++) {
                PoolTask<String> task = pool.submit("task");
                Puppet spare = pool.made(i);
                Bystander<Puppet> comingUp = Bystander.calling(spare::comeUp);
                if (i % 2 == 0) {
                    Thread.onSpinWait();
                }

                serving.die();
                comingUp.result();

                assertThat(spare.isBusy()).as("spare %s", i).isTrue();
                spare.work();
                assertThat(task.isDone()).isTrue();
                serving = spare;
            }
        }
    }

    @Test
    void ofTwoSparesTheOneThatIsUpServes() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1).standby(2))) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(3).comeUp();
            pool.submit("lost");
            pool.submit("next");

            pool.made(0).begin().die();

            assertThat(spare.isBusy()).isTrue();
        }
    }

    @Test
    void aSpareThatIsLostIsReplacedAndCostsNothing() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            PoolTask<String> task = pool.submit("task");

            pool.await(2).comeUp().die();

            pool.await(3);
            assertThat(pool.serving()).isEqualTo(1);
            assertThat(task.isDone()).isFalse();
            assertThat(pool.face().stats().workersLost()).isEqualTo(1);
        }
    }

    /** reliability 75, 77, 93: the pool lives on the workers that it has, and breaks when it has none. */
    @Test
    void sparesThatCannotStartBreakThePoolOnlyWhenNobodyServes() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            Puppet only = pool.made(0).comeUp();
            int last = 1 + 2 * Breaker.MOST_FAILED_STARTS;
            for (int i = 2; i <= last; i++) {
                pool.await(i).failToStart();
            }
            PoolTask<String> task = pool.submit("task");
            only.work();
            assertThat(task.error()).isNull();
            pool.await(last + 1);

            only.die();
            pool.made(last).failToStart();

            assertThatThrownBy(() -> pool.submit("late"))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aSpareThatIsTooOldIsReplaced() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            pool.submit("task"); // which keeps it busy, so that it cannot leave
            Puppet spare = pool.await(2).comeUp();
            Workers brief = ONE_AND_A_SPARE.maxWorkerAge(Duration.ofNanos(1));

            new Retirement(pool.engine().crew(), brief, true, new HandTimers()).begins();

            assertThat(spare.isRetired()).isTrue();
            pool.await(3);
            assertThat(spare.isBusy()).isFalse();
        }
    }

    /** ADR 9: its place does not stay empty for the time of a start. */
    @Test
    void aWorkerThatIsTooOldStaysUntilASpareIsUp() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE.maxWorkerAge(Duration.ofNanos(1)))) {
            Puppet old = pool.made(0).comeUp();
            Puppet spare = pool.await(2);
            pool.submit("task");
            old.work();
            assertThat(old.isRetired()).isFalse();

            spare.comeUp();

            assertThat(old.isRetired()).isTrue();
            assertThat(pool.serving()).isEqualTo(1);
        }
    }

    @Test
    void aPoolThatIsShutDownEndsItsSpares() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2).comeUp();

            pool.face().shutdown();

            assertThat(spare.isRetired()).isTrue();
            spare.leave();
            pool.made(0).leave();
            assertThat(pool.face().awaitTermination(WAIT.toNanos())).isTrue();
        }
    }

    @Test
    void whoIsStartingHearsThatItIsNotNeeded() throws Exception {
        try (Puppets pool = Puppets.open(ONE_AND_A_SPARE)) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2);

            pool.face().shutdown();

            assertThat(spare.isWithdrawn()).isTrue();
            spare.comeUp();
            assertThat(spare.isRetired()).as("one that goes on all the same").isTrue();
        }
    }
}
