// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.RUN;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.OnWorkerLost;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the tasks of a lost worker, and of a pool whose workers cannot start. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class LostWorkerPolicyTest {
    @TempDir
    Path directory;

    private static Workers forked(int n) {
        return Workers.processes(n).standby(0);
    }

    private static int haltAfter(Traces traces, int x) {
        traces.leave(x);
        Runtime.getRuntime().halt(9);
        return x;
    }

    /** Dies at its first start, not at the second. */
    private static int haltOnce(Traces traces, int x) {
        traces.leave(x);
        return traces.all().stream().filter(String.valueOf(x)::equals).count() == 1 ? haltAfter(traces, -x) : x * x;
    }

    /** Contract, settled details: retry(n) means n + 1 starts in all; a poison task cannot eat every worker. */
    @Test
    void aPoisonTaskIsStartedThreeTimesWithTwoRetries() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(forked(2).onWorkerLost(OnWorkerLost.retry(2)))) {
            PoolFuture<Integer> poison = pool.submit(() -> haltAfter(traces, 1));

            assertThat(poison.exception(RUN))
                    .containsInstanceOf(WorkerLostException.class)
                    .hasValueSatisfying(lost -> assertThat(lost).hasMessageEndingWith(", the last of 3 starts"));
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(pool.stats().workersLost()).isEqualTo(3);
        }
        assertThat(traces.all()).hasSize(3);
    }

    /** Contract 5: retry is opt-in, and helps a task that survives its second start. */
    @Test
    void aTaskThatDiesOnceEndsWellWithARetry() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(forked(1).onWorkerLost(OnWorkerLost.retry(1)))) {
            PoolFuture<Integer> future = pool.submit(() -> haltOnce(traces, 6));

            assertThat(future.result(WAIT)).isEqualTo(36);
            assertThat(pool.stats().workersLost()).isEqualTo(1);
            assertThat(pool.stats().failed()).isZero();
        }
        assertThat(traces.all()).containsExactly("6", "-6", "6");
    }

    /** Contract 5: a retry is for failures of the worker, not of the task. */
    @Test
    void anExceptionOfTheTaskIsNotRetried() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(forked(1).onWorkerLost(OnWorkerLost.retry(5)))) {
            PoolFuture<Integer> future = pool.submit(() -> Work.refuse(traces.leaving(1)));

            assertThat(future.exception(WAIT)).containsInstanceOf(Refusal.class);
        }
        assertThat(traces.all()).hasSize(1);
    }

    /** Contract 5: of a chunk only the item that had started is retried; those before it do not run again. */
    @Test
    void onlyTheItemThatHadStartedIsRetriedInAMap() throws Exception {
        Traces traces = Traces.in(directory);
        List<Integer> items = IntStream.range(0, 100).boxed().toList();
        try (PoolExecutor pool = PoolExecutor.of(forked(1).onWorkerLost(OnWorkerLost.retry(1)));
                Results<Integer> results = pool.map(
                        x -> x == 50 ? haltOnce(traces, x) : traces.leaving(x),
                        items,
                        MapOptions.defaults().chunkSize(100))) {
            assertThat(results.toList()).hasSize(100).contains(2500);
        }
        assertThat(traces.all()).as("100 starts, a death and a retry").hasSize(102);
    }

    /** Contract, settled details: the culprit gets WorkerLostException, all others BrokenPoolException with it as cause. */
    @Test
    void aLossBreaksThePoolIfItIsToldTo() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(forked(2).onWorkerLost(OnWorkerLost.BREAK_POOL));
                Gate never = Gate.in(directory, "never");
                Gate doom = Gate.in(directory, "doom")) {
            PoolFuture<Integer> culprit = pool.submit(() -> haltAfter(traces, doom.pass(1)));
            PoolFuture<Integer> running = pool.submit(() -> never.pass(1));
            PoolFuture<Integer> waiting = pool.submit(Work::square, 3);
            doom.awaitArrivals(1);
            never.awaitArrivals(1);

            doom.open();

            Throwable loss = culprit.exception(WAIT).orElseThrow();
            assertThat(loss).isInstanceOf(WorkerLostException.class);
            for (PoolFuture<Integer> other : List.of(running, waiting)) {
                assertThatThrownBy(() -> other.result(WAIT))
                        .isInstanceOf(BrokenPoolException.class)
                        .hasCause(loss);
            }
            assertThatThrownBy(() -> pool.submit(Work::square, 3))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasCause(loss);
        }
    }

    /** Contract, settled details: the items of a broken pool's map end too, the culprit with the loss itself. */
    @Test
    void aBrokenPoolEndsItsMaps() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(forked(1).onWorkerLost(OnWorkerLost.BREAK_POOL));
                Results<Integer> results = pool.map(
                        x -> x == 2 ? haltAfter(traces, x) : x,
                        List.of(0, 1, 2, 3, 4),
                        MapOptions.defaults().chunkSize(5))) {
            assertThat(results.next(WAIT)).isZero();
            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThat(error(results)).isInstanceOf(WorkerLostException.class);
            assertThat(error(results)).isInstanceOf(BrokenPoolException.class);
            assertThat(error(results)).isInstanceOf(BrokenPoolException.class);
            assertThat(results.hasNext()).isFalse();
        }
    }

    private static Throwable error(Results<Integer> results) {
        return ((Outcome.Failure<Integer>) results.nextOutcome()).error();
    }

    /** Contract 6: an initializer that fails breaks the pool at once, with the real cause, after a bounded number of starts. */
    @Test
    void anInitializerThatFailsBreaksThePool() throws Exception {
        Traces traces = Traces.in(directory);
        Workers workers = Workers.processes(2).initializer(() -> Work.refuse(traces.leaving(7)));
        try (PoolExecutor pool = PoolExecutor.of(workers)) {
            assertThatThrownBy(() -> pool.submit(Work::square, 3).result(WAIT))
                    .isInstanceOf(BrokenPoolException.class)
                    .cause()
                    .isInstanceOf(Refusal.class)
                    .hasFieldOrPropertyWithValue("refused", 7);
            assertThatThrownBy(() -> pool.submit(Work::square, 3)).isInstanceOf(BrokenPoolException.class);
            Eventually.until("no worker", () -> pool.stats().workers() == 0);
        }
        assertThat(traces.all())
                .as("three in a row, and what starts beside them")
                .hasSizeBetween(1, 5);
    }

    /** Contract 6: an initializer that ends the JVM breaks the pool as well, and does not start JVMs for ever. */
    @Test
    void anInitializerThatDiesBreaksThePool() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(forked(2).initializer(() -> haltAfter(traces, 7)))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 3).result(RUN))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasStackTraceContaining("exit code 9");
        }
        assertThat(traces.all()).hasSizeBetween(1, 10);
    }

    /** Contract 6: one that fails now and then does not: a start that succeeds makes up for it. */
    @Test
    void anInitializerThatFailsOneTimeInThreeDoesNotBreakThePool() throws Exception {
        Traces traces = Traces.in(directory);
        Workers workers = forked(1).maxTasksPerChild(1).initializer(() -> {
            traces.leave("start");
            Work.squareOfNatural(traces.all().size() % 3 == 0 ? -1 : 1);
        });
        try (PoolExecutor pool = PoolExecutor.of(workers)) {
            for (int i = 0; i < 5; i++) {
                assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i * i);
            }
        }
        assertThat(traces.all()).as("5 workers, and 2 that failed").hasSizeGreaterThanOrEqualTo(7);
    }

    /** Contract 1, 6: the initializer runs again in every replacement; failing there it breaks the pool, too. */
    @Test
    void anInitializerThatFailsInAReplacementBreaksThePool() throws Exception {
        Traces traces = Traces.in(directory);
        Workers workers = forked(1).initializer(() -> {
            traces.leave("start");
            Work.squareOfNatural(1 - traces.all().size());
        });
        try (PoolExecutor pool = PoolExecutor.of(workers)) {
            PoolFuture<Integer> lost = pool.submit(() -> haltAfter(traces, 1));

            assertThat(lost.exception(WAIT)).containsInstanceOf(WorkerLostException.class);
            assertThatThrownBy(() -> pool.submit(Work::square, 3).result(RUN))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasCauseInstanceOf(Refusal.class);
            assertThat(pool.stats().workersLost()).isPositive();
        }
        assertThat(traces.all()).startsWith("start", "1", "start").hasSizeBetween(3, 10);
    }
}
