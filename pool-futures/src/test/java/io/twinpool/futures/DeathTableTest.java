// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.RUN;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.futures.Death.Bomb;
import io.twinpool.futures.Death.Charge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a forked JVM can die, at every moment: what is lost, and what is told. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
@DisabledOnOs(OS.WINDOWS) // which has no signals
final class DeathTableTest {
    private static final int LARGE = 64 * 1024 * 1024;

    @TempDir
    Path directory;

    /** What the JVM is at when it dies; each has started the task. */
    private enum Moment {
        RUNNING,
        READING_ITS_ARGUMENT,
        WRITING_ITS_RESULT,
        WRITING_ITS_EXCEPTION;

        /** All of them once; elsewhere one that runs hooks in the midst of it, and one that runs nothing. */
        List<Death> deaths() {
            return this == RUNNING ? List.of(Death.values()) : List.of(Death.EXIT, Death.SIGKILL);
        }

        PoolFuture<?> submit(PoolExecutor pool, Death death, Traces traces) {
            return switch (this) {
                case RUNNING -> pool.submit(() -> death.strike(traces));
                case READING_ITS_ARGUMENT -> pool.submit(Work::same, new Bomb(death, traces, false));
                case WRITING_ITS_RESULT -> pool.submit(() -> new Bomb(death, traces, true));
                case WRITING_ITS_EXCEPTION -> pool.submit(() -> Work.hurl(new Charge(new Bomb(death, traces, true))));
            };
        }
    }

    private static Workers mortal() {
        return Workers.processes(1)
                .standby(0)
                .named("mortal")
                .maxHeap("32m")
                .killGrace(WAIT); // who is about to exit does so by itself, with its own exit code
    }

    private static List<PoolFuture<Integer>> squares(PoolExecutor pool) {
        return IntStream.range(0, 5).mapToObj(i -> pool.submit(Work::square, i)).toList();
    }

    private static void assertSquares(List<PoolFuture<Integer>> squares) throws Exception {
        for (int i = 0; i < squares.size(); i++) {
            assertThat(squares.get(i).result(WAIT)).isEqualTo(i * i);
        }
    }

    private static void assertTells(Optional<Throwable> failure, Death death, Traces traces) {
        long pid = lastPid(traces);
        assertThat(failure.orElseThrow()).isInstanceOfSatisfying(WorkerLostException.class, lost -> {
            assertThat(lost.workerName()).startsWith("mortal");
            assertThat(lost.pid()).isEqualTo(pid);
            assertThat(lost.exitCode()).hasValue(death.exitCode);
            assertThat(lost)
                    .hasMessageContainingAll(
                            lost.workerName() + " (pid " + pid + ") " + death.how,
                            "while running a task of io.twinpool.futures.",
                            Death.LAST_WORDS);
        });
    }

    private static long lastPid(Traces traces) {
        List<String> all = traces.all();
        return Long.parseLong(all.get(all.size() - 1));
    }

    /** Contract 5 and section 1: exactly the started task fails, and tells all; the others run; the pool goes on. */
    @ParameterizedTest
    @EnumSource
    void onlyTheStartedTaskIsLostWheneverItsWorkerDies(Moment moment) throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(mortal())) {
            int deaths = 0;
            for (Death death : moment.deaths()) {
                PoolFuture<?> doomed = moment.submit(pool, death, traces);
                List<PoolFuture<Integer>> others = squares(pool);

                assertThat(doomed.exception(WAIT)).as("%s", death).isPresent();
                assertTells(doomed.exception(WAIT), death, traces);
                assertSquares(others);
                deaths++;
                assertThat(traces.all()).as("deaths").hasSize(deaths);
                assertThat(pool.stats().workersLost()).isEqualTo(deaths);
            }
        }
    }

    /** Contract 5: whatever kills an idle worker costs no task. */
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "SEGV"})
    void aSignalToAnIdleWorkerCostsNothing(String signal) throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(mortal())) {
            long pid = pool.submit(Death::ownPid).result(WAIT);

            Death.send(signal, pid);
            if (!signal.equals("KILL")) { // a JVM takes its time to end, and a task may start meanwhile
                Eventually.until("its end", () -> ProcessHandle.of(pid).isEmpty());
            }

            assertSquares(squares(pool));
            assertThat(pool.stats().failed()).isZero();
            Eventually.until("its loss", () -> pool.stats().workersLost() == 1);
        }
    }

    /** Contract 6: deaths in the initializer break the pool, with how they were, after a bounded number of starts. */
    @ParameterizedTest
    @EnumSource(names = {"EXIT", "SIGKILL"})
    void deathsInTheInitializerBreakThePool(Death death) throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(mortal().initializer(() -> death.strike(traces)))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 3).result(RUN)) // three JVMs start, and die
                    .isInstanceOf(BrokenPoolException.class)
                    .hasStackTraceContaining(death.how)
                    .hasStackTraceContaining(Death.LAST_WORDS);
        }
        assertThat(traces.all()).hasSize(3);
    }

    /** Issue 3, 2: killed while it starts, before it is anybody: it is started again. */
    @Test
    void aKillWhileItBootsCostsNothing() throws Exception {
        List<Long> before = children();
        try (PoolExecutor pool = PoolExecutor.of(mortal())) {
            List<PoolFuture<Integer>> squares = squares(pool);
            Eventually.until("a child", () -> {
                List<ProcessHandle> born = newChildren(before);
                born.forEach(ProcessHandle::destroyForcibly);
                return !born.isEmpty();
            });

            assertSquares(squares);
        }
    }

    private static List<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
    }

    private static List<ProcessHandle> newChildren(List<Long> before) {
        return ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child.pid()))
                .toList();
    }

    private static byte[] largeAndDying(Traces traces, long micros) {
        Thread killer = new Thread(() -> {
            LockSupport.parkNanos(micros * 1000);
            Runtime.getRuntime().halt(Death.HALT.exitCode);
        });
        traces.leave(Death.ownPid());
        byte[] large = new byte[LARGE];
        killer.start();
        return large;
    }

    /** Issue 3, 2: while a large result is on its way; then it is there as a whole, or its task is lost. */
    @Test
    void aLargeResultInFlightIsThereOrLost() throws Exception {
        Traces traces = Traces.in(directory);
        List<Long> lost = new ArrayList<>();
        try (PoolExecutor pool = PoolExecutor.of(mortal().maxHeap("200m"))) {
            for (long micros : List.of(0L, 2_000L, 5_000L, 10_000L, 20_000L, 40_000L)) {
                PoolFuture<byte[]> large = pool.submit(() -> largeAndDying(traces, micros));
                List<PoolFuture<Integer>> others = squares(pool);

                Optional<Throwable> failure = large.exception(WAIT);
                if (failure.isPresent()) {
                    assertThat(failure).containsInstanceOf(WorkerLostException.class);
                    lost.add(((WorkerLostException) failure.get()).pid());
                    assertThat(lost.get(lost.size() - 1)).isEqualTo(lastPid(traces));
                } else {
                    assertThat(large.result()).hasSize(LARGE);
                }
                for (PoolFuture<Integer> other : others) {
                    other.exception(WAIT); // may be the one that runs when the killer strikes
                }
                long dying = lastPid(traces);
                Eventually.until(
                        "its end", () -> ProcessHandle.of(dying).isEmpty()); // else the next task could be its, too
            }
            assertThat(lost).as("losses of the result itself").isNotEmpty();
            assertThat(traces.all()).hasSize(6);
            Eventually.until("all losses", () -> pool.stats().workersLost() == 6);
            assertSquares(squares(pool));
        }
    }

    /** Contract 11: a death while the pool is closing: what waits runs on a replacement, and close() returns. */
    @ParameterizedTest
    @EnumSource(names = {"EXIT", "SIGKILL"})
    void aDeathWhileThePoolClosesHoldsNobody(Death death) throws Exception {
        Traces traces = Traces.in(directory);
        PoolExecutor pool = PoolExecutor.of(mortal());
        PoolFuture<Integer> doomed = pool.submit(() -> death.strike(traces));
        List<PoolFuture<Integer>> others = squares(pool);
        pool.shutdown();

        assertThat(pool.awaitTermination(RUN)).isTrue(); // two JVMs start

        assertTells(doomed.exception(WAIT), death, traces);
        assertSquares(others);
        pool.close();
    }

    /** Contract 11: a death of who is leaving. */
    @Test
    void aKillOfAWorkerThatIsLeavingHoldsNobody() throws Exception {
        Traces traces = Traces.in(directory);
        Workers slowToLeave = mortal().finalizer(() -> {
            traces.leave(Death.ownPid());
            Thread.sleep(1_000_000); // until its JVM is killed
        });
        PoolExecutor pool = PoolExecutor.of(slowToLeave);
        assertSquares(squares(pool));
        Callable<Void> close = () -> {
            pool.close();
            return null;
        };
        Bystander<Void> closer = Bystander.calling(close);
        traces.await(1);

        Death.send("KILL", lastPid(traces));

        assertThat(closer.result()).isNull();
    }

    private static int depth(int deeper) {
        return deeper == Integer.MAX_VALUE ? 0 : 1 + depth(deeper + 1);
    }

    /** Contract 8: a StackOverflowError is the task's own, and costs no worker. */
    @Test
    void aStackOverflowIsTheTasksOwn() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(mortal())) {
            long pid = pool.submit(Death::ownPid).result(WAIT);

            for (int i = 0; i < 3; i++) {
                assertThat(pool.submit(DeathTableTest::depth, 0).exception(WAIT))
                        .containsInstanceOf(StackOverflowError.class);
            }

            assertThat(pool.submit(Death::ownPid).result(WAIT)).isEqualTo(pid);
        }
    }
}
