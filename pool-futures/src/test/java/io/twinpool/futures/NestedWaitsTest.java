// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Contract 10: tasks that wait for tasks of their own pool do not deadlock it; and where many of them wait in the queue, there is not a
 * thread for each: what a worker waits for goes before those that would come to wait, too.
 */
final class NestedWaitsTest extends FuturesContract {
    private static final int MANY = 300;

    NestedWaitsTest(Kind kind) {
        super(kind);
    }

    /** Tasks all of which are in the queue before the first of them goes on. */
    private static List<Integer> resultsOf(PoolExecutor pool, TaskFunction<Integer, Integer> task) {
        CountDownLatch allIn = new CountDownLatch(1);
        List<PoolFuture<Integer>> outer = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            outer.add(pool.submit(
                    x -> {
                        allIn.await();
                        return task.apply(x);
                    },
                    i));
        }
        allIn.countDown();
        return outer.stream().map(PoolFuture::result).toList();
    }

    private static List<Integer> squares() {
        return IntStream.range(0, MANY).map(Work::square).boxed().toList();
    }

    private void takesFewWorkers(NestedTask task) {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        AtomicInteger most = new AtomicInteger(); // workers at a time
        try (PoolExecutor pool = open(2)) {
            assertThat(resultsOf(pool, x -> {
                        int result = task.in(pool, x);
                        most.accumulateAndGet(pool.stats().workers(), Math::max);
                        return result;
                    }))
                    .isEqualTo(squares());
        }
        assertThat(most.get()).isLessThan(MANY / 2);
    }

    private interface NestedTask {
        int in(PoolExecutor pool, int x) throws Exception;
    }

    @Test
    void tasksThatWaitForATask() {
        takesFewWorkers((pool, x) -> pool.submit(Work::square, x).result());
    }

    @Test
    void tasksThatWaitForACompletableFuture() {
        takesFewWorkers(
                (pool, x) -> pool.submit(Work::square, x).toCompletableFuture().join());
    }

    @Test
    void tasksThatWaitForSeveralFutures() {
        takesFewWorkers((pool, x) -> {
            List<PoolFuture<Integer>> parts = List.of(pool.submit(Work::square, x), pool.submit(Work::square, 0));
            Futures.await(parts, ReturnWhen.ALL_COMPLETED);
            return parts.get(0).result() + parts.get(1).result();
        });
    }

    @Test
    void tasksThatTakeFuturesAsTheyComplete() {
        takesFewWorkers((pool, x) -> {
            int sum = 0;
            for (PoolFuture<Integer> part :
                    Futures.asCompleted(List.of(pool.submit(Work::square, x), pool.submit(Work::square, 0)))) {
                sum += part.result();
            }
            return sum;
        });
    }

    @Test
    void tasksThatInvokeAnyOfSeveral() {
        takesFewWorkers((pool, x) -> pool.asExecutorService().invokeAny(List.of(() -> x * x, () -> x * x)));
    }

    @Test
    void tasksThatWaitForTheResultsOfAMap() {
        takesFewWorkers((pool, x) -> sum(pool.map(Work::square, List.of(x, 0, 0))));
    }

    /** A thread of its own reads this input, perhaps later than the task comes to wait. */
    @Test
    void tasksThatWaitForWhatAMapHasStillToRead() {
        takesFewWorkers((pool, x) -> sum(pool.map(
                Work::square,
                () -> List.of(x, 0, 0).iterator(),
                MapOptions.defaults().bufferSize(2))));
    }

    private static int sum(Results<Integer> results) {
        return results.stream().mapToInt(Integer::intValue).sum();
    }

    /** Contract: FIFO order of starts, also among what one task waits for. */
    @Test
    void whatOneTaskWaitsForStartsInItsOrder() {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        List<Integer> started = new ArrayList<>();
        try (PoolExecutor pool = open(1)) {
            pool.submit(() -> Futures.await(
                            IntStream.range(0, 20)
                                    .mapToObj(i -> pool.submit(() -> started.add(i)))
                                    .toList(),
                            ReturnWhen.ALL_COMPLETED))
                    .result();
        }
        assertThat(started).isEqualTo(IntStream.range(0, 20).boxed().toList());
    }
}
