// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Systems remove temporary files that nobody has touched for long: ADR 14, ADR 10. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@EnabledOnOs(OS.LINUX) // where a process can tell which files it has mapped
final class RemovedFilesTest {
    private static final int PAIRS = 50;

    @TempDir
    Path directory;

    /** In a task: removes the file that all workers share. {@return its name} */
    private static String removeBoard() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                int name = line.indexOf('/');
                if (line.contains("rw-s") && line.contains("/twinpool-") && !line.endsWith("(deleted)")) {
                    Files.delete(Path.of(line.substring(name)));
                    return line.substring(name);
                }
            }
            throw new AssertionError("no file is shared");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One worker sees the memory that the other one and the pool share from now on, and the other one does not. */
    @Test
    void tasksStartInTheirOrderOnWorkersFromBeforeAndAfter() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(Workers.processes(2).standby(0))) {
            awaitBoth(pool); // else the other one may not find the file, and be started anew
            String removed = pool.submit(RemovedFilesTest::removeBoard).result(WAIT);
            assertThat(Path.of(removed)).doesNotExist();
            PoolFuture<?> culprit = pool.submit(() -> Runtime.getRuntime().halt(3));
            assertThatThrownBy(() -> culprit.result(WAIT)).isInstanceOf(WorkerLostException.class);

            for (int round = 0; round < 2; round++) {
                List<PoolFuture<Integer>> tasks = new ArrayList<>();
                for (int pair = 0; pair < PAIRS; pair++) {
                    Gate gate = Gate.in(directory, round + "-" + pair);
                    tasks.add(pool.submit(() -> gate.pass(1)));
                    tasks.add(pool.submit(() -> opened(gate)));
                }
                for (int i = 0; i < 2_000; i++) {
                    tasks.add(pool.submit(Work::square, 1));
                }

                for (PoolFuture<Integer> task : tasks) {
                    assertThat(task.result(WAIT)).isEqualTo(1);
                }
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(3);
            assertThat(pool.stats().workersLost()).isEqualTo(1);
        }
    }

    private void awaitBoth(PoolExecutor pool) throws Exception {
        Gate gate = Gate.in(directory, "both");
        List<PoolFuture<Integer>> held = List.of(pool.submit(() -> gate.pass(1)), pool.submit(() -> gate.pass(2)));
        gate.awaitArrivals(held.size());
        gate.open();
        for (PoolFuture<Integer> task : held) {
            assertThat(task.result(WAIT)).isPositive();
        }
    }

    private static int opened(Gate gate) {
        gate.open();
        return 1;
    }
}
