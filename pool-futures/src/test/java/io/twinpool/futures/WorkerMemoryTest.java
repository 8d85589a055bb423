// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code Workers.maxWorkerMemory}: reliability.md, row 88. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@EnabledOnOs(OS.LINUX) // elsewhere it is refused
final class WorkerMemoryTest {
    private static final int MIB = 1 << 20;
    private static final List<byte[]> hoard = new ArrayList<>(); // in the forked JVM

    private static Workers one() {
        return Workers.processes(1).standby(0).maxHeap("512m").maxWorkerMemory(150L * MIB);
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    /** A leak, of memory that is really used. */
    private static long leak(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            byte[] bytes = new byte[MIB];
            Arrays.fill(bytes, (byte) 1);
            hoard.add(bytes);
        }
        return ownPid();
    }

    /** Contract: checked after a task; one that took much is noticed right after it. */
    @Test
    void aWorkerThatHasGrownTooLargeIsReplacedAfterTheTask() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(one())) {
            long large = pool.submit(WorkerMemoryTest::leak, 160).result(WAIT);

            assertThat(pool.submit(WorkerMemoryTest::ownPid).result(WAIT)).isNotEqualTo(large);
            assertThat(pool.stats().workersLost()).isZero();
            assertThat(pool.stats().failed()).isZero();
        }
    }

    /** Row 88: a worker that grows by little and little goes as well, and no task is lost. */
    @Test
    void aSlowLeakEndsItsWorkerNotItsTasks() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(one())) {
            List<PoolFuture<Long>> futures = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                futures.add(pool.submit(WorkerMemoryTest::leak, 10));
            }
            Set<Long> workers = new HashSet<>();
            for (PoolFuture<Long> future : futures) {
                workers.add(future.result(WAIT));
            }
            assertThat(workers).hasSizeBetween(2, 10);
        }
    }

    @Test
    void aWorkerThatStaysSmallStays() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(one())) {
            long pid = pool.submit(WorkerMemoryTest::ownPid).result(WAIT);
            for (int i = 0; i < 100; i++) {
                pool.submit(Work::square, i).result(WAIT);
            }
            assertThat(pool.submit(WorkerMemoryTest::ownPid).result(WAIT)).isEqualTo(pid);
        }
    }
}
