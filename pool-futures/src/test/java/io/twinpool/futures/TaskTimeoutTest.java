// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.worker.Nanos;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code taskTimeout}, which none of Python's pools has. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class TaskTimeoutTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(100);

    TaskTimeoutTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTasksCanBeStopped() {
        assumeWorkersOfTheirOwn();
    }

    /** Whose items are not held up by the loading of classes. */
    private Workers warm(int n) {
        return workers(n).initializer(Work.loading(TaskTimeoutTest.class, Gate.class, Work.class));
    }

    /** For tasks that hear interrupts, in their own time. */
    private PoolExecutor patient() {
        return PoolExecutor.of(workers(1).killGrace(WAIT));
    }

    /** Contract 4: the exception carries the limit and the stack that the task was on. */
    @Test
    void aTaskThatRunsTooLongIsStoppedAndSaysWhere() throws Exception {
        TaskFunction<Gate, Integer> pass = gate -> gate.pass(1);
        try (PoolExecutor pool = patient();
                Gate opened = gate("opened");
                Gate gate = gate("closed")) {
            opened.open();
            pool.submit(pass, opened).result(WAIT); // so that the limit does not pass while classes are loaded
            PoolFuture<Integer> future = pool.withTaskTimeout(TASK).submit(pass, gate);

            assertThatThrownBy(() -> future.result(WAIT)).isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                assertThat(e.timeout()).isEqualTo(TASK);
                assertThat(e.taskStack()).anyMatch(frame -> frame.getClassName().equals(Gate.class.getName()));
                assertThat(e).hasMessageContaining(" after its time limit of " + Nanos.told(TASK.toNanos()));
            });
            assertThatThrownBy(future::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(TaskTimeoutException.class);
            assertThat(future.isCancelled()).isFalse();
            assertThat(future.cancel(true)).isFalse();
        }
    }

    /** Contract 4: the pool goes on. */
    @Test
    void thePoolGoesOn() throws Exception {
        try (PoolExecutor pool = patient();
                Gate gate = gate()) {
            PoolFuture<Integer> slow = pool.withTaskTimeout(BRIEF).submit(() -> gate.pass(1));
            PoolFuture<Integer> next = pool.submit(Work::square, 3);

            assertThat(slow.exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            assertThat(next.result(WAIT)).isEqualTo(9);
            assertThat(pool.stats().failed()).isEqualTo(1);
        }
    }

    /** Contract, settled details: a view of a view is the same pool, and the last limit holds. */
    @Test
    void aViewOfAViewHasItsOwnLimitAndTheSameCounts() throws Exception {
        try (PoolExecutor pool = patient();
                Gate gate = gate()) {
            PoolExecutor generous = pool.withTaskTimeout(Duration.ofMillis(1)).withTaskTimeout(WAIT);
            PoolExecutor strict = generous.withTaskTimeout(Duration.ofMillis(50));

            assertThat(strict.submit(() -> gate.pass(1)).exception(WAIT))
                    .containsInstanceOf(TaskTimeoutException.class);
            PoolFuture<Integer> unhurried = generous.submit(() -> gate.pass(2));
            gate.awaitArrivals(2);
            gate.open();

            assertThat(unhurried.result(WAIT)).isEqualTo(2);
            assertThat(strict.stats()).isEqualTo(pool.stats());
            assertThat(pool.stats().completed()).isEqualTo(2);
        }
    }

    /** Contract 4: counted from the start, not from the submission. */
    @Test
    void waitingInTheQueueDoesNotCount() throws Exception {
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            PoolFuture<Integer> waiting =
                    pool.withTaskTimeout(Duration.ofSeconds(10)).submit(Work::square, 3);
            PoolFuture<Integer> brief =
                    pool.withTaskTimeout(Duration.ofMillis(1)).submit(() -> gate.pass(4));
            gate.awaitArrivals(1);
            assertThatThrownBy(() -> brief.result(Duration.ofMillis(20))).isInstanceOf(TimeoutException.class);

            gate.open();

            assertThat(waiting.result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract 4: a thread deaf to interrupts is given up, counted and replaced; a forked JVM is killed. */
    @Test
    void aDeafTaskLosesItsWorker() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).taskTimeout(BRIEF).killGrace(Duration.ofMillis(50)));
                Gate gate = gate()) {
            PoolFuture<Integer> deaf = pool.submit(() -> Work.ignoreInterrupts(gate));

            assertThat(deaf.exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            assertThat(pool.withTaskTimeout(WAIT).submit(Work::square, 3).result(WAIT))
                    .isEqualTo(9);
            assertThat(pool.stats().abandonedWorkers()).isEqualTo(kind.canBeKilled() ? 0 : 1);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    /** Contract: withTaskTimeout is a view on the same workers. */
    @Test
    void aViewLimitsItsOwnTasksAlone() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = gate("gate");
                Gate doomed = gate("doomed")) {
            PoolFuture<Integer> unlimited = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> limited = pool.withTaskTimeout(BRIEF).submit(() -> doomed.pass(2));

            assertThat(limited.exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            assertThat(unlimited.isDone()).isFalse();
            gate.open();
            assertThat(unlimited.result(WAIT)).isEqualTo(1);
        }
    }

    /** Contract: the limit counts for each item of a map, whatever the chunk size. */
    @Test
    void itemsOfAMapAreLimitedOneByOne() throws Exception {
        try (PoolExecutor pool =
                        PoolExecutor.of(warm(1).taskTimeout(itemLimit()).killGrace(WAIT));
                Gate gate = gate();
                Results<Integer> results = pool.map(
                        x -> x == 2 ? gate.pass(x) : x,
                        List.of(1, 2, 3),
                        MapOptions.defaults().chunkSize(3))) {
            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(TaskTimeoutException.class);
            assertThat(results.next(WAIT)).isEqualTo(3);
        }
    }

    /** Contract 9: the interrupt of a stopped task does not meet the next, though the task has left it in its thread. */
    @Test
    void theNextTaskNeverSeesTheInterrupt() throws Exception {
        try (PoolExecutor pool = patient()) {
            PoolExecutor limited = pool.withTaskTimeout(Duration.ofMillis(1));
            for (int i = 0; i < 50; i++) {
                PoolFuture<Void> stopped = limited.submit(() -> Work.untilInterrupted());
                PoolFuture<Boolean> next =
                        pool.submit(() -> Thread.currentThread().isInterrupted());

                assertThat(next.result(WAIT)).isFalse();
                assertThat(stopped.exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            }
        }
    }

    /** Contract 9: nor when the first ends just when its time is over. */
    @Test
    void theNextTaskNeverSeesAnInterruptThatCameAsTheOtherEnded() throws Exception {
        try (PoolExecutor pool = openOne()) {
            PoolExecutor limited = pool.withTaskTimeout(Duration.ofNanos(1));
            for (int i = 0; i < 200; i++) {
                limited.submit(Work::square, i);
                assertThat(pool.submit(() -> Thread.currentThread().isInterrupted())
                                .result(WAIT))
                        .isFalse();
            }
        }
    }

    /** Contract, settled details: taskTimeout must be positive. */
    @Test
    void aLimitMustBePositive() {
        try (PoolExecutor pool = open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.withTaskTimeout(Duration.ZERO))
                    .withMessageContaining("taskTimeout");
            assertThatIllegalArgumentException().isThrownBy(() -> pool.withTaskTimeout(Duration.ofMillis(-1)));
        }
    }

    /** Contract, settled details: endless durations mean no limit and never overflow. */
    @Test
    void anEndlessLimitIsNone() throws Exception {
        try (PoolExecutor pool = open()) {
            assertThat(pool.withTaskTimeout(Duration.ofSeconds(Long.MAX_VALUE))
                            .submit(Work::square, 3)
                            .result(WAIT))
                    .isEqualTo(9);
        }
    }

    /** Contract 2, 4: a deaf item is given up with its thread, counted and replaced; the rest of its chunk runs, once. */
    @Test
    void aDeafItemCostsTheRestOfItsChunkNothing() throws Exception {
        Workers workers = warm(1).taskTimeout(itemLimit()).killGrace(Duration.ofMillis(50));
        try (PoolExecutor pool = PoolExecutor.of(workers);
                Gate gate = gate();
                Results<Integer> results = pool.map(
                        x -> x == 2 ? Work.ignoreInterrupts(gate) : x,
                        List.of(1, 2, 3, 4),
                        MapOptions.defaults().chunkSize(4))) {
            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(TaskTimeoutException.class);
            assertThat(results.next(WAIT)).isEqualTo(3);
            assertThat(results.next(WAIT)).isEqualTo(4);

            assertThat(gate.arrivals()).isEqualTo(1);
            assertThat(pool.stats().abandonedWorkers()).isEqualTo(kind.canBeKilled() ? 0 : 1);
        }
    }
}
