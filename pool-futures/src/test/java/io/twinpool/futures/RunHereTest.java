// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.TaskTimeoutException;
import io.twinpool.WorkerLostException;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** API.md 4, settled details: a task that submits into its own full queue runs the new task itself. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to fill the queue
final class RunHereTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(50);

    RunHereTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereATaskCanMeetTheQueue() {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
    }

    private PoolExecutor small() {
        return PoolExecutor.of(workers(1).queueCapacity(1).killGrace(WAIT));
    }

    /** Contract 4: its time limit counts from its start, stops it alone, and its stack is told. */
    @Test
    void aTaskThatIsRunInAnotherHasItsTimeLimit() throws Exception {
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            PoolExecutor limited = pool.withTaskTimeout(TASK);
            PoolFuture<Optional<Throwable>> outer = pool.submit(() -> {
                pool.submit(Work::square, 1);
                PoolFuture<Void> inner = limited.submit(() -> gate.pass());
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return inner.exception();
            });

            assertThat(outer.result(WAIT)).get().isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                assertThat(e.timeout()).isEqualTo(TASK);
                assertThat(e.taskStack()).anyMatch(frame -> frame.getClassName().equals(Gate.class.getName()));
            });
        }
    }

    /** Contract 9: an interrupt aimed at the task around it is not lost because another one ran in between. */
    @Test
    void anInterruptOfTheTaskAroundItIsStillThereAfterIt() throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            PoolFuture<Void> outer = pool.submit(() -> {
                pool.submit(Work::square, 1);
                pool.submit(() -> gate.pass());
                flag.complete(Thread.currentThread().isInterrupted());
            });
            gate.awaitArrivals(1);

            outer.cancel(true);

            assertThat(flag.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
        }
    }

    /** Contract, settled details: deaf to interrupts: after killGrace the thread is given up, counted and replaced. */
    @Test
    void aThreadThatIsDeafInATaskItRanItselfIsGivenUp() throws Exception {
        AtomicReference<PoolFuture<?>> filler = new AtomicReference<>();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1).killGrace(BRIEF));
                Gate gate = gate()) {
            PoolExecutor limited = pool.withTaskTimeout(BRIEF);
            PoolFuture<Void> outer = pool.submit(() -> {
                filler.set(pool.submit(Work::square, 3));
                limited.submit(() -> gate.passUnmoved());
            });

            assertThat(outer.exception(WAIT)).get().isInstanceOf(WorkerLostException.class);
            assertThat(filler.get().get()).isEqualTo(9);
            assertThat(pool.stats().abandonedWorkers()).isEqualTo(1);
        }
    }

    /** Contract, settled details: terminated, everything unfinished ends; a pool does not wait for a thread that it gave up. */
    @Test
    void aPoolEndsAlsoIfATaskThatRanInAnotherIsDeaf() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1).killGrace(BRIEF));
                Gate gate = gate()) {
            pool.submit(() -> {
                pool.submit(Work::square, 3);
                pool.submit(() -> gate.passUnmoved());
            });
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** Contract 5: nothing hangs, ever: a pool does not wait for a thread that it gave up, whichever of its tasks' limits was first. */
    @Test
    void aPoolEndsAlsoIfTheTaskAroundADeafOneWasGivenUpFirst() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(
                        workers(1).queueCapacity(1).taskTimeout(BRIEF).killGrace(BRIEF));
                Gate gate = gate()) {
            PoolFuture<Void> outer = pool.submit(() -> {
                pool.submit(Work::square, 3);
                pool.submit(() -> gate.passUnmoved());
            });
            assertThat(outer.exception(WAIT)).get().isInstanceOf(TaskTimeoutException.class);
            awaitAbandoned(pool, 1);

            pool.shutdown();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** ... nor for a task in a task that it ran itself, when the end of the first one has ended the worker. */
    @Test
    void aPoolEndsAlsoIfATaskThatRanTwoLevelsDownIsDeaf() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1).killGrace(BRIEF));
                Gate gate = gate()) {
            pool.submit(() -> {
                pool.submit(Work::square, 3);
                pool.submit(() -> {
                    pool.submit(() -> gate.passUnmoved());
                });
            });
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** Contract 5: every future ends: that of the task which was lost with the one around it says so. */
    @Test
    void aDeafTaskIsLostWithTheOneAroundIt() throws Exception {
        AtomicReference<PoolFuture<?>> inner = new AtomicReference<>();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1).killGrace(BRIEF))) {
            try (Gate gate = gate()) {
                PoolFuture<Void> outer = pool.submit(() -> {
                    pool.submit(Work::square, 3);
                    inner.set(pool.submit(() -> gate.passUnmoved()));
                });
                gate.awaitArrivals(1);

                outer.cancel(true);
                pool.shutdown();

                assertThat(pool.awaitTermination(WAIT)).isTrue();
            }
            Eventually.until("the thread that came back", () -> inner.get() != null);
            assertThat(inner.get().exception())
                    .get()
                    .isInstanceOf(WorkerLostException.class)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("was given up, as it did not heed its interrupt, while running a task of "
                            + RunHereTest.class.getName());
        }
    }

    /** Contract 5: a thread that was given up may go on, and submit: the pool does not wait for it then either. */
    @Test
    void aPoolEndsAlsoIfAThreadThatItGaveUpRunsAnotherTask() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1).killGrace(BRIEF));
                Gate first = gate("first");
                Gate second = gate("second");
                Gate last = gate("last")) {
            PoolExecutor limited = pool.withTaskTimeout(BRIEF);
            PoolFuture<Void> outer = pool.submit(() -> {
                first.passUnmoved();
                limited.submit(() -> last.passUnmoved());
            });
            first.awaitArrivals(1);
            outer.cancel(true);
            awaitAbandoned(pool, 1);
            pool.submit(() -> second.pass());
            second.awaitArrivals(1);
            pool.submit(Work::square, 3);

            first.open();
            last.awaitArrivals(1);
            second.open();
            pool.shutdown();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    private static void awaitAbandoned(PoolExecutor pool, int count) throws InterruptedException {
        Eventually.until("threads that are given up", () -> pool.stats().abandonedWorkers() >= count);
    }

    /** ExecutorService.shutdownNow: attempts to stop all actively executing tasks. */
    @Test
    void shutdownNowStopsATaskThatRunsInAnotherPools() throws Exception {
        CompletableFuture<Future<?>> inner = new CompletableFuture<>();
        try (SharedWorkers shared =
                        SharedWorkers.open(workers(1).queueCapacity(1).killGrace(WAIT));
                PoolExecutor one = PoolExecutor.over(shared);
                Gate gate = gate()) {
            ExecutorService view = PoolExecutor.over(shared).asExecutorService();
            PoolFuture<Integer> outer = one.submit(() -> {
                one.submit(Work::square, 3);
                inner.complete(view.submit(() -> gate.pass(1)));
                return 2;
            });
            gate.awaitArrivals(1);

            view.shutdownNow();

            assertThat(view.awaitTermination(WAIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(inner.get(WAIT.toSeconds(), TimeUnit.SECONDS).isCancelled())
                    .isTrue();
            assertThat(outer.result(WAIT)).isEqualTo(2);
        }
    }
}
