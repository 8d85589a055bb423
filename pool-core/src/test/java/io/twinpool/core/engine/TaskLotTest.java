// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.OnWorkerLost;
import io.twinpool.TaskFunction;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that lie where workers elsewhere take the next one: ADR 14. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class TaskLotTest {
    private static final int MOST = 4;

    /** So short that many make one trip. */
    private static List<PoolTask<String>> submit(Puppets pool, int count) {
        pool.face().chunker().measured(1_000, 1);
        return IntStream.range(0, count).mapToObj(i -> pool.submit("task " + i)).toList();
    }

    private static List<Boolean> running(List<PoolTask<String>> tasks) {
        return tasks.stream().map(PoolTask::isRunning).toList();
    }

    private static List<Boolean> done(List<PoolTask<String>> tasks) {
        return tasks.stream().map(Promise::isDone).toList();
    }

    private static void workOff(Puppet worker) {
        while (worker.isBusy()) {
            worker.work();
        }
    }

    /** API.md 4, settled details: FIFO order of starts. */
    @Test
    void everyWorkerStartsTheNextOneThatNobodyHas() {
        try (Puppets pool = Puppets.afar(Workers.threads(3), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 4);

            pool.made(2).comeUp().begin();
            pool.made(0).comeUp().begin();
            assertThat(running(tasks)).containsExactly(true, true, false, false);

            pool.made(2).finish();
            pool.made(1).comeUp().begin();
            pool.made(2).begin();
            assertThat(done(tasks)).containsExactly(true, false, false, false);
            assertThat(running(tasks)).containsExactly(false, true, true, true);
        }
    }

    /** API.md 4, settled details: FIFO order of starts: what does not fit into the lot waits behind it. */
    @Test
    void whatComesAfterALotStartsAfterIt() {
        try (Puppets pool = Puppets.afar(Workers.threads(6), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 6);

            for (int i = 0; i < 6; i++) {
                pool.made(i).comeUp().begin();
                assertThat(running(tasks).stream()
                                .filter(isRunning -> isRunning)
                                .count())
                        .isEqualTo(i + 1);
                assertThat(tasks.get(i).isRunning()).isTrue();
            }
            assertThat(pool.lots()).hasSize(2);
        }
    }

    /** API.md 4, settled details: FIFO order of starts, whatever the time limit is and whatever comes between. */
    @Test
    void whatHasAnotherTimeLimitOrIsAMapKeepsItsTurn() {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            List<String> order = new ArrayList<>();
            Puppet worker = pool.made(0);
            PoolTask<String> first = pool.submit("untimed");
            PoolTask<String> timed = pool.face()
                    .submit(Routine.of(() -> "timed"), null, Duration.ofDays(1).toNanos());
            PoolTask<String> alsoTimed = pool.face()
                    .submit(
                            Routine.of(() -> "timed too"),
                            null,
                            Duration.ofDays(1).toNanos());
            MapAll<Object> map = new MapAll<>(
                    pool.face(),
                    Routine.of((TaskFunction<Object, Object>) x -> x),
                    MapOptions.defaults(),
                    Long.MAX_VALUE);
            map.whenEnded(() -> order.add("map"));
            map.begin(List.of(1), () -> {});
            PoolTask<String> last = pool.submit("last");
            PoolTask<String> behindLast = pool.submit("behind the last");
            for (PoolTask<String> task : List.of(first, timed, alsoTimed, last, behindLast)) {
                task.whenEnded(() -> order.add(task.value()));
            }

            worker.comeUp();
            workOff(worker);

            assertThat(order).containsExactly("untimed", "timed", "timed too", "map", "last", "behind the last");
            assertThat(pool.lots()).hasSize(3);
        }
    }

    /** Contract 3: a task that has not started can always be cancelled, and never runs afterwards. */
    @Test
    void whatIsHeldAndHasNotStartedCanBeCancelled() {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 3);
            Puppet holder = pool.made(0).comeUp();
            holder.hold();

            assertThat(tasks.get(0).cancel(Cancel.WAITING)).isTrue();
            assertThat(holder.claim()).isFalse();
            holder.leaveBatch();
            workOff(holder);

            assertThat(tasks.get(0).isCancelled()).isTrue();
            assertThat(tasks.subList(1, 3)).allMatch(Promise::isDone).noneMatch(Promise::isCancelled);
        }
    }

    /** Contract 3: a task that runs is not cancelled without force. */
    @Test
    void whatHasStartedAndNobodyHasLookedAtIsNotCancelled() {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 2);
            pool.made(0).comeUp().begin();

            assertThat(tasks.get(0).cancel(Cancel.WAITING)).isFalse();
            assertThat(tasks.get(0).cancel(Cancel.RUNNING)).isTrue();
            assertThat(pool.made(0).interrupted()).containsExactly(0);
            workOff(pool.made(0));
            assertThat(tasks.get(0).isCancelled()).isTrue();
            assertThat(tasks.get(1).isDone()).isTrue();
        }
    }

    @Test
    void whatIsFreeAndCancelledIsPassedOver() {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 3);
            Puppet worker = pool.made(0).comeUp();

            assertThat(tasks.get(1).cancel(Cancel.WAITING)).isTrue();
            workOff(worker);

            assertThat(done(tasks)).containsExactly(true, true, true);
            assertThat(tasks).extracting(Promise::isCancelled).containsExactly(false, true, false);
        }
    }

    /** Contract 5: a worker that dies fails only tasks that had started on it; the ones that had not run elsewhere. */
    @Test
    void whatADeadWorkerHeldAndHadNotStartedGoesBeforeTheOthers() throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 4);
            Puppet worker = pool.made(0).comeUp().begin();
            worker.finish();
            worker.begin();
            worker.finish();
            worker.hold();

            worker.die();
            Puppet next = pool.await(2).comeUp().begin();
            assertThat(running(tasks)).containsExactly(false, false, true, false);
            workOff(next);

            assertThat(tasks).allMatch(Promise::isDone).noneMatch(Promise::isFailure);
        }
    }

    /** Contract 5: what had started on it is lost, that alone, and is told by its name. */
    @Test
    void whatADeadWorkerHadStartedIsLost() throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 3);
            pool.made(0).comeUp().begin().die();
            workOff(pool.await(2).comeUp());

            assertThat(tasks).extracting(Promise::isFailure).containsExactly(true, false, false);
            assertThat(tasks.get(0).error()).isInstanceOf(WorkerLostException.class);
        }
    }

    /** Contract 5: retry. */
    @Test
    void whatADeadWorkerHadStartedIsTriedAgainIfSoAsked() throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(1).onWorkerLost(OnWorkerLost.retry(1)), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 3);
            pool.made(0).comeUp().begin().die();
            Puppet next = pool.await(2).comeUp().begin();
            assertThat(running(tasks)).containsExactly(true, false, false);
            workOff(next);

            assertThat(tasks).allMatch(Promise::isDone).noneMatch(Promise::isFailure);
        }
    }

    /** {@link Workers#maxTasksPerChild}. */
    @Test
    void aWorkerHoldsNoMoreThanItMayDo() throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(1).maxTasksPerChild(3), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 4);
            pool.made(0).comeUp().work();
            assertThat(done(tasks)).containsExactly(true, true, true, false);
            assertThat(pool.made(0).isRetired()).isTrue();
            pool.made(0).leave();

            workOff(pool.await(2).comeUp());

            assertThat(tasks).allMatch(Promise::isDone);
        }
    }

    /** A worker whose JVM could not find the memory of the others. */
    @Test
    void whoCannotSeeALotIsGivenItsTasksOneByOneInTheirOrder() {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 4);
            pool.made(0).comeUp().begin();
            Puppet blind = pool.made(1);
            blind.beBlind();

            blind.comeUp().begin();
            assertThat(running(tasks)).containsExactly(true, true, false, false);
            blind.work();
            pool.made(0).work();
            workOff(blind);
            workOff(pool.made(0));

            assertThat(tasks).allMatch(Promise::isDone).noneMatch(Promise::isFailure);
        }
    }

    /** {@link Face#shutdownAndCancel}: what nobody has started ends, and its functions are given back. */
    @Test
    void shutdownEndsWhatIsFreeAndWhatIsHeldAndHasNotStarted() {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 4);
            pool.made(0).comeUp().begin();
            pool.made(1).comeUp().hold();

            List<Object> functions = new ArrayList<>(pool.face().shutdownAndCancel());
            assertThat(pool.made(1).claim()).isFalse();
            pool.made(1).leaveBatch();
            functions.addAll(pool.face().underway().awaitNone(() -> false));

            assertThat(functions).hasSize(3);
            assertThat(tasks).extracting(Promise::isCancelled).containsExactly(false, true, true, true);
            workOff(pool.made(0));
            assertThat(tasks.get(0).isFailure()).isFalse();
        }
    }

    /** A held task whose place was taken back before its worker held it. */
    @Test
    void whatIsHeldAfterTheRestWasTakenBackIsGivenToTheNext() {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 3);
            Puppet worker = pool.made(0).comeUp().begin();
            worker.beSpent(); // it is to leave after this task
            worker.finish();
            worker.hold();

            assertThat(worker.claim()).isFalse();
            worker.leaveBatch();
            Puppet other = pool.made(1).comeUp().begin();

            assertThat(running(tasks)).containsExactly(false, true, false);
            workOff(other);
            assertThat(tasks).allMatch(Promise::isDone).noneMatch(Promise::isFailure);
        }
    }

    private static List<String> order(List<PoolTask<String>> tasks) {
        List<String> order = new ArrayList<>();
        tasks.forEach(task -> task.whenEnded(() -> order.add(task.value())));
        return order;
    }

    /** Contract 5: nothing hangs, ever. The later tasks may make their trips as ever. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void noTaskIsLostForWantOfMemoryForALot(int steps) throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 6);
            pool.runOutOfMemory(steps);
            Puppet worker = pool.made(0);

            assertThatThrownBy(worker::comeUp).isInstanceOf(OutOfMemoryError.class);
            worker.die();
            List<String> order = order(tasks);
            workOff(pool.await(2).comeUp());

            assertThat(order).containsExactly("task 0", "task 1", "task 2", "task 3", "task 4", "task 5");
            assertThat(pool.lots()).allMatch(HeapLot::isClosed);
        }
    }

    @Test
    void noTaskIsLostForWantOfMemoryForAShare() throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 6);
            Puppet worker = pool.made(0);
            worker.runOutOfMemory();

            assertThatThrownBy(worker::comeUp).isInstanceOf(OutOfMemoryError.class);
            worker.die();
            List<String> order = order(tasks);
            workOff(pool.await(2).comeUp());

            assertThat(order).containsExactly("task 0", "task 1", "task 2", "task 3", "task 4", "task 5");
        }
    }

    /** Contract 5: nothing hangs, ever, whoever looks with what is left of a stack. */
    @Test
    void noTaskIsLostAtTheEndOfTheStackOfWhoLooks() throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(1), 64)) {
            List<PoolTask<String>> tasks = submit(pool, 64);
            Puppet worker = pool.made(0).comeUp();
            for (PoolTask<String> task : tasks) {
                worker.begin();
                if (task != tasks.get(0)) { // with that one all classes are loaded
                    lookWithLittleStack(task);
                }
                assertThat(task.isRunning()).isTrue();
                worker.finish();
                if (!worker.mayGoOn()) {
                    worker.leaveBatch();
                }
            }

            assertThat(tasks).allMatch(Promise::isDone).noneMatch(Promise::isFailure);
        }
    }

    private static void lookWithLittleStack(PoolTask<String> task) throws InterruptedException {
        Thread looking = new Thread(null, () -> atEndOfStack(task), "looking", 256 * 1024);
        looking.start();
        looking.join();
    }

    /** There, and then on the way back, until it has room. */
    @SuppressWarnings("InfiniteRecursion")
    private static boolean atEndOfStack(PoolTask<String> task) {
        try {
            return atEndOfStack(task);
        } catch (StackOverflowError e) {
            return task.isRunning();
        }
    }

    /** Or somebody would stay idle beside it: who has come to hold a task, unheard of, is not about to hold another one. */
    @Test
    void whatIsLeftForTheIdleIsWhatNobodyIsAboutToHold() {
        try (Puppets pool = Puppets.afar(Workers.threads(4), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 4);
            pool.made(0).comeUp().hold();
            pool.made(1).comeUp();
            pool.made(2).comeUp();
            TaskLot lot = (TaskLot) requireNonNull(tasks.get(3).state());

            assertThat(lot.hasMoreThanTakers()).isTrue();
            pool.made(1).hold();
            pool.made(2).hold();
            assertThat(lot.hasMoreThanTakers()).isTrue();
            pool.made(3).comeUp();
            assertThat(lot.hasMoreThanTakers()).isFalse();
        }
    }

    /** Nor about to hold anything is a worker whose share was taken back. */
    @Test
    void whatIsLeftForTheIdleIsAlsoWhatASpentWorkerLeaves() {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 2);
            pool.made(0).comeUp();
            pool.made(1).comeUp();
            TaskLot lot = (TaskLot) requireNonNull(tasks.get(1).state());
            assertThat(lot.hasMoreThanTakers()).isFalse();

            pool.made(0).beSpent();

            assertThat(lot.hasMoreThanTakers()).isTrue();
        }
    }

    /** {@link Workers#queueCapacity}: counts what has not started, so nothing is taken before. */
    @Test
    void aBoundedQueueKnowsOfNoLots() {
        try (Puppets pool = Puppets.afar(Workers.threads(1).queueCapacity(5), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 3);
            Puppet worker = pool.made(0).comeUp();
            workOff(worker);

            assertThat(tasks).allMatch(Promise::isDone);
            assertThat(pool.lots()).isEmpty();
        }
    }

    @Test
    void aTaskThatIsAloneInTheQueueGoesAlone() {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            PoolTask<String> task = pool.submit("alone");
            workOff(pool.made(0).comeUp());

            assertThat(task.isDone()).isTrue();
            assertThat(pool.lots()).isEmpty();
        }
    }

    /** Each lot is there for the next one as soon as its last task is held or taken back. */
    @Test
    void aLotIsClosedWhenAllOfItIsSomebodys() {
        try (Puppets pool = Puppets.afar(Workers.threads(3), 2)) {
            List<PoolTask<String>> tasks = submit(pool, 6);
            pool.made(0).comeUp().begin();
            pool.made(1).comeUp().begin();
            pool.made(2).comeUp().begin();
            assertThat(running(tasks)).containsExactly(true, true, true, false, false, false);
            assertThat(pool.lots()).hasSize(2);
            assertThat(pool.lots().get(0).isClosed()).isTrue();
            assertThat(pool.lots().get(1).isClosed()).isFalse();

            pool.face().shutdownAndCancel();

            assertThat(pool.lots()).allMatch(HeapLot::isClosed);
        }
    }

    /** A long task keeps nothing of the short ones that were in a lot with it. */
    @Test
    void theResultsOfALotAreNotKeptForItsLongestTask() throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = new ArrayList<>(submit(pool, 4));
            pool.made(0).comeUp().begin();
            pool.made(1).comeUp().work();
            assertThat(done(tasks)).containsExactly(false, true, true, true);

            WeakReference<PoolTask<String>> ended = new WeakReference<>(tasks.get(2));
            tasks.clear();

            Eventually.until("let go", () -> {
                System.gc();
                return ended.refersTo(null);
            });
        }
    }

    /** Contract 3, where its worker stands still between holding and starting it. */
    @Test
    void whatIsHeldInVainIsCancelledWithoutWaitingForItsWorker() {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 3);
            Puppet worker = pool.made(0).comeUp().begin();
            worker.beSpent(); // so that it starts nothing more
            worker.finish();
            worker.hold();

            assertThat(tasks.get(1).cancel(Cancel.WAITING)).isTrue();

            assertThat(worker.claim()).isFalse();
            assertThat(tasks).extracting(Promise::isCancelled).containsExactly(false, true, false);
        }
    }

    /** Contract 5: nothing hangs: what comes in just when its face is stopped is not laid where nobody looks for it. */
    @Test
    void whatIsTakenAfterItsFaceWasStoppedEnds() {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            Puppet worker = pool.made(0).comeUp();
            PoolTask<String> late = pool.taskOf("late");
            PoolTask<String> behind = pool.taskOf("behind");
            pool.face().shutdownAndCancel();
            pool.engine().queue().add(late); // as its submitter does, who will look for it, and finds it taken
            pool.engine().queue().add(behind);

            pool.engine().dispatch().signal();
            while (worker.isBusy()) {
                worker.work();
            }

            assertThat(List.of(late, behind)).allMatch(Promise::isCancelled);
        }
    }

    /** A time limit, or its stack, may come just when the outcome of what it is for was told. */
    @Test
    void whatWasLetGoIsSpokenOfStill() {
        try (Puppets pool = Puppets.afar(Workers.threads(1), MOST)) {
            submit(pool, 2);
            pool.made(0).comeUp().begin();
            EngineBatch batch = pool.engine().crew().seats().iterator().next().batch();
            pool.made(0).finish();

            assertThat(batch).isNotNull();
            assertThat(batch.describe(0)).isEqualTo("a task");
            assertThat(batch.isOpen(0)).isFalse();
            batch.end(0, Verdict.CANCELLED);
            batch.letGo(0);
        }
    }

    /** {@link Dispatch}: a burst of short tasks does not wake them all. */
    @Test
    void twoTasksWakeTwoWorkers() {
        try (Puppets pool = Puppets.afar(Workers.threads(4), MOST)) {
            pool.made().forEach(Puppet::comeUp);
            pool.engine().queue().add(pool.taskOf("one"));
            pool.engine().queue().add(pool.taskOf("other"));

            pool.engine().dispatch().signal();

            assertThat(pool.made().stream().filter(Puppet::isBusy).count()).isEqualTo(2);
            pool.made().stream().filter(Puppet::isBusy).forEach(TaskLotTest::workOff);
        }
    }

    /** Threat S10: whatever is written over the memory, every task ends. */
    @ParameterizedTest
    @ValueSource(longs = {Lot.TAKEN, 0, 1, 7, 5L << 32, (1L << 32) + 1, Lot.FREE})
    void whatAWildWorkerWritesLosesNoTask(long state) {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 6);
            pool.made(0).comeUp().begin();
            for (int i = 1; i < MOST; i++) {
                pool.lots().get(0).scribble(i, state);
            }

            workOff(pool.made(1).comeUp());
            workOff(pool.made(0));
            workOff(pool.made(1));

            assertThat(tasks).allMatch(Promise::isDone).noneMatch(Promise::isFailure);
        }
    }

    /** Threat S10, as above: what nobody held any more is said to be free. */
    @Test
    void whatIsSaidToBeFreeAgainEnds() {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 6);
            pool.made(0).comeUp();
            pool.made(0).hold();
            assertThat(pool.engine().queue().isEmpty()).isFalse(); // it has seen that the first one is not free
            pool.lots().get(0).scribble(0, Lot.FREE);
            Puppet other = pool.made(1).comeUp().begin();
            pool.lots().get(0).scribble(0, Lot.FREE);

            workOff(other);
            assertThat(pool.made(0).claim()).isTrue();
            pool.made(0).die(); // it tells of a task that is not its own

            workOff(pool.made(2).comeUp());
            assertThat(tasks).allMatch(Promise::isDone);
        }
    }

    /** Threat S10, as above: what is said to be a dead worker's goes to another one. */
    @Test
    void whatIsSaidToBeHeldByOneThatHasLeftIsNot() throws Exception {
        try (Puppets pool = Puppets.afar(Workers.threads(2), MOST)) {
            List<PoolTask<String>> tasks = submit(pool, 4);
            pool.made(0).comeUp().begin();
            pool.made(1).comeUp().hold();
            pool.made(1).die();
            pool.lots().get(0).scribble(2, Lot.held(1, 1));

            workOff(pool.await(3).comeUp());
            workOff(pool.made(0));
            workOff(pool.made(2));

            assertThat(tasks).allMatch(Promise::isDone).noneMatch(Promise::isFailure);
        }
    }
}
