// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolTerminatedException;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Held;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Logged;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 11: ends and waits for the end in the pool's own callbacks and tasks, and in threads that are interrupted. */
@SuppressWarnings("try") // close() is what is tested
final class EndsFromWithinTest extends PoolContract {
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    EndsFromWithinTest(Kind kind) {
        super(kind);
    }

    private Object nextTold() throws Exception {
        Object call = told.poll(WAIT.toNanos(), TimeUnit.NANOSECONDS);
        if (call == null) {
            throw new TimeoutException("no call");
        }
        return call;
    }

    private void endAndJoin(EndsTest.End end, Pool pool) {
        try {
            end.of(pool);
            told.add(pool.join(WAIT));
            pool.join();
            told.add("joined");
        } catch (Exception | Error e) {
            told.add(e);
        }
    }

    /** API.md 4, settled details: join() returns after the callbacks have run, except when called from one: that it would wait for. */
    @ParameterizedTest
    @EnumSource
    void aCallbackMayEndItsPoolAndJoinIt(EndsTest.End end) throws Exception {
        Pool pool = open(1);
        pool.applyAsync(Work::square, 3, Callbacks.onResult(x -> endAndJoin(end, pool)));

        assertThat(nextTold()).isEqualTo(true);
        assertThat(nextTold()).isEqualTo("joined");
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** The same for a pool on shared workers, which live on. */
    @ParameterizedTest
    @EnumSource
    void aCallbackMayEndItsPoolOnSharedWorkersAndJoinIt(EndsTest.End end) throws Exception {
        try (SharedWorkers shared = SharedWorkers.open(workers(1));
                Pool other = Pool.over(shared)) {
            Pool pool = Pool.over(shared);
            pool.applyAsync(Work::refuse, 3, Callbacks.onError(e -> endAndJoin(end, pool)));

            assertThat(nextTold()).isEqualTo(true);
            assertThat(nextTold()).isEqualTo("joined");
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(other.apply(Work::square, 3)).isEqualTo(9);
        }
    }

    /** A callback that joins waits for what still runs, as any other thread does. */
    @Test
    void aCallbackThatJoinsWaitsForTheTasks() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = open()) {
            AsyncResult<Integer> running = pool.applyAsync(gate::pass, 1);
            gate.awaitArrivals(1);
            pool.applyAsync(Work::square, 3, Callbacks.onResult(x -> {
                pool.shutdown();
                told.add("shut down");
                endAndJoin(EndsTest.End.SHUTDOWN, pool);
            }));
            assertThat(nextTold()).isEqualTo("shut down");
            gate.open();

            assertThat(nextTold()).isEqualTo(true);
            assertThat(running.successful()).isTrue();
        }
    }

    /** API.md 4, settled details: views are the same pool: closing one in a task ends the pool, and does not wait for that task. */
    @Test
    void aTaskMayCloseAView() throws Exception {
        assumeSharedMemory();
        Pool pool = open(1);
        Pool view = pool.withTaskTimeout(WAIT);
        CountDownLatch submitted = new CountDownLatch(1);
        AsyncResult<Integer> closing = view.applyAsync(() -> {
            if (!kind.runsInCaller()) {
                submitted.await();
            }
            view.close();
            return 1;
        });
        AsyncResult<Integer> waiting = kind.runsInCaller() ? closing : pool.applyAsync(Work::square, 3);
        submitted.countDown();

        assertThat(closing.await(WAIT)).isTrue();
        assertThat(pool.join(WAIT)).isTrue();
        assertThatThrownBy(waiting::get).isInstanceOf(PoolTerminatedException.class);
    }

    /** API.md 3: the warning counts unfinished tasks: the items of a map one by one, none that have ended. */
    @Test
    void theWarningOfCloseCountsItems() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Logged logged = new Logged()) {
            Pool pool = Pool.of(workers(1).named("early"));
            assertThat(pool.map(Work::square, List.of(1, 2))).containsExactly(1, 4);
            pool.mapAsync(gate::pass, IntStream.range(0, 10).boxed().toList());
            gate.awaitArrivals(1);

            pool.close();

            assertThat(logged.from(Level.WARNING))
                    .contains(
                            "early is closed with 10 tasks unfinished, which it terminates: shutdown() and join() before close() wait for them");
        }
    }

    /** API.md 3: it counts unfinished tasks: where there are none, nothing is said. */
    @ParameterizedTest
    @EnumSource
    void closeWarnsOfNothingWhereNothingIsLeft(EndsTest.End end) throws Exception {
        try (Logged logged = new Logged()) {
            Pool pool = Pool.of(workers(1).killGrace(WAIT));
            assertThat(pool.map(Work::square, List.of(1, 2))).containsExactly(1, 4);
            end.of(pool);

            pool.close();

            assertThat(pool.join(WAIT)).isTrue();
            assertThat(logged.from(Level.WARNING)).isEmpty();
        }
    }

    /** Javadoc of close(): it does not wait for callbacks if the calling thread is interrupted, whose flag stays set. */
    @Test
    void anInterruptEndsTheWaitOfCloseForCallbacks() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Pool pool = openOne();
        pool.applyAsync(Work::square, 3, Callbacks.onResult(x -> {
            begun.countDown();
            Held.until(release);
        }));
        Held.until(begun);
        Bystander<Boolean> closing = Bystander.calling(() -> {
            pool.close();
            return Thread.currentThread().isInterrupted();
        });

        closing.awaitBlocked().interrupt();

        assertThat(closing.result()).as("the flag").isTrue();
        release.countDown();
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** API.md 4: what was accepted ends, and its callbacks hear of it, also where its items run in the call that submits them. */
    @Test
    void aListOfWhichAnItemTerminatesThePoolEndsSo() throws Exception {
        assumeSharedMemory();
        Pool pool = open(1);
        Function<Integer, Integer> terminate = item -> {
            pool.terminate();
            return item;
        };

        AsyncResult<List<Integer>> result = pool.mapAsync(
                terminate::apply, List.of(1, 2, 3), MapOptions.defaults(), Callbacks.<List<Integer>>onError(told::add));

        assertThatThrownBy(() -> result.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
        assertThat(nextTold()).isInstanceOf(PoolTerminatedException.class);
        pool.join();
    }
}
