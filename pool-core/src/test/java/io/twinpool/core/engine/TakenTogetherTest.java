// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that a worker takes in one trip: one after the other in this JVM, from a lot where they have to travel. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class TakenTogetherTest {
    private static final int ROUNDS = 1_000;
    private static final int TOGETHER = 200;
    private static final TaskFunction<Object, Object> SAME = item -> item;

    /** Contract 5: whoever finds one task among those that are taken may take it back, whatever has become of the others. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancellingOneWhileTheyAreTakenLosesNoneOfTheOthers(boolean isAfar) {
        try (Puppets pool = isAfar ? Puppets.afar(Workers.threads(1), TOGETHER) : Puppets.open(Workers.threads(1))) {
            Puppet worker = pool.made(0).comeUp();
            pool.face().chunker().measured(TOGETHER, 1); // so quick that they travel together

            for (int round = 0; round < ROUNDS; round++) {
                pool.submit("taken at once");
                List<PoolTask<String>> burst = IntStream.range(0, TOGETHER)
                        .mapToObj(i -> pool.submit("taken together"))
                        .toList();
                CompletableFuture<Boolean> cancelled = cancelledWhenTaken(burst.get(0));

                while (worker.isBusy()) {
                    worker.work();
                }

                boolean isCancelled = cancelled.join();
                while (worker.isBusy()) { // what was given back behind the last look
                    worker.work();
                }
                assertThat(burst.get(0).isCancelled()).isEqualTo(isCancelled);
                assertThat(burst).allMatch(Promise::isDone);
            }
        }
    }

    /** Contract 5: nothing hangs, ever. */
    @Test
    void whatThereIsNoMemoryToSendIsDoneByTheNextWorker() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Puppet worker = pool.made(0).comeUp();
            pool.face().chunker().measured(TOGETHER, 1);
            pool.submit("taken at once");
            List<PoolTask<String>> tasks = List.of(pool.submit("one"), pool.submit("other"));
            MapAll<Object> map = new MapAll<>(pool.face(), Routine.of(SAME), MapOptions.defaults(), Long.MAX_VALUE);
            map.begin(List.of(1, 2, 3), () -> {});
            worker.runOutOfMemory();

            assertThatThrownBy(worker::work).isInstanceOf(OutOfMemoryError.class);
            worker.die();
            Puppet next = pool.await(2).comeUp();
            while (next.isBusy()) {
                next.work();
            }

            assertThat(tasks).allMatch(Promise::isDone);
            assertThat(map.value()).isEqualTo(List.of(1, 2, 3));
        }
    }

    /** Contract 5: who is told that a task could not be submitted is not waited for by close. */
    @Test
    void whatThereIsNoMemoryToBringToAWorkerEnds() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Puppet worker = pool.made(0).comeUp();
            worker.runOutOfMemory();
            assertThatThrownBy(() -> pool.submit("never")).isInstanceOf(OutOfMemoryError.class);
            worker.die();
            worker = pool.await(2).comeUp();
            worker.runOutOfMemory();
            MapAll<Object> map = new MapAll<>(pool.face(), Routine.of(SAME), MapOptions.defaults(), Long.MAX_VALUE);
            assertThatThrownBy(() -> map.begin(List.of(1, 2, 3), () -> {})).isInstanceOf(OutOfMemoryError.class);
            worker.die();

            pool.face().shutdown();
            pool.await(3).comeUp().leave();

            assertThat(pool.face().awaitTermination(WAIT.toNanos())).isTrue();
            assertThat(pool.face().stats().cancelled()).isEqualTo(4);
        }
    }

    /** API.md 4, settled details: FIFO order of starts, which tasks that need one another by other means than futures live on. */
    @Test
    void inThisJvmNoneIsTakenBeforeItCanStart() {
        try (Puppets pool = Puppets.open(Workers.threads(2))) {
            pool.face().chunker().measured(TOGETHER, 1);
            List<PoolTask<String>> tasks = List.of(pool.submit("1"), pool.submit("2"), pool.submit("3"));

            pool.made(0).comeUp().begin();
            pool.made(1).comeUp().begin();

            assertThat(tasks).extracting(PoolTask::isRunning).containsExactly(true, true, false);
            assertThat(tasks.get(2).isWaiting()).isTrue();
        }
    }

    /** ADR 13: what the pool does not need a trip for. */
    @Test
    void inThisJvmAWorkerGoesOnToTheNextOnesInTheSameBatch() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            pool.face().chunker().measured(TOGETHER, 1);
            List<PoolTask<String>> tasks =
                    IntStream.range(0, 3).mapToObj(i -> pool.submit("next")).toList();
            Puppet worker = pool.made(0).comeUp();

            worker.work();

            assertThat(tasks).allMatch(Promise::isDone);
            assertThat(worker.isBusy()).isFalse();
        }
    }

    /** Contract 9: a worker that was told to leave starts nothing more; one that is replaced after n tasks does no more than n. */
    @Test
    void whoIsToLeaveGoesOnToNothing() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1).maxTasksPerChild(2))) {
            pool.face().chunker().measured(TOGETHER, 1);
            List<PoolTask<String>> tasks =
                    IntStream.range(0, 4).mapToObj(i -> pool.submit("next")).toList();
            Puppet worker = pool.made(0).comeUp();

            worker.work();
            assertThat(tasks).extracting(Promise::isDone).containsExactly(true, true, false, false);

            Puppet next = pool.await(2).comeUp();
            next.begin().beSpent();
            next.work();
            assertThat(tasks).extracting(Promise::isDone).containsExactly(true, true, true, false);
        }
    }

    private static CompletableFuture<Boolean> cancelledWhenTaken(PoolTask<String> task) {
        return CompletableFuture.supplyAsync(() -> {
            while (task.isWaiting()) {
                Thread.onSpinWait();
            }
            return task.cancel(Cancel.WAITING);
        });
    }
}
