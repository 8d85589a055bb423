// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code queueCapacity}. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is part of the test
final class QueueCapacityTest extends FuturesContract {
    QueueCapacityTest(Kind kind) {
        super(kind);
    }

    /** gh-73781: CPython's queue has no bound. Contract: submit blocks when it is full. */
    @Test
    void submitBlocksWhileTheQueueIsFull() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            pool.submit(Work::square, 1);

            Bystander<Integer> submitter = Bystander.calling(
                            () -> pool.submit(Work::square, 3).result())
                    .awaitBlocked();

            assertThat(submitter.isDone()).isFalse();
            gate.open();
            assertThat(submitter.result()).isEqualTo(9);
        }
    }

    /** Contract, settled details: a blocked submitter is released by shutdown. */
    @Test
    void shutdownReleasesABlockedSubmitter() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            pool.submit(Work::square, 1);
            Bystander<PoolFuture<Integer>> submitter =
                    Bystander.calling(() -> pool.submit(Work::square, 3)).awaitBlocked();

            pool.shutdown();

            assertThat(submitter.failure()).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** Contract, settled details: ... and by interrupt; nothing was submitted. */
    @Test
    void anInterruptReleasesABlockedSubmitter() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            pool.submit(Work::square, 1);
            Bystander<PoolFuture<Integer>> submitter =
                    Bystander.calling(() -> pool.submit(Work::square, 3)).awaitBlocked();

            submitter.interrupt();

            assertThat(submitter.failure()).isInstanceOf(PoolInterruptedException.class);
            gate.open();
            Eventually.until("two ends", () -> pool.stats().completed() == 2);
            assertThat(pool.stats().queued()).isZero();
        }
    }

    /** Contract 9: an interrupt of the one is not met by the other; the new task counts as running. */
    @Test
    void aTaskThatIsRunInAnotherHasItsOwnInterruptFlagAndIsCounted() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1))) {
            PoolFuture<List<Boolean>> outer = pool.submit(() -> {
                List<Boolean> flags = new ArrayList<>();
                pool.submit(Work::square, 1);
                Thread.currentThread().interrupt();
                pool.submit(() -> {
                    flags.add(Thread.currentThread().isInterrupted());
                    flags.add(pool.stats().running() == 2 && pool.stats().queued() == 1);
                    Thread.currentThread().interrupt();
                });
                flags.add(Thread.interrupted());
                pool.submit(() -> Thread.currentThread().interrupt());
                flags.add(Thread.interrupted());
                return flags;
            });

            assertThat(outer.result(WAIT)).containsExactly(false, true, true, false);
        }
    }

    /** Contract, settled details: a task that submits into its own full queue runs the new task itself. */
    @Test
    void aTaskThatMeetsItsOwnFullQueueRunsTheNewTaskItself() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1))) {
            PoolFuture<Integer> outer = pool.submit(() -> {
                List<PoolFuture<Integer>> inner = IntStream.range(0, 5)
                        .mapToObj(i -> pool.submit(Work::square, i))
                        .toList();
                return inner.stream().mapToInt(PoolFuture::result).sum();
            });

            assertThat(outer.result(WAIT)).isEqualTo(30);
        }
    }

    /** Contract: queueCapacity holds a map's intake too; nothing is lost. */
    @Test
    void aMapThroughASmallQueueGivesAll() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(2).queueCapacity(2));
                Results<Integer> results =
                        pool.map(Work::square, IntStream.range(0, 100).boxed().toList())) {
            assertThat(results.toList()).hasSize(100).last().isEqualTo(9801);
        }
    }

    /** API.md 1, MapOptions.timeout: the deadline counts from the call of map, also while that waits for room. */
    @Test
    void aMapWaitsForRoomNoLongerThanItsTime() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            PoolFuture<Void> occupant = pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);

            Results<Integer> results = pool.map(
                    Work::square, List.of(1, 2, 3), MapOptions.defaults().timeout(Duration.ofMillis(50)));

            assertThat(occupant.isRunning()).isTrue();
            assertThatThrownBy(results::next)
                    .isInstanceOfSatisfying(
                            PoolTimeoutException.class,
                            e -> assertThat(e.unfinished()).isEqualTo(3))
                    .hasMessageContaining("3 of 3");
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** The same where a thread of its own reads the input: that ends with the map. */
    @Test
    void aMapThatReadsByTheWayWaitsForRoomNoLongerThanItsTime() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            AtomicInteger taken = new AtomicInteger();
            Iterable<Integer> endless =
                    () -> Stream.generate(taken::incrementAndGet).iterator();

            Results<Integer> results = pool.map(
                    Work::square, endless, MapOptions.defaults().bufferSize(10).timeout(Duration.ofMillis(50)));

            assertThatThrownBy(results::next).isInstanceOf(PoolTimeoutException.class);
            int atTheEnd = taken.get();
            gate.open();
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(taken.get())
                    .as("beside the one that was just being taken")
                    .isBetween(atTheEnd, atTheEnd + 1);
        }
    }

    /** API.md 1, PoolInterruptedException: the caller was interrupted in a wait for room; what was taken is cancelled. */
    @Test
    void anInterruptEndsAMapThatWaitsForRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            AtomicBoolean flag = new AtomicBoolean();
            Bystander<Results<Integer>> caller = Bystander.calling(() -> {
                        try {
                            return pool.map(Work::square, List.of(1, 2, 3));
                        } finally {
                            flag.set(Thread.currentThread().isInterrupted());
                        }
                    })
                    .awaitBlocked();

            caller.interrupt();

            assertThat(caller.failure()).isInstanceOf(PoolInterruptedException.class);
            assertThat(flag).isTrue();
            gate.open();
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(pool.stats().cancelled()).isEqualTo(1);
        }
    }

    /** Contract, settled details: a map whose input was not read to its end is never silently short. */
    @Test
    void aMapThatFoundNoRoomInTimeSaysSoAlsoAfterTheShutdown() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            Results<Integer> results =
                    pool.map(Work::square, List.of(1, 2), MapOptions.defaults().timeout(Duration.ofMillis(500)));
            pool.shutdown();
            gate.open();
            assertThat(pool.awaitTermination(WAIT)).isTrue();

            assertThat(results.next()).isEqualTo(1);

            assertThatThrownBy(results::next)
                    .isInstanceOfAny(PoolTimeoutException.class, RejectedExecutionException.class);
        }
    }
}
