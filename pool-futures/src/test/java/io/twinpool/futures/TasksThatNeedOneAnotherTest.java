// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.LeakCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tasks that wait for one another by other means than futures: as many as there are workers must run at once, as on the threads of {@link
 * java.util.concurrent.Executors#newFixedThreadPool}; API.md 4, settled details: FIFO order of starts.
 */
@ExtendWith(LeakCheck.class)
class TasksThatNeedOneAnotherTest {
    private static final int WORKERS = 3;

    /** Short tasks before make the pool send several in one batch, behind one another. */
    @RepeatedTest(50)
    @Timeout(60)
    void asManyTasksAsWorkersRunAtOnce() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(WORKERS);
        List<PoolFuture<Integer>> waiting = new ArrayList<>();
        try (PoolExecutor pool = PoolExecutor.threads(WORKERS)) {
            List<PoolFuture<Integer>> before = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                before.add(pool.submit(x -> x, i));
            }

            for (int i = 0; i < WORKERS; i++) {
                waiting.add(pool.submit(() -> barrier.await(50, TimeUnit.SECONDS)));
            }

            assertThat(before)
                    .allSatisfy(future -> assertThat(future.exception()).isEmpty());
        }
        assertThat(waiting).extracting(PoolFuture::result).containsExactlyInAnyOrder(0, 1, 2);
    }
}
