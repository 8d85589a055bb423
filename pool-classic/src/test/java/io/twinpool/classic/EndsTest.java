// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTerminatedException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ends of a {@link Pool}: each after each other, from every thread, and with somebody who waits to submit. */
@SuppressWarnings("try") // close() is what is tested
final class EndsTest extends PoolContract {
    EndsTest(Kind kind) {
        super(kind);
    }

    /** The ways, from the mildest to the hardest. */
    enum End {
        SHUTDOWN,
        TERMINATE,
        CLOSE;

        void of(Pool pool) {
            switch (this) {
                case SHUTDOWN -> pool.shutdown();
                case TERMINATE -> pool.terminate();
                case CLOSE -> pool.close();
            }
        }
    }

    /** What may come after each: of forked JVMs the mildest and the hardest. */
    private List<End> seconds() {
        return kind.sharesMemory() ? List.of(End.values()) : List.of(End.SHUTDOWN, End.CLOSE);
    }

    /** Contract 11: each end after each other, on a pool that never worked. */
    @ParameterizedTest
    @EnumSource
    void anUnusedPoolEndsInAnyOrder(End first) throws Exception {
        for (End second : seconds()) {
            Pool pool = open(1);
            first.of(pool);
            second.of(pool);

            assertThat(pool.join(WAIT)).isTrue();
            assertThatThrownBy(() -> pool.apply(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> pool.map(Work::square, List.of(2))).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** Contract 11; differs from CPython 3.13 pool:654, where get() hangs after terminate(): all ends. */
    @ParameterizedTest
    @EnumSource
    void aBusyPoolEndsInAnyOrder(End first) throws Exception {
        assumeWorkersOfTheirOwn();
        for (End second : seconds()) {
            try (Gate gate = gate(first + "-" + second);
                    Pool pool = open(1)) {
                AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
                AsyncResult<List<Integer>> waiting = pool.mapAsync(Work::square, List.of(2, 3));
                gate.awaitArrivals(1);
                first.of(pool);
                second.of(pool);
                gate.open();

                assertThat(pool.join(WAIT)).isTrue();
                assertThat(running.ready()).isTrue();
                assertThat(waiting.ready()).isTrue();
            }
        }
    }

    /** Contract 11: each end called by one of the pool's own tasks. */
    @ParameterizedTest
    @EnumSource
    void aTaskMayEndItsPoolInAnyWay(End end) throws Exception {
        assumeSharedMemory();
        Pool pool = open(1);
        AsyncResult<Integer> result = pool.applyAsync(() -> {
            end.of(pool);
            return 1;
        });

        assertThat(result.await(WAIT)).isTrue();
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** API.md 4, settled details: terminate: everything unfinished ends with PoolTerminatedException. */
    @ParameterizedTest
    @EnumSource(names = {"TERMINATE", "CLOSE"})
    void aListIsTerminatedByItsItem(EndsTest.End end) throws Exception {
        assumeSharedMemory();
        Pool pool = open(1);

        assertThatThrownBy(() -> pool.map(
                        x -> {
                            if (x == 2) {
                                end.of(pool);
                            }
                            return x;
                        },
                        List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                        1))
                .isInstanceOf(PoolTerminatedException.class);

        assertThat(pool.join(WAIT)).isTrue();
        assertThat(pool.stats().failed()).isGreaterThanOrEqualTo(7);
    }

    /** Contract 11; CPython gh-87129: calling terminate() in a callback deadlocks. */
    @ParameterizedTest
    @EnumSource
    void aCallbackMayEndItsPoolInAnyWay(End end) throws Exception {
        Pool pool = open(1);
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        pool.applyAsync(Work::refuse, 1, Callbacks.onError(error -> {
            end.of(pool);
            called.complete(true);
        }));

        assertThat(called).succeedsWithin(WAIT);
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** Contract, settled details: a submitter that waits for room is released by every end. */
    @ParameterizedTest
    @EnumSource
    void everyEndReleasesWhoWaitsForRoom(End end) throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = Pool.of(workers(1).queueCapacity(1))) {
            pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);
            pool.applyAsync(Work::square, 2);
            Bystander<AsyncResult<Integer>> submitter =
                    Bystander.calling(() -> pool.applyAsync(Work::square, 3)).awaitBlocked();

            end.of(pool);

            assertThat(submitter.failure()).isInstanceOf(RejectedExecutionException.class);
            gate.open();
            assertThat(pool.join(WAIT)).isTrue();
        }
    }

    /** Contract, section 1: a blocked submit that is interrupted; nothing was submitted. */
    @Test
    void anInterruptReleasesWhoWaitsForRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = Pool.of(workers(1).queueCapacity(1))) {
            pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);
            AsyncResult<Integer> waiting = pool.applyAsync(Work::square, 2);
            Bystander<AsyncResult<Integer>> submitter =
                    Bystander.calling(() -> pool.applyAsync(Work::square, 3)).awaitBlocked();

            submitter.interrupt();

            assertThat(submitter.failure()).isInstanceOf(PoolInterruptedException.class);
            gate.open();
            assertThat(waiting.get(WAIT)).isEqualTo(4);
            assertThat(pool.stats().completed()).isEqualTo(2);
        }
    }

    /** As every other map does: an input that is being read when the pool ends is not read on, however long it is. */
    @ParameterizedTest
    @EnumSource
    void everyEndStopsTheReadingOfAnInput(End end) throws Exception {
        Pool pool = open(1);
        CountDownLatch begun = new CountDownLatch(100);
        Iterable<Integer> endless =
                () -> Stream.iterate(0, i -> i + 1).peek(i -> begun.countDown()).iterator();
        Bystander<List<Integer>> mapping = Bystander.calling(() -> pool.map(Work::square, endless));
        assertThat(begun.await(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();

        end.of(pool);

        assertThat(mapping.failure()).isInstanceOf(RejectedExecutionException.class);
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** As in java.util.concurrent: callbacks and inputs see the classes of whoever has opened the pool, or reads the input. */
    @Test
    void theUsersCodeHasTheUsersContextClassLoader() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(application);
            CompletableFuture<ClassLoader> ofCallback = new CompletableFuture<>();
            CompletableFuture<ClassLoader> ofInput = new CompletableFuture<>();
            try (Pool pool = open(1)) {
                pool.applyAsync(
                        Work::square,
                        2,
                        Callbacks.onResult(
                                x -> ofCallback.complete(Thread.currentThread().getContextClassLoader())));
                Iterable<Integer> input = () -> {
                    ofInput.complete(Thread.currentThread().getContextClassLoader());
                    return List.of(1).iterator();
                };
                assertThat(pool.imap(Work::square, input).toList()).containsExactly(1);
                assertThat(ofCallback).succeedsWithin(WAIT).isSameAs(application);
                assertThat(ofInput).succeedsWithin(WAIT).isSameAs(application);
                if (kind.sharesMemory()) {
                    assertThat(pool.apply(() -> Thread.currentThread().getContextClassLoader()))
                            .isSameAs(application);
                }
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** API.md 4, settled details: outstanding() counts everything unfinished: the items of a list one by one, none that have ended. */
    @Test
    void terminateCountsTheItemsOfLists() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = open(1)) {
            assertThat(pool.map(Work::square, List.of(1, 2))).containsExactly(1, 4);
            AsyncResult<Integer> running = pool.applyAsync(gate::pass, 1);
            AsyncResult<List<Integer>> list = pool.mapAsync(Work::square, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
            gate.awaitArrivals(1);

            pool.terminate();

            List<ThrowingCallable> both = List.of(() -> running.get(WAIT), () -> list.get(WAIT));
            assertThat(both)
                    .allSatisfy(get -> assertThatThrownBy(get)
                            .isInstanceOfSatisfying(
                                    PoolTerminatedException.class,
                                    e -> assertThat(e.outstanding()).isEqualTo(11)));
        }
    }
}
