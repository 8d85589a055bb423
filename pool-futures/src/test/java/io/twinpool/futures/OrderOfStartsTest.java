// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import java.io.IOException;
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
    private static final int ROUNDS = 2;
    private static final int PAIRS = 50;

    OrderOfStartsTest(Kind kind) {
        super(kind);
    }

    @Test
    void pairsOfTasksRunOnAsManyWorkersAsAPairHas() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open()) {
            pairsEnd(pool, pool);
        }
    }

    @Test
    void pairsOfTasksWithTimeLimitsDo() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open()) {
            PoolExecutor limited = pool.withTaskTimeout(WAIT);
            pairsEnd(limited, limited);
        }
    }

    @Test
    void pairsOfATaskWithATimeLimitAndOneWithoutDo() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open()) {
            pairsEnd(pool.withTaskTimeout(WAIT), pool);
        }
    }

    @Test
    void pairsOfTasksOfTwoPoolsOnTheSameWorkersDo() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers workers = SharedWorkers.open(workers(2));
                PoolExecutor one = PoolExecutor.over(workers);
                PoolExecutor other = PoolExecutor.over(workers)) {
            pairsEnd(one, other);
        }
    }

    /** Large ones travel alone. */
    @Test
    void pairsOfALargeTaskAndASmallOneDo() throws Exception {
        assumeWorkersOfTheirOwn();
        byte[] large = new byte[100_000];
        try (PoolExecutor pool = open()) {
            for (int round = 0; round < ROUNDS; round++) {
                beQuick(pool);
                List<PoolFuture<Integer>> all = new ArrayList<>();
                boolean isLargeFirst = false;
                for (Gate gate : gates(round)) {
                    isLargeFirst = !isLargeFirst;
                    all.add(pool.submit(carried -> gate.pass(1), isLargeFirst ? large : new byte[0]));
                    all.add(pool.submit(carried -> opened(gate), isLargeFirst ? new byte[0] : large));
                }
                assertAllEnd(all);
            }
        }
    }

    /** {@link MapOptions#chunkSize}: 1 is for items that wait for one another. */
    @Test
    void pairsOfItemsDoIfTheyTravelAlone() {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
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

    /** Made beforehand: then their tasks come at once. */
    private List<Gate> gates(int round) throws IOException {
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            gates.add(gate(round + "-" + i));
        }
        return gates;
    }

    private static int opened(Gate gate) {
        gate.open();
        return 1;
    }

    /** Of each pair, the task in one pool waits for the task in the other. */
    private void pairsEnd(PoolExecutor one, PoolExecutor other) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            beQuick(one);
            if (other != one) {
                beQuick(other);
            }
            List<PoolFuture<Integer>> all = new ArrayList<>();
            for (Gate gate : gates(round)) {
                all.add(one.submit(() -> gate.pass(1)));
                all.add(other.submit(() -> opened(gate)));
            }
            assertAllEnd(all);
        }
    }

    private static void assertAllEnd(List<PoolFuture<Integer>> futures) throws Exception {
        for (PoolFuture<Integer> future : futures) {
            assertThat(future.result(WAIT)).isEqualTo(1);
        }
    }

    /** Short tasks before are what would make a pool send several together. */
    private static void beQuick(PoolExecutor pool) {
        List<PoolFuture<Integer>> quick = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            quick.add(pool.submit(x -> x, i));
        }
        Futures.await(quick, ReturnWhen.ALL_COMPLETED);
    }
}
