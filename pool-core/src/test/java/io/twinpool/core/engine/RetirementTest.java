// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who leaves because of the time that has passed, step by step. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class RetirementTest {
    private static final Duration BRIEF = Duration.ofMillis(20);
    private static final Workers ONE = Workers.threads(1);

    private static long retired(Puppets pool) {
        return pool.made().stream().filter(Puppet::isRetired).count();
    }

    private static long up(Puppets pool) {
        return pool.made().stream().filter(Puppet::isUp).count();
    }

    private static boolean isTooOld(Puppets pool) {
        return pool.engine().crew().seats().stream().allMatch(WorkerSeat::isTooOld);
    }

    private static Promise<List<String>> mapThreeInOneChunk(Puppets pool) {
        return pool.face()
                .mapAll(
                        Routine.of((TaskFunction<String, String>) item -> item),
                        List.of("a", "b", "c"),
                        MapOptions.defaults().chunkSize(3),
                        Long.MAX_VALUE,
                        all -> {});
    }

    /** {@return those who look after a pool's workers by other times than its own, when the test says so} */
    private static Retirement byHand(Puppets pool, Workers times, HandTimers timers) {
        return new Retirement(pool.engine().crew(), times, true, timers);
    }

    @Test
    void workersThatAreTooOldLeaveOneAtATime() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(3).maxWorkerAge(BRIEF))) {
            AtomicReference<String> crowd = new AtomicReference<>();
            pool.onRetire(puppet -> {
                if (retired(pool) - (up(pool) - 3) > 1) {
                    crowd.set(pool.made().toString());
                }
            });
            pool.made().forEach(Puppet::comeUp);

            for (int i = 4; i <= 6; i++) {
                pool.await(i).comeUp();
            }

            Eventually.until("the first three to retire", () -> retired(pool) >= 3);
            assertThat(crowd).hasNullValue();
        }
    }

    @Test
    void aWorkerThatIsTooOldLeavesAfterItsTask() {
        try (Puppets pool = Puppets.open(ONE)) {
            PoolTask<String> first = pool.submit("first");
            PoolTask<String> second = pool.submit("second");
            Puppet old = pool.made(0).comeUp().begin();
            byHand(pool, ONE.maxWorkerAge(Duration.ofNanos(1)), new HandTimers())
                    .begins();
            assertThat(isTooOld(pool)).isTrue();
            assertThat(old.isRetired()).isFalse();

            old.work();

            assertThat(first.isDone()).isTrue();
            assertThat(second.isDone()).isFalse();
            assertThat(old.isRetired()).isTrue();
            assertThat(pool.made(1).comeUp().isBusy()).isTrue();
        }
    }

    @Test
    void aWorkerDoesSomethingHoweverShortItsAge() {
        try (Puppets pool = Puppets.open(ONE.maxWorkerAge(Duration.ofNanos(1)))) {
            PoolTask<String> first = pool.submit("first");

            pool.made(0).comeUp().work();

            assertThat(first.isDone()).isTrue();
            assertThat(pool.made(0).isRetired()).isTrue();
        }
    }

    /** Its time was up when it had no batch that could be taken from it. */
    @Test
    void aWorkerThatIsTooOldForItsFirstBatchDoesOneItemOfIt() {
        try (Puppets pool = Puppets.open(ONE.maxWorkerAge(Duration.ofNanos(1)))) {
            Promise<List<String>> all = mapThreeInOneChunk(pool);

            Puppet old = pool.made(0).comeUp().begin();
            assertThat(old.mayGoOn()).isFalse();
            old.work();

            assertThat(old.isRetired()).isTrue();
            pool.made(1).comeUp().work();
            pool.made(2).comeUp().work();
            assertThat(all.isDone()).isTrue();
        }
    }

    @Test
    void aWorkerThatIsTooOldGivesBackWhatItHasNotStarted() throws Exception {
        try (Puppets pool = Puppets.open(ONE.maxWorkerAge(BRIEF))) {
            Promise<List<String>> all = mapThreeInOneChunk(pool);
            Puppet old = pool.made(0).comeUp().begin();
            Eventually.until("all given back", () -> !old.mayGoOn());

            while (!old.isRetired()) { // more than once if it was too old before it could begin
                old.work();
            }
            workYoung(pool, all);
        }
    }

    /** Has those who follow the first one work; in no time they are too old themselves, and then give back what they have. */
    private static void workYoung(Puppets pool, Promise<?> wanted) throws InterruptedException {
        for (int next = 1; !wanted.isDone(); next++) {
            Puppet young = pool.await(next + 1).comeUp();
            Eventually.until("what was given back", () -> young.isBusy() || young.isRetired());
            while (young.isBusy()) { // more than once if it was too old before it could begin
                young.work();
            }
        }
    }

    @Test
    void aWorkerThatIsSpentGivesBackWhatItHasNotStarted() throws Exception {
        try (Puppets pool = Puppets.open(ONE)) {
            Promise<List<String>> all = mapThreeInOneChunk(pool);
            Puppet spent = pool.made(0).comeUp();

            spent.begin().beSpent();
            spent.work();

            assertThat(spent.isRetired()).isTrue();
            assertThat(all.isDone()).isFalse();
            pool.made(1).comeUp().work();
            assertThat(all.isDone()).isTrue();
        }
    }

    @Test
    void idleWorkersLeaveButForTheFewest() throws Exception {
        Workers workers = Workers.threads(3).idleTimeout(BRIEF).minWorkers(1).killGrace(Duration.ofHours(1));
        try (Puppets pool = Puppets.open(workers)) {
            pool.made().forEach(Puppet::comeUp);

            Eventually.until("one worker", () -> pool.serving() == 1);

            Eventually.until(
                    "no timer but those that watch who leaves",
                    () -> pool.engine().deadlines().pending() == 2);
            assertThat(retired(pool)).isEqualTo(2);
            assertThat(pool.made()).hasSize(3);
        }
    }

    @Test
    void asManyComeBackAsThereIsWorkFor() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(4).idleTimeout(BRIEF))) {
            pool.onRetire(Puppet::leave);
            pool.made().forEach(Puppet::comeUp);
            Eventually.until("no worker", () -> pool.serving() == 0);

            pool.submit("first");
            assertThat(pool.serving()).isEqualTo(1);
            pool.submit("second");
            assertThat(pool.serving()).isEqualTo(2);
            for (int i = 0; i < 10; i++) {
                pool.submit("more");
            }
            assertThat(pool.serving()).isEqualTo(4);
        }
    }

    @Test
    void aSpareTakesAPlaceThatWasLeftEmpty() throws Exception {
        try (Puppets pool = Puppets.open(ONE.standby(1).idleTimeout(BRIEF))) {
            pool.made(0).comeUp();
            Puppet spare = pool.await(2).comeUp();
            Eventually.until("no worker", () -> pool.serving() == 0);
            assertThat(spare.isRetired()).as("spares stay").isFalse();

            pool.submit("task");

            Eventually.until(
                    "the spare at work", spare::isBusy); // whose timer it is that has just left the place empty
            pool.await(3);
        }
    }

    private static void submitOnce(Puppets pool, AtomicReference<PoolTask<String>> late) {
        if (late.get() == null) {
            late.set(pool.submit("late"));
        }
    }

    /** The race lost on purpose: the work comes when the worker cannot have it any more. */
    @Test
    void workThatComesWhileAWorkerLeavesIsDone() throws Exception {
        for (Workers workers : List.of(ONE.idleTimeout(BRIEF), ONE.maxWorkerAge(BRIEF))) {
            try (Puppets pool = Puppets.open(workers)) {
                AtomicReference<PoolTask<String>> late = new AtomicReference<>();
                pool.onRetire(puppet -> submitOnce(pool, late));
                pool.made(0).comeUp();

                Eventually.until("the return of who submitted it", () -> late.get() != null); // in a timer's thread
                workYoung(pool, late.get());
            }
        }
    }

    /** As above, and who brings the work sees a worker that is there, but in another's hand, who does nothing with it. */
    @Test
    void workThatCountsOnAWorkerThatLeavesIsDone() {
        HandTimers timers = new HandTimers();
        try (Puppets pool = Puppets.open(ONE.idleTimeout(Duration.ofHours(1)).killGrace(Duration.ofHours(1)))) {
            Retirement retirement = byHand(pool, ONE.idleTimeout(Duration.ofNanos(1)), timers);
            pool.made(0).comeUp();
            retirement.rests();
            assertThat(pool.engine().crew().idle().pollFirst()).isNotNull();
            PoolTask<String> late = pool.submit("late");
            assertThat(pool.made(0).isBusy()).isFalse();

            timers.goOff();

            assertThat(pool.made(0).isRetired()).isTrue();
            pool.made(1).comeUp().work();
            assertThat(late.isDone()).isTrue();
        }
    }

    @Test
    void goingIdleOftenLeavesOneTimer() {
        try (Puppets pool = Puppets.open(ONE.idleTimeout(Duration.ofHours(1)).maxWorkerAge(Duration.ofHours(2)))) {
            Puppet worker = pool.made(0).comeUp();
            for (int i = 0; i < 100_000; i++) {
                pool.submit("task");
                worker.work();
            }

            assertThat(pool.engine().deadlines().pending()).isEqualTo(1);
        }
    }

    @Test
    void workersThatHaveLeftLeaveNoTimer() {
        try (Puppets pool = Puppets.open(ONE.maxTasksPerChild(1).killGrace(Duration.ofHours(1)))) {
            for (int i = 0; i < 100; i++) {
                pool.submit("task");
                pool.made(i).comeUp().work();
                pool.made(i).leave();
            }

            assertThat(pool.engine().deadlines().pending()).isZero();
        }
    }

    @Test
    void endlessTimesAreNoTimes() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        try (Puppets pool = Puppets.open(ONE.idleTimeout(endless).maxWorkerAge(endless))) {
            pool.made(0).comeUp();

            assertThat(pool.engine().deadlines().pending()).isZero();
        }
    }

    @Test
    void aWorkerThatHasRestedForAPartOfItsTimeIsLookedAtAgain() {
        Workers patient = ONE.idleTimeout(Duration.ofHours(1));
        HandTimers timers = new HandTimers();
        try (Puppets pool = Puppets.open(patient)) {
            Retirement retirement = byHand(pool, patient, timers);
            pool.made(0).comeUp();
            retirement.rests();

            timers.goOff();

            assertThat(pool.made(0).isRetired()).isFalse();
            assertThat(timers.pending()).isEqualTo(1);
            assertThat(timers.first()).isBetween(TimeUnit.MINUTES.toNanos(59), TimeUnit.HOURS.toNanos(1));
        }
    }

    /** A timer that is set for nobody would wake the pool for ever. */
    @Test
    void aWorkerThatHasWorkIsNotWatched() {
        Workers patient = ONE.idleTimeout(Duration.ofHours(1));
        HandTimers timers = new HandTimers();
        try (Puppets pool = Puppets.open(patient)) {
            Retirement retirement = byHand(pool, patient, timers);
            pool.made(0).comeUp();
            retirement.rests();
            pool.submit("task");

            timers.goOff();

            assertThat(timers.pending()).isZero();
        }
    }

    /** The next who comes up looks after it: until then there is nothing to wait for. */
    @Test
    void aWorkerThatIsTooOldWhileAnotherStartsIsNotWatched() {
        HandTimers timers = new HandTimers();
        try (Puppets pool = Puppets.open(Workers.threads(2))) {
            Retirement retirement = byHand(pool, ONE.maxWorkerAge(Duration.ofNanos(1)), timers);
            pool.made(0).comeUp();

            retirement.begins();

            assertThat(pool.made(0).isRetired()).isFalse();
            assertThat(timers.pending()).isZero();
        }
    }
}
