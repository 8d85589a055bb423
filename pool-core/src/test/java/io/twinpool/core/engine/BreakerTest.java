// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that come to nothing, again and again: reliability.md, rows 29 and 32, S12. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class BreakerTest {
    private static final Workers ONE = Workers.threads(1);

    private final ExecutorService fate = Executors.newSingleThreadExecutor();

    @AfterEach
    void endFate() {
        fate.shutdownNow();
    }

    private void comeUpAndDie(Puppet puppet) {
        fate.execute(() -> puppet.comeUp().die());
    }

    @Test
    void workersThatAreLostAtOnceAreStartedEverMoreSlowly() throws Exception {
        List<Long> starts = new ArrayList<>(); // of one thread, then of this one
        try (Puppets pool = Puppets.open(ONE, puppet -> {
            synchronized (starts) {
                starts.add(System.nanoTime());
            }
            comeUpAndDie(puppet);
        })) {
            pool.await(7);
        }
        synchronized (starts) {
            for (int i = 3; i < 7; i++) {
                long pauseMillis = (starts.get(i) - starts.get(i - 1)) / 1_000_000;
                assertThat(pauseMillis).as("pause before start %s", i + 1).isGreaterThanOrEqualTo(50L << (i - 3));
            }
        }
    }

    @Test
    void aPauseDelaysNoWorkThatThereIsAWorkerFor() throws Exception {
        try (Puppets pool = Puppets.open(ONE.standby(1))) {
            pool.made(0).comeUp();
            for (int i = 2; i <= 1 + Breaker.MOST_WITHOUT_PAUSE; i++) {
                pool.await(i).comeUp().die();
            }
            PoolTask<String> task = pool.submit("task");

            pool.made(0).work();

            assertThat(task.isDone()).isTrue();
            pool.await(2 + Breaker.MOST_WITHOUT_PAUSE);
        }
    }

    @Test
    void workersThatHaveRunSomethingAreReplacedAtOnce() throws Exception {
        try (Puppets pool = Puppets.open(ONE)) {
            for (int i = 0; i < 50; i++) {
                PoolTask<String> task = pool.submit("task");
                Puppet worker = pool.made(i).comeUp();
                worker.work();
                assertThat(task.isDone()).isTrue();

                worker.die();

                assertThat(pool.made()).hasSize(i + 2);
            }
        }
    }

    @Test
    void workersThatDieOfTheirTasksAreReplacedAtOnce() throws Exception {
        try (Puppets pool = Puppets.open(ONE)) {
            for (int i = 0; i < 50; i++) {
                PoolTask<String> task = pool.submit("poison");
                pool.made(i).comeUp().begin().die();

                assertThat(task.isDone()).isTrue();
                assertThat(pool.made()).hasSize(i + 2);
            }
        }
    }

    @Test
    void whatEndedAWorkerIsTheCauseOfItsLoss() throws Exception {
        Error fault = new AssertionError("of this JVM");
        try (Puppets pool = Puppets.open(ONE)) {
            PoolTask<String> task = pool.submit("task");

            pool.made(0).comeUp().begin().dieOf(fault);

            assertThat(task.error()).isInstanceOf(WorkerLostException.class).hasCause(fault);
        }
    }

    @Test
    void workThatNoWorkerLivesToStartEndsWithThePool() throws Exception {
        Semaphore submitted = new Semaphore(0);
        fate.execute(submitted::acquireUninterruptibly);
        try (Puppets pool = Puppets.open(ONE, this::comeUpAndDie)) {
            PoolTask<String> task = pool.submit("task");
            submitted.release();

            Eventually.until("the end of the task", task::isDone);

            assertThat(task.error())
                    .isInstanceOf(BrokenPoolException.class)
                    .cause()
                    .isInstanceOf(WorkerLostException.class)
                    .hasMessageContainingAll("pid 4711", "before it had started a task", "in a row");
            assertThat(pool.made()).hasSize(Breaker.MOST_WITH_WORK);
        }
    }

    /** API.md 4.6: a bounded number of starts, whoever else serves. */
    @Test
    void threeFailedInitializersInARowBreakThePoolOfOthersToo() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(2))) {
            pool.made(0).comeUp();
            for (int i = 0; i < Breaker.MOST_FAILED_STARTS; i++) {
                pool.await(2 + i).failToInitialize();
            }

            assertThatThrownBy(() -> pool.submit("late"))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(pool.made()).hasSize(1 + Breaker.MOST_FAILED_STARTS);
        }
    }

    @Test
    void threeFailedStartsInARowBreakThePool() throws Exception {
        try (Puppets pool = Puppets.open(ONE)) {
            for (int i = 1; i <= 10; i++) {
                pool.await(2 * i - 1).failToStart();
                Puppet worker = pool.await(2 * i).comeUp();
                PoolTask<String> task = pool.submit("task");
                worker.work();
                assertThat(task.isDone()).isTrue();
                worker.die();
            }
            PoolTask<String> task = pool.submit("task");

            for (int i = 0; i < Breaker.MOST_FAILED_STARTS; i++) {
                assertThat(task.isDone()).isFalse();
                pool.made(20 + i).failToStart();
            }

            assertThat(task.isDone()).isTrue();
            assertThat(pool.made()).hasSize(20 + Breaker.MOST_FAILED_STARTS);
        }
    }
}
