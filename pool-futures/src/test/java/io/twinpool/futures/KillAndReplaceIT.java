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
import io.twinpool.core.testing.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die and are replaced, many times over, in one pool. */
@ExtendWith(LeakCheck.class)
@Timeout(300)
@EnabledOnOs(OS.LINUX) // for its /proc
final class KillAndReplaceIT {
    /** Each takes up to half a second on two busy processors; {@code -Dtwinpool.test.cycles=1000} has more. */
    private static final int CYCLES = Integer.getInteger("twinpool.test.cycles", 40);

    @TempDir
    Path directory;

    /** What a process has. */
    private record Holdings(long descriptors, long threads, long children, long files) {
        static Holdings now() {
            return new Holdings(
                    count(Path.of("/proc/self/fd")),
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("phoenix"))
                            .count(),
                    ProcessHandle.current().children().count(),
                    temporaryFiles());
        }

        boolean isWithin(Holdings most) {
            return descriptors <= most.descriptors
                    && threads <= most.threads
                    && children <= most.children
                    && files <= most.files;
        }

        private static long temporaryFiles() {
            String own = "twinpool-" + Death.ownPid() + "-";
            try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
                return all.filter(path -> path.getFileName().toString().startsWith(own))
                        .mapToLong(Holdings::count)
                        .sum();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static long count(Path directory) {
            try (Stream<Path> all = Files.list(directory)) {
                return all.count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Half of them die at work, the others are killed when they have just worked. */
    private static void killAndReplace(PoolExecutor pool, int cycles) throws Exception {
        for (int i = 0; i < cycles; i += 2) {
            PoolFuture<Integer> lost = pool.submit(() -> {
                Runtime.getRuntime().halt(9);
                return 0;
            });
            PoolFuture<Long> pid = pool.submit(Death::ownPid);
            assertThat(lost.exception(WAIT)).containsInstanceOf(WorkerLostException.class);
            ProcessHandle.of(pid.result(WAIT)).ifPresent(ProcessHandle::destroyForcibly);
        }
        List<PoolFuture<Integer>> squares = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            squares.add(pool.submit(Work::square, i));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(squares.get(i).result(WAIT)).isEqualTo(i * i);
        }
    }

    /** Looks while both workers are at a task: then both are up, and soon nobody else is. */
    private <R> R settled(PoolExecutor pool, String name, Callable<R> look) throws Exception {
        try (Gate gate = Gate.in(directory, name)) {
            List<PoolFuture<Integer>> both = List.of(pool.submit(() -> gate.pass(1)), pool.submit(() -> gate.pass(2)));
            gate.awaitArrivals(2);
            R seen = look.call();
            gate.open();
            for (PoolFuture<Integer> one : both) {
                one.result(WAIT);
            }
            return seen;
        }
    }

    /** Issue 3, 5: descriptors, threads, processes and temporary files are at their base afterwards. */
    @Test
    void manyDeathsLeaveNothing() throws Exception {
        Workers workers =
                Workers.processes(2).standby(0).named("phoenix").maxHeap("32m").jvmArgs("-XX:TieredStopAtLevel=1");
        try (PoolExecutor pool = PoolExecutor.of(workers)) {
            killAndReplace(pool, 10);
            Holdings base = settled(pool, "base", Holdings::now);

            killAndReplace(pool, CYCLES);

            boolean isWithin = settled(
                    pool, "end", () -> Eventually.holds(() -> Holdings.now().isWithin(base)));
            assertThat(isWithin).as("%s is within %s", Holdings.now(), base).isTrue();
            assertThat(pool.stats().workersLost()).isGreaterThanOrEqualTo(CYCLES);
        }
    }
}
