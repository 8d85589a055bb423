// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.WorkerLostException;
import io.twinpool.WorkerOutput;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forked JVMs that die: by their tasks' own hand, and by another's. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class LostWorkerTest {
    private static final int KILLED = 137;

    @TempDir
    Path directory;

    private static Workers fragile(int n) {
        return Workers.processes(n).standby(0).named("fragile");
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    private static int exit(int status) {
        System.exit(status);
        return status;
    }

    private static int halt(int status) {
        Runtime.getRuntime().halt(status);
        return status;
    }

    private static int squareOrHalt(int x) {
        return x == 500 ? halt(9) : x * x;
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().get();
    }

    /** Contract 1: the exception tells who was lost and how. */
    private static void assertTellsOf(Throwable failure, long pid, int exitCode) {
        assertThat(failure).isInstanceOfSatisfying(WorkerLostException.class, lost -> {
            assertThat(lost.workerName()).startsWith("fragile");
            assertThat(lost.pid()).isEqualTo(pid);
            assertThat(lost.exitCode()).hasValue(exitCode);
            assertThat(lost).hasMessageContainingAll(lost.workerName(), "pid " + pid, "exit code " + exitCode);
        });
    }

    /** Contract 5: System.exit; that of 0 is no less a loss. */
    @ParameterizedTest
    @ValueSource(ints = {7, 0})
    void aTaskThatExitsLosesItsWorker(int status) throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(fragile(1).killGrace(WAIT))) { // it exits by itself
            PoolFuture<Integer> lost = pool.submit(() -> {
                traces.leave(ownPid());
                return exit(status);
            });

            Throwable failure = lost.exception(WAIT).orElseThrow();
            assertTellsOf(failure, Long.parseLong(traces.all().get(0)), status);
        }
        assertThat(traces.all()).as("at most once").hasSize(1);
    }

    /** Contract 5: Runtime.halt; no shutdown hook runs. */
    @Test
    void aTaskThatHaltsLosesItsWorker() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(fragile(1))) {
            PoolFuture<Integer> lost = pool.submit(() -> {
                traces.leave(ownPid());
                return halt(9);
            });

            Throwable failure = lost.exception(WAIT).orElseThrow();
            assertTellsOf(failure, Long.parseLong(traces.all().get(0)), 9);
        }
    }

    /** Contract 1: {@code result()} throws it as it is, {@code get()} as a cause. */
    @Test
    void theLossIsThrownAsItIs() {
        try (PoolExecutor pool = PoolExecutor.of(fragile(1))) {
            PoolFuture<Integer> lost = pool.submit(LostWorkerTest::halt, 9);

            assertThatThrownBy(() -> lost.result(WAIT)).isInstanceOf(WorkerLostException.class);
            assertThatThrownBy(lost::get)
                    .isExactlyInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(WorkerLostException.class);
            assertThat(lost.isCancelled()).isFalse();
        }
    }

    /** Contract 1: in the message also the last lines of its standard error, wherever else they go. */
    @ParameterizedTest
    @EnumSource
    void theMessageHasItsLastWords(WorkerOutput output) throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(fragile(1).output(output))) {
            PoolFuture<Integer> lost = pool.submit(() -> {
                System.err.println("famous last words");
                return halt(9);
            });

            assertThat(lost.exception(WAIT).orElseThrow()).hasMessageContaining("famous last words");
        }
    }

    /** Contract 5: SIGKILL of a worker loses its own task, and no other. */
    @Test
    void aKilledWorkerLosesItsTaskAlone() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(fragile(2));
                Gate doomed = Gate.in(directory, "doomed");
                Gate gate = Gate.in(directory, "gate")) {
            PoolFuture<Integer> lost = pool.submit(() -> {
                traces.leave(ownPid());
                return doomed.pass(1);
            });
            PoolFuture<Integer> other = pool.submit(() -> gate.pass(2));
            List<PoolFuture<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(pool.submit(Work::square, i));
            }
            doomed.awaitArrivals(1);
            gate.awaitArrivals(1);
            long pid = Long.parseLong(traces.all().get(0));

            kill(pid);

            assertTellsOf(lost.exception(WAIT).orElseThrow(), pid, KILLED);
            for (int i = 0; i < 20; i++) {
                assertThat(waiting.get(i).result(WAIT)).isEqualTo(i * i);
            }
            gate.open();
            assertThat(other.result(WAIT)).isEqualTo(2);
        }
    }

    /** Contract, settled details: a task sent to an idle worker that has just died is run elsewhere. */
    @Test
    void aKilledIdleWorkerFailsNoTask() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(fragile(1))) {
            for (int i = 0; i < 3; i++) {
                long pid = pool.submit(LostWorkerTest::ownPid).result(WAIT);

                ProcessHandle.of(pid).orElseThrow().destroyForcibly();

                assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i * i);
            }
        }
    }

    /** Contract 5: the worker is replaced, both are counted, and the pool goes on. */
    @Test
    void thePoolGoesOnAndCounts() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(fragile(1))) {
            for (int i = 1; i <= 3; i++) {
                PoolFuture<Integer> lost = pool.submit(LostWorkerTest::halt, i);
                assertThat(lost.exception(WAIT)).containsInstanceOf(WorkerLostException.class);
                assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i * i);

                assertThat(pool.stats().workersLost()).isEqualTo(i);
                assertThat(pool.stats().workersStarted()).isEqualTo(i + 1L);
                assertThat(pool.stats().failed()).isEqualTo(i);
                assertThat(pool.stats().completed()).isEqualTo(2L * i);
                assertThat(pool.stats().workers()).isEqualTo(1);
            }
        }
    }

    /** Contract 2, 5: one item is lost, whatever the chunk size. */
    @ParameterizedTest
    @ValueSource(ints = {MapOptions.AUTO, 7})
    void aMapLosesOneItem(int chunkSize) {
        MapOptions options = chunkSize == MapOptions.AUTO
                ? MapOptions.defaults()
                : MapOptions.defaults().chunkSize(chunkSize);
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        try (PoolExecutor pool = PoolExecutor.of(fragile(2));
                Results<Integer> results = pool.map(LostWorkerTest::squareOrHalt, items, options)) {
            for (int x : items) {
                Outcome<Integer> outcome = results.nextOutcome();
                if (x == 500) {
                    assertThat(outcome).isInstanceOf(Outcome.Failure.class);
                    assertThat(((Outcome.Failure<Integer>) outcome).error()).isInstanceOf(WorkerLostException.class);
                } else {
                    assertThat(outcome).isEqualTo(new Outcome.Success<>(x * x));
                }
            }
            assertThat(results.hasNext()).isFalse();
            assertThat(pool.stats().workersLost()).isEqualTo(1);
        }
    }

    /** Contract 5: every item that kills loses itself, and the map ends. */
    @Test
    void aMapInWhichManyItemsKillLosesThoseAlone() {
        List<Integer> items = List.of(500, 1, 500, 500, 2, 3, 500);
        try (PoolExecutor pool = PoolExecutor.of(fragile(2));
                Results<Integer> results = pool.map(LostWorkerTest::squareOrHalt, items)) {
            for (int x : items) {
                assertThat(results.nextOutcome() instanceof Outcome.Failure)
                        .as("item %s fails", x)
                        .isEqualTo(x == 500);
            }
            assertThat(pool.stats().workersLost()).isEqualTo(4);
        }
    }
}
