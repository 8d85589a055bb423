// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spare forked JVMs, and deaths. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class StandbyJvmsTest {
    @TempDir
    Path directory;

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().get();
    }

    private static Workers traced(Traces traces) {
        return Workers.processes(1).initializer(() -> traces.leave(ownPid()));
    }

    private static long pid(Traces traces, int index) throws InterruptedException {
        traces.await(index + 1);
        return Long.parseLong(traces.all().get(index));
    }

    /** Contract 1: standby(int): default 0, 1 for processes. */
    @Test
    void thereIsOneSpareUnlessTheUserSaysOtherwise() throws Exception {
        long before = ProcessHandle.current().children().count();
        try (PoolExecutor pool = PoolExecutor.processes(1)) {
            Eventually.until(
                    "two children", () -> ProcessHandle.current().children().count() == before + 2);
            assertThat(pool.stats().workers()).isEqualTo(1);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    /** Contract 5: SIGKILL of a busy worker: its task is lost, and the spare has the next one. */
    @Test
    void theSpareGoesOnAfterAKill() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(traced(traces));
                Gate gate = Gate.in(directory, "gate")) {
            long spare = pid(traces, 1);
            PoolFuture<Integer> lost = pool.submit(() -> gate.pass(1));
            PoolFuture<Long> next = pool.submit(StandbyJvmsTest::ownPid);
            gate.awaitArrivals(1);

            kill(pid(traces, 0));

            assertThat(next.result(WAIT)).isEqualTo(spare);
            assertThat(lost.exception(WAIT)).containsInstanceOf(WorkerLostException.class);
            assertThat(pool.stats().workers()).isEqualTo(1);
            traces.await(3);
        }
    }

    /** Issue 3, 2: a spare that is killed costs no task, is counted and replaced. */
    @Test
    void aSpareThatIsKilledCostsNothing() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(traced(traces));
                Gate gate = Gate.in(directory, "gate")) {
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);

            int spare = 1;
            while (pool.stats().workersLost() == 0 && spare < 10) { // one that was not quite up is no loss
                kill(pid(traces, spare));
                spare++;
                traces.await(spare + 1);
            }

            gate.open();
            assertThat(running.result(WAIT)).isEqualTo(1);
            assertThat(pool.stats().workersLost()).isBetween(1L, spare - 1L);
            assertThat(pool.stats().failed()).isZero();
        }
    }

    /** A result of a class that looks, where it is read, for what its application has. */
    private static final class Noting implements Serializable {
        private static final long serialVersionUID = 1;
        private static final Set<ClassLoader> SEEN = ConcurrentHashMap.newKeySet();

        private void readObject(ObjectInputStream in) throws Exception {
            in.defaultReadObject();
            SEEN.add(Thread.currentThread().getContextClassLoader());
        }
    }

    private static PoolExecutor openUnder(ClassLoader context, Workers workers) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            return PoolExecutor.of(workers);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** As callbacks and inputs have: whichever thread happens to start a spare. */
    @Test
    void resultsAreReadUnderTheContextClassLoaderOfWhoeverOpenedThePool() throws Exception {
        Traces traces = Traces.in(directory);
        try (URLClassLoader context = new URLClassLoader(new URL[0], Noting.class.getClassLoader());
                PoolExecutor pool = openUnder(context, traced(traces).maxTasksPerChild(1))) {
            for (int i = 1; i <= 2; i++) {
                traces.await(1 + i); // a spare is there, or soon will be
                assertThat(pool.submit(() -> new Noting()).result(WAIT)).isInstanceOf(Noting.class);
            }
            assertThat(Noting.SEEN).containsExactly(context);
        } finally {
            Noting.SEEN.clear();
        }
    }

    /** Contract 5: worker and spare at once. */
    @Test
    void theKillOfAllIsSurvived() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(traced(traces))) {
            for (int i = 0; i < 6; i += 2) {
                assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i * i);
                traces.await(i + 2);

                ProcessHandle.current()
                        .children()
                        .filter(child -> traces.all().contains(Long.toString(child.pid())))
                        .forEach(ProcessHandle::destroyForcibly);
            }
            assertThat(pool.submit(Work::square, 7).result(WAIT)).isEqualTo(49);
        }
    }

    /** Contract 11: at whatever moment of a spare's start; nothing is left of it. */
    @ParameterizedTest
    @ValueSource(longs = {0, 60, 150})
    void aPoolMayBeClosedWhileASpareStarts(long millis) throws Exception {
        try (PoolExecutor pool = PoolExecutor.processes(1)) {
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            Thread.sleep(millis); // a different moment of the start each time; any will do
        }
    }

    /** Contract 11: nor of workers that were never needed. */
    @Test
    void aPoolMayBeClosedWhileItsWorkersStart() {
        for (int i = 0; i < 2; i++) {
            PoolExecutor.processes(3).close();
        }
    }
}
