// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.OnWorkerLost;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forked JVMs that the pool itself ends: to stop a task, to have a fresh one, or because all is over. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class LostWorkerOnPurposeTest {
    private static final Duration BRIEF = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private static Workers impatient(int n) {
        return Workers.processes(n).standby(0).killGrace(BRIEF);
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    /** Hears nothing, and never ends. */
    private static int spin(Gate gate) {
        gate.arrive();
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** Hears nothing, and ends when a gate opens. */
    private static int spinUntilOpen(Gate gate) {
        Thread passing = new Thread(gate::passUnmoved);
        passing.start();
        while (passing.isAlive()) {
            Thread.onSpinWait();
        }
        return 0;
    }

    /** Contract 4: a forked JVM is killed after a grace period; only its own running task is lost. */
    @Test
    void cancellingABusyLoopKillsItsWorkerAlone() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(impatient(2));
                Gate spinning = Gate.in(directory, "spinning");
                Gate gate = Gate.in(directory, "gate")) {
            PoolFuture<Integer> spinner = pool.submit(() -> spin(spinning));
            PoolFuture<Long> other = pool.submit(() -> {
                gate.pass();
                return ownPid();
            });
            PoolFuture<Long> next = pool.submit(LostWorkerOnPurposeTest::ownPid);
            spinning.awaitArrivals(1);
            gate.awaitArrivals(1);

            assertThat(spinner.cancel(true)).isTrue();

            assertThat(spinner.isDone()).isTrue();
            assertThatThrownBy(spinner::result).isInstanceOf(CancellationException.class);
            long replacement = next.result(WAIT);
            gate.open();
            assertThat(other.result(WAIT)).as("pid of the other worker").isNotEqualTo(replacement);
            assertThat(pool.stats().workersStarted()).isEqualTo(3);
            assertThat(pool.stats().cancelled()).isEqualTo(1);
        }
    }

    /** Contract 4: a task that hears the interrupt keeps its worker. */
    @Test
    void cancellingATaskThatListensKeepsItsWorker() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(Workers.processes(1).standby(0).killGrace(WAIT));
                Gate gate = Gate.in(directory, "gate")) {
            long pid = pool.submit(LostWorkerOnPurposeTest::ownPid).result(WAIT);
            PoolFuture<Integer> listener = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);

            assertThat(listener.cancel(true)).isTrue();

            assertThat(pool.submit(LostWorkerOnPurposeTest::ownPid).result(WAIT))
                    .isEqualTo(pid);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    /** Contract 4: the stack is the one that the task was on, in the other JVM. */
    @Test
    void aBusyLoopThatRunsTooLongSaysWhereItWas() throws Exception {
        TaskFunction<Gate, Integer> spin = LostWorkerOnPurposeTest::spinUntilOpen;
        try (PoolExecutor pool = PoolExecutor.of(Workers.processes(1).standby(0).killGrace(WAIT));
                Gate opened = Gate.in(directory, "opened");
                Gate gate = Gate.in(directory, "gate")) {
            opened.open();
            pool.submit(spin, opened).result(WAIT); // so that the limit does not pass while classes are loaded
            PoolFuture<Integer> spinner = pool.withTaskTimeout(TASK).submit(spin, gate);

            assertThatThrownBy(() -> spinner.result(WAIT)).isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                assertThat(e.timeout()).isEqualTo(TASK);
                assertThat(e.taskStack())
                        .anyMatch(
                                frame -> frame.getClassName().equals(getClass().getName())
                                        && frame.getMethodName().equals("spinUntilOpen"));
            });
            gate.open();
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract 5: a task that was stopped is not a loss to be retried, nor one that breaks the pool. */
    @Test
    void aStoppedTaskIsNoLoss() throws Exception {
        for (OnWorkerLost policy : List.of(OnWorkerLost.retry(3), OnWorkerLost.BREAK_POOL)) {
            try (PoolExecutor pool = PoolExecutor.of(impatient(1).onWorkerLost(policy));
                    Gate cancelled = Gate.in(directory, "cancelled" + policy.retries());
                    Gate late = Gate.in(directory, "late" + policy.retries())) {
                PoolFuture<Integer> first = pool.submit(() -> spin(cancelled));
                cancelled.awaitArrivals(1);
                first.cancel(true);
                PoolFuture<Integer> second = pool.withTaskTimeout(BRIEF).submit(() -> spin(late));

                assertThat(second.exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
                assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
                assertThat(cancelled.arrivals()).isEqualTo(1);
                assertThat(late.arrivals()).isLessThanOrEqualTo(1); // its time may be up before it is there
            }
        }
    }

    /** Contract 1: maxTasksPerChild counts items, not chunks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void aWorkerIsReplacedAfterSoManyItems(int chunkSize) {
        try (PoolExecutor pool = PoolExecutor.of(Workers.processes(1).standby(0).maxTasksPerChild(3));
                Results<Long> results = pool.map(
                        x -> ownPid(),
                        IntStream.range(0, 12).boxed().toList(),
                        MapOptions.defaults().chunkSize(chunkSize))) {
            List<Long> pids = results.toList();

            assertThat(Set.copyOf(pids)).hasSize(4);
            for (int i = 0; i < 12; i += 3) {
                assertThat(new HashSet<>(pids.subList(i, i + 3)))
                        .as("items from %s", i)
                        .hasSize(1);
            }
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** Contract 11, 12: workers that are just being started go like any other, and nothing hangs. */
    @ParameterizedTest
    @ValueSource(longs = {0, 60, 200})
    void aPoolMayBeEndedWhileItsWorkersStart(long millis) throws Exception {
        try (PoolExecutor terminated = PoolExecutor.processes(2);
                PoolExecutor killed = PoolExecutor.processes(2);
                Gate gate = Gate.in(directory, "gate")) {
            PoolFuture<Integer> first = terminated.submit(() -> gate.pass(1));
            PoolFuture<Integer> second = killed.submit(() -> gate.pass(1));
            Thread.sleep(millis); // a different moment of the start each time; any will do

            terminated.terminateWorkers();
            killed.killWorkers();

            assertThat(first.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(second.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(terminated.awaitTermination(WAIT)).isTrue();
            assertThat(killed.awaitTermination(WAIT)).isTrue();
        }
    }

    /** Contract, settled details: an initializer has no time limit of its own, but terminate ends it. */
    @Test
    void anInitializerThatNeverEndsEndsWithItsPool() throws Exception {
        try (Gate gate = Gate.in(directory, "gate");
                PoolExecutor pool = PoolExecutor.of(impatient(1).initializer(() -> spin(gate)))) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(future.exception(WAIT)).containsInstanceOf(PoolTerminatedException.class);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }
}
