// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolTerminatedException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to end a pool, after every other and from every thread. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is part of the test
final class ShutdownOrdersTest extends FuturesContract {
    ShutdownOrdersTest(Kind kind) {
        super(kind);
    }

    /** The ways, from the mildest to the hardest. */
    enum End {
        SHUTDOWN,
        CANCEL,
        TERMINATE,
        KILL;

        void of(PoolExecutor pool) {
            switch (this) {
                case SHUTDOWN -> pool.shutdown();
                case CANCEL -> pool.shutdown(true);
                case TERMINATE -> pool.terminateWorkers();
                case KILL -> pool.killWorkers();
            }
        }
    }

    /** What may come after each: of forked JVMs the mildest and the hardest. */
    private List<End> seconds() {
        return kind.sharesMemory() ? List.of(End.values()) : List.of(End.SHUTDOWN, End.KILL);
    }

    /** Contract 11: each end after each other, on a pool that never worked. */
    @ParameterizedTest
    @EnumSource
    void anUnusedPoolEndsInAnyOrder(End first) throws Exception {
        for (End second : seconds()) {
            try (PoolExecutor pool = open(1)) {
                first.of(pool);
                second.of(pool);

                assertThat(pool.awaitTermination(WAIT)).isTrue();
                assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
            }
        }
    }

    /** Contract 11: each end after each other, with a task that runs and one that waits: both end. */
    @ParameterizedTest
    @EnumSource
    void aBusyPoolEndsInAnyOrder(End first) throws Exception {
        assumeWorkersOfTheirOwn();
        for (End second : seconds()) {
            try (Gate gate = gate(first + "-" + second);
                    PoolExecutor pool = open(1)) {
                PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
                PoolFuture<Integer> waiting = pool.submit(Work::square, 2);
                gate.awaitArrivals(1);
                first.of(pool);
                second.of(pool);
                gate.open();

                assertThat(pool.awaitTermination(WAIT)).isTrue();
                assertThat(List.of(running, waiting)).allMatch(PoolFuture::isDone);
            }
        }
    }

    /** Contract 11: shutdown(true), then shutdown(): what was cancelled stays so, what runs ends. */
    @Test
    void aMilderShutdownTakesNothingBack() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> waiting = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);

            pool.shutdown(true);
            pool.shutdown(false);
            gate.open();

            assertThat(waiting.isCancelled()).isTrue();
            assertThat(running.result(WAIT)).isEqualTo(1);
        }
    }

    /** CPython 3.14 terminate_workers: after a shutdown it ends what the shutdown would have waited for. */
    @Test
    void terminatingAfterAShutdownEndsTheBacklog() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> waiting = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);

            pool.shutdown();
            pool.terminateWorkers();

            assertThat(running.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(waiting.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
        }
    }

    /** CPython 3.14 terminate_workers on a pool that has ended: no error, and no result is taken back. */
    @ParameterizedTest
    @EnumSource
    void endingAClosedPoolChangesNothing(End end) throws Exception {
        PoolExecutor pool = open(1);
        PoolFuture<Integer> future = pool.submit(Work::square, 3);
        pool.close();

        end.of(pool);
        pool.close();

        assertThat(future.result()).isEqualTo(9);
        assertThat(pool.awaitTermination(Duration.ZERO)).isTrue();
        assertThat(pool.stats().completed()).isEqualTo(1);
        assertThat(pool.stats().failed()).isZero();
    }

    /** Contract 11: all ends at once, from many threads: none hangs, and every task ends. */
    @Test
    void manyThreadsMayEndThePoolAtOnce() throws Exception {
        try (PoolExecutor pool = open(2)) {
            List<PoolFuture<Integer>> futures = IntStream.range(0, 200)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            List<Bystander<Boolean>> enders = new ArrayList<>();
            for (End end : End.values()) {
                for (int i = 0; i < 3; i++) {
                    enders.add(Bystander.calling(() -> {
                        end.of(pool);
                        return pool.awaitTermination(WAIT);
                    }));
                }
            }
            for (Bystander<Boolean> ender : enders) {
                assertThat(ender.result()).isTrue();
            }
            assertThat(futures).allMatch(PoolFuture::isDone);
        }
    }

    /** Contract 11: two threads close: both return after the last task. */
    @Test
    void twoThreadsMayCloseThePool() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            List<Bystander<Boolean>> closers = IntStream.range(0, 2)
                    .mapToObj(i -> Bystander.calling(() -> {
                        pool.close();
                        return running.isDone();
                    }))
                    .toList();
            for (Bystander<Boolean> closer : closers) {
                closer.awaitBlocked();
            }
            gate.open();

            for (Bystander<Boolean> closer : closers) {
                assertThat(closer.result()).isTrue();
            }
        }
    }

    /** Contract 11: each end called by one of the pool's own tasks. */
    @ParameterizedTest
    @EnumSource
    void aTaskMayEndItsPoolInAnyWay(End end) throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Void> future = pool.submit(() -> end.of(pool));

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(future.isDone()).isTrue();
        }
    }

    /** Contract 11: each end called by a callback. */
    @ParameterizedTest
    @EnumSource
    void aCallbackMayEndItsPoolInAnyWay(End end) throws Exception {
        assumeWorkersOfTheirOwn();
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            pool.submit(() -> gate.pass(1)).addDoneCallback(done -> {
                end.of(pool);
                called.complete(true);
            });
            PoolFuture<Integer> later = pool.submit(Work::square, 2);
            gate.open();

            assertThat(called.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(later.isDone()).isTrue();
        }
    }

    /** Contract 11: submitting while each end comes: whatever was taken ends, the rest is refused. */
    @ParameterizedTest
    @EnumSource
    void whatIsSubmittedWhileThePoolEndsEndsOrIsRefused(End end) throws Exception {
        for (int round = 0; round < (kind.sharesMemory() ? 5 : 1); round++) {
            ConcurrentLinkedQueue<PoolFuture<Integer>> taken = new ConcurrentLinkedQueue<>();
            try (PoolExecutor pool = open(1)) {
                pool.submit(Work::square, 1).result();
                Bystander<Boolean> submitter = Bystander.calling(() -> {
                    while (true) {
                        taken.add(pool.submit(Work::square, 2));
                    }
                });
                end.of(pool);

                assertThat(submitter.failure()).isInstanceOf(RejectedExecutionException.class);
                assertThat(pool.awaitTermination(WAIT)).isTrue();
            }
            assertThat(taken).allMatch(PoolFuture::isDone);
        }
    }

    /** {@code ExecutorService.awaitTermination}: a pool that nobody shut down does not end. */
    @Test
    void anOpenPoolDoesNotTerminate() throws Exception {
        try (PoolExecutor pool = open()) {
            assertThat(pool.awaitTermination(Duration.ofMillis(5))).isFalse();
            assertThat(pool.submit(Work::square, 3).result()).isEqualTo(9);
        }
    }

    /** {@code ExecutorService.awaitTermination}: an interrupt ends the wait alone. */
    @Test
    void anInterruptedAwaitTerminationTouchesNothing() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            pool.shutdown();
            Bystander<Boolean> waiter =
                    Bystander.calling(() -> pool.awaitTermination(WAIT)).awaitBlocked();

            waiter.interrupt();

            assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
            assertThat(running.isDone()).isFalse();
            gate.open();
            assertThat(running.result(WAIT)).isEqualTo(1);
        }
    }

    /** CPython 3.13 thread:219: whoever waits for queued work gets it after the shutdown. */
    @Test
    void whatWaitsAtAShutdownRunsInItsOrder() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open(1);
                Gate gate = gate("gate")) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            IntStream.range(0, 10).forEach(i -> pool.submit(() -> traces.leave(i)));

            pool.shutdown();
            gate.open();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertThat(traces.all()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }
}
