// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Native code in a worker that writes where it should not: over the memory that worker and host share. Threat S10. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@EnabledOnOs(OS.LINUX) // where a process can find its memory
final class WildMemoryTest {
    private static final int ITEMS = 200;
    private static final int CULPRIT = 20;

    /** Fills the memory that this worker shares with its host, and with other workers. */
    private static void scribble(int filling) throws IOException {
        List<String> shared = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("/twinpool-") && line.contains("rw-s"))
                .toList();
        assertThat(shared).hasSize(2);
        try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
            for (String line : shared) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-", -1);
                long from = Long.parseLong(range[0], 16);
                byte[] bytes = new byte[(int) (Long.parseLong(range[1], 16) - from)];
                Arrays.fill(bytes, (byte) filling);
                memory.seek(from);
                memory.write(bytes);
            }
        }
    }

    private static int scribbleAndGoOn(int item) throws IOException {
        if (item == CULPRIT) {
            scribble(0xFF);
        } else if (item == 3 * CULPRIT) {
            scribble(0);
        }
        return item;
    }

    private static int scribbleAndDie(int item) throws IOException {
        if (item == CULPRIT) {
            scribble(0xFF);
            Runtime.getRuntime().halt(1);
        }
        return item;
    }

    private static void assertEveryItemEnds(TaskFunction<Integer, Integer> function) throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(Workers.processes(2).standby(0))) {
            List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();
            try (Results<Integer> results =
                    pool.map(function, items, MapOptions.defaults().chunkSize(100))) {
                for (int item : items) {
                    Outcome<Integer> outcome = results.nextOutcome();
                    if (outcome instanceof Outcome.Failure<Integer> failure) {
                        assertThat(failure.error()).isInstanceOf(WorkerLostException.class);
                    } else {
                        assertThat(outcome).isEqualTo(new Outcome.Success<>(item));
                    }
                }
            }
            assertThat(pool.stats().workersLost()).isPositive();
            assertThat(pool.stats().completed()).isEqualTo(ITEMS);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    @Test
    void aWorkerThatSpoilsItsMemoryAndDiesLosesNoItem() throws Exception {
        assertEveryItemEnds(WildMemoryTest::scribbleAndDie);
    }

    @Test
    void aWorkerThatSpoilsItsMemoryAndGoesOnLosesNoItem() throws Exception {
        assertEveryItemEnds(WildMemoryTest::scribbleAndGoOn);
    }

    private static void assertEveryTaskEnds(TaskFunction<Integer, Integer> function) throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(Workers.processes(2).standby(0))) {
            List<PoolFuture<Integer>> tasks = IntStream.range(0, ITEMS)
                    .mapToObj(item -> pool.submit(function, item))
                    .toList();
            for (int item = 0; item < ITEMS; item++) {
                Optional<Throwable> error = tasks.get(item).exception(WAIT);
                if (error.isPresent()) {
                    assertThat(error.get()).isInstanceOf(WorkerLostException.class);
                } else {
                    assertThat(tasks.get(item).result()).isEqualTo(item);
                }
            }
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    @Test
    void aWorkerThatSpoilsItsMemoryAndDiesLosesNoTask() throws Exception {
        assertEveryTaskEnds(WildMemoryTest::scribbleAndDie);
    }

    @Test
    void aWorkerThatSpoilsItsMemoryAndGoesOnLosesNoTask() throws Exception {
        assertEveryTaskEnds(WildMemoryTest::scribbleAndGoOn);
    }
}
