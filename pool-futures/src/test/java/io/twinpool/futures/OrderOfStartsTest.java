// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tasks that a task waits for by other means than futures start before all that came later, as in a {@link
 * java.util.concurrent.ThreadPoolExecutor}: API.md 4, settled details.
 */
@Timeout(60)
class OrderOfStartsTest extends FuturesContract {
    private static final int ROUNDS = 20;
    private static final int PAIRS = 10;

    OrderOfStartsTest(Kind kind) {
        super(kind);
    }

    @Test
    void pairsOfTasksRunOnAsManyWorkersAsAPairHas() {
        assumeTasksCanWait();
        for (int round = 0; round < ROUNDS; round++) {
            try (PoolExecutor pool = open(2)) {
                pairsEnd(pool, pool);
            }
        }
    }

    @Test
    void pairsOfTasksWithTimeLimitsDo() {
        assumeTasksCanWait();
        for (int round = 0; round < ROUNDS; round++) {
            try (PoolExecutor pool = open(2)) {
                PoolExecutor limited = pool.withTaskTimeout(WAIT);
                pairsEnd(limited, limited);
            }
        }
    }

    @Test
    void pairsOfATaskWithATimeLimitAndOneWithoutDo() {
        assumeTasksCanWait();
        for (int round = 0; round < ROUNDS; round++) {
            try (PoolExecutor pool = open(2)) {
                pairsEnd(pool.withTaskTimeout(WAIT), pool);
            }
        }
    }

    @Test
    void pairsOfTasksOfTwoPoolsOnTheSameWorkersDo() {
        assumeTasksCanWait();
        for (int round = 0; round < ROUNDS; round++) {
            try (SharedWorkers workers = SharedWorkers.open(workers(2));
                    PoolExecutor one = PoolExecutor.over(workers);
                    PoolExecutor other = PoolExecutor.over(workers)) {
                pairsEnd(one, other);
            }
        }
    }

    /** {@link MapOptions#chunkSize}: 1 is for items that wait for one another. */
    @Test
    void pairsOfItemsDoIfTheyTravelAlone() {
        assumeTasksCanWait();
        for (int round = 0; round < ROUNDS; round++) {
            List<CountDownLatch> latches = new ArrayList<>();
            List<Integer> items = new ArrayList<>();
            for (int i = 0; i < 2 * PAIRS; i++) {
                latches.add(new CountDownLatch(1));
                items.add(i);
            }
            try (PoolExecutor pool = open(2)) {
                beQuick(pool);

                Results<Boolean> met = pool.map(
                        i -> isMet(latches, i), items, MapOptions.defaults().chunkSize(1));

                assertThat(met.toList()).hasSize(2 * PAIRS).containsOnly(true);
            }
        }
    }

    /** Of each pair, the even one waits for the odd one. */
    private static boolean isMet(List<CountDownLatch> latches, int item) throws InterruptedException {
        if (item % 2 == 0) {
            return latches.get(item).await(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        }
        latches.get(item - 1).countDown();
        return true;
    }

    private void assumeTasksCanWait() {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
    }

    /** Of each pair, the task in one pool waits for the task in the other. */
    private static void pairsEnd(PoolExecutor one, PoolExecutor other) {
        beQuick(one);
        beQuick(other);
        List<PoolFuture<Boolean>> waiting = new ArrayList<>();
        List<PoolFuture<?>> waitedFor = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            CountDownLatch latch = new CountDownLatch(1);
            waiting.add(one.submit(() -> latch.await(WAIT.toMillis(), TimeUnit.MILLISECONDS)));
            waitedFor.add(other.submit(latch::countDown));
        }

        assertThat(waiting).extracting(PoolFuture::result).containsOnly(true);
        assertThat(waitedFor)
                .allSatisfy(future -> assertThat(future.exception()).isEmpty());
    }

    /** Short tasks before are what would make a pool send several together. */
    private static void beQuick(PoolExecutor pool) {
        List<PoolFuture<Integer>> quick = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            quick.add(pool.submit(x -> x, i));
        }
        Futures.await(quick, ReturnWhen.ALL_COMPLETED);
    }
}
