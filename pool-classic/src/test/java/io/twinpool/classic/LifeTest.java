// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Logged;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code shutdown}, {@code join}, {@code terminate}, {@code close}. */
@SuppressWarnings("try") // close() is what is tested
final class LifeTest extends PoolContract {
    LifeTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 pool:659: "Pool is still running". */
    @Test
    void joinBeforeShutdownIsRefused() {
        try (Pool pool = open()) {
            assertThatIllegalStateException().isThrownBy(pool::join);
            assertThatIllegalStateException().isThrownBy(() -> pool.join(Duration.ZERO));
        }
    }

    /** CPython 3.13 pool:647: close() lets the backlog run; idempotent. */
    @Test
    void whatWasTakenRunsAfterShutdown() throws Exception {
        Traces traces = traces();
        try (Pool pool = openOne()) {
            List<AsyncResult<Integer>> results = IntStream.range(0, 20)
                    .mapToObj(i -> pool.applyAsync(traces::leaving, i))
                    .toList();

            pool.shutdown();
            pool.shutdown();
            pool.join();

            assertThat(results).allMatch(AsyncResult::successful);
        }
        assertThat(traces.all()).hasSize(20);
    }

    /** CPython 3.13 pool:351: ValueError("Pool not running"). */
    @Test
    void afterShutdownNothingIsTaken() {
        try (Pool pool = open()) {
            pool.shutdown();

            assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> pool.applyAsync(() -> 1)).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> pool.map(Work::square, List.of(1))).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> pool.imap(Work::square, List.of(1)))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> pool.imapUnordered(Work::square, List.of(1)))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** gh-75963: CPython's join has no timeout. */
    @Test
    void joinWithATimeoutTellsWhetherAllHasEnded() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate()) {
            AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(1));
            pool.shutdown();

            assertThat(pool.join(Duration.ZERO)).isFalse();
            assertThat(pool.join(Duration.ofMillis(5))).isFalse();

            gate.open();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(result.successful()).isTrue();
        }
    }

    /** {@link java.util.concurrent.ExecutorService#awaitTermination}: what has ended has ended, however short the look. */
    @Test
    void joinWithoutWaitingIsTrueOnceAllHasEnded() throws Exception {
        try (Pool pool = open()) {
            pool.map(Work::square, List.of(1));
            pool.applyAsync(Work::square, 2, Callbacks.onResult(nine -> {})).get(WAIT);
            pool.shutdown();
            pool.join();

            assertThat(pool.join(Duration.ZERO)).isTrue();
            assertThat(pool.join(Duration.ofNanos(1))).isTrue();
        }
    }

    /** CPython 3.13 pool:654-732; contract: nothing hangs. */
    @Test
    void terminateEndsEverythingAndJoinReturns() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open(1);
                Gate gate = gate()) {
            AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
            AsyncResult<List<Integer>> map = pool.mapAsync(Work::square, List.of(1, 2, 3));
            Results<Integer> lazy = pool.imap(Work::square, List.of(1, 2, 3));
            gate.awaitArrivals(1);
            Bystander<Integer> consumer = Bystander.calling(lazy::next).awaitBlocked();

            pool.terminate();
            pool.terminate();
            pool.join();

            assertThatThrownBy(running::get).isInstanceOf(PoolTerminatedException.class);
            assertThatThrownBy(map::get).isInstanceOf(PoolTerminatedException.class);
            assertThat(consumer.failure()).isInstanceOf(PoolTerminatedException.class);
            assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** CPython 3.13 pool:734: with-exit is terminate(). */
    @Test
    void closeTerminates() throws Exception {
        assumeWorkersOfTheirOwn();
        AsyncResult<Integer> running;
        AsyncResult<Integer> waiting;
        try (Gate gate = gate()) {
            try (Pool pool = openOne()) {
                running = pool.applyAsync(() -> gate.pass(1));
                waiting = pool.applyAsync(Work::square, 1);
                gate.awaitArrivals(1);
            }
            assertThatThrownBy(() -> running.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
            assertThatThrownBy(() -> waiting.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
        }
    }

    /** Contract, section 3: a warning counts unfinished tasks. */
    @Test
    void closeWarnsOfWhatItTerminates() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Logged logged = new Logged()) {
            Pool pool = Pool.of(workers(1).named("hasty"));
            pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);
            pool.applyAsync(() -> gate.pass(2));

            pool.close();

            assertThat(logged.from(Level.WARNING))
                    .contains(
                            "hasty is closed with 2 tasks unfinished, which it terminates: shutdown() and join() before close() wait for them");
        }
    }

    /** Contract, section 3: close terminates; also where the host's log cannot take the warning. */
    @Test
    void closeTerminatesThoughTheLogThrows() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Logged logged = Logged.throwing()) {
            Pool pool = openOne();
            AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);

            pool.close();

            assertThatThrownBy(() -> running.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
            assertThat(logged.at(Level.WARNING)).isNotEmpty();
        }
    }

    /** CPython 3.13 pool:734: close() of ours does not wait, and may be followed by join. */
    @Test
    void closingTwiceIsClosingOnceAndJoinFollows() throws Exception {
        Pool pool = open(1);
        assertThat(pool.apply(Work::square, 2)).isEqualTo(4);

        pool.close();
        pool.close();

        assertThat(pool.join(WAIT)).isTrue();
    }

    /** Contract 11: terminate after shutdown ends what was still to run. */
    @Test
    void terminateAfterShutdownEndsTheBacklog() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = openOne();
                Gate gate = gate()) {
            AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
            AsyncResult<Integer> waiting = pool.applyAsync(Work::square, 1);
            gate.awaitArrivals(1);
            pool.shutdown();

            pool.terminate();

            assertThatThrownBy(() -> running.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
            assertThatThrownBy(() -> waiting.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
            assertThat(pool.join(WAIT)).isTrue();
        }
    }

    /** Contract 11: from one of its own tasks. */
    @Test
    void joinInsideATaskIsRefused() throws Exception {
        assumeSharedMemory();
        try (Pool pool = open(1)) {
            AsyncResult<Integer> result = pool.applyAsync(() -> {
                pool.shutdown();
                pool.join();
                return 1;
            });

            assertThatThrownBy(() -> result.get(WAIT)).cause().isInstanceOf(IllegalStateException.class);
            assertThat(pool.join(WAIT)).isTrue();
        }
    }

    /** Contract 11: a task may terminate its pool. */
    @Test
    void terminateInsideATaskEndsThePool() throws Exception {
        assumeSharedMemory();
        try (Pool pool = open(1)) {
            AsyncResult<Integer> result = pool.applyAsync(() -> {
                pool.terminate();
                return 1;
            });

            assertThatThrownBy(() -> result.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
            assertThat(pool.join(WAIT)).isTrue();
        }
    }

    /** Contract, settled details: views are the same pool. */
    @Test
    void shuttingDownAViewShutsThePoolDown() {
        try (Pool pool = open()) {
            pool.withTaskTimeout(WAIT).shutdown();

            assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** CPython 3.13 pool:767: results stay readable after close and join. */
    @Test
    void resultsStayReadableAfterJoin() throws Exception {
        try (Pool pool = open()) {
            AsyncResult<List<Integer>> list = pool.mapAsync(Work::square, List.of(1, 2, 3));
            AsyncResult<Integer> one = pool.applyAsync(Work::square, 4);
            pool.shutdown();
            pool.join();

            assertThat(list.get()).containsExactly(1, 4, 9);
            assertThat(one.get()).isEqualTo(16);
        }
    }

    /** API.md 4, settled details: FIFO, calls and lists alike; CPython 3.13 pool:226, one task queue. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void callsAndListsStartInTheOrderGiven(int chunkSize) throws Exception {
        Traces traces = traces();
        MapOptions options = MapOptions.defaults().chunkSize(chunkSize);
        try (Pool pool = openOne()) {
            for (int i = 0; i < 60; i += 6) {
                pool.applyAsync(traces::leaving, i);
                pool.mapAsync(
                        traces::<Integer>leaving,
                        List.of(i + 1, i + 2, i + 3, i + 4, i + 5),
                        options,
                        Callbacks.onError(e -> {}));
            }
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
        }
        assertThat(traces.all())
                .containsExactlyElementsOf(
                        IntStream.range(0, 60).mapToObj(String::valueOf).toList());
    }

    /** CPython 3.13 seen: what imap has taken stays readable after close and join. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lazyResultsStayReadableAfterJoin(boolean isOrdered) throws Exception {
        assumeWorkersOfTheirOwn();
        MapOptions whole = MapOptions.defaults().bufferSize(10);
        try (Pool pool = open()) {
            Results<Integer> results = isOrdered
                    ? pool.imap(Work::square, List.of(1, 2, 3), whole)
                    : pool.imapUnordered(Work::square, List.of(1, 2, 3), whole);
            pool.shutdown();
            pool.join();

            assertThat(results.toList()).containsExactlyInAnyOrder(1, 4, 9);
        }
    }
}
