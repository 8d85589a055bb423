// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.Task;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Contract 10: tasks that wait for tasks of their own pool do not deadlock it; and there is not a thread for each of those in the queue:
 * what a worker waits for goes before those that would come to wait, too.
 */
final class NestedWaitsTest extends FuturesContract {
    private static final int MANY = 300;

    private final List<String> started = Collections.synchronizedList(new ArrayList<>());

    NestedWaitsTest(Kind kind) {
        super(kind);
    }

    private interface NestedTask {
        int in(PoolExecutor pool) throws Exception;
    }

    /** A task on the only worker waits, when others are in the queue, for what it has submitted behind these. */
    private void goesFirst(NestedTask task) {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        CountDownLatch allIn = new CountDownLatch(1);
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Integer> outer = pool.submit(() -> {
                allIn.await();
                return task.in(pool);
            });
            for (int i = 0; i < 10; i++) {
                PoolFuture<?> unused = pool.submit(() -> started.add("other"));
            }
            allIn.countDown();

            assertThat(outer.result()).isEqualTo(9);
        }
        int inner = Collections.frequency(started, "inner");
        assertThat(started.subList(0, inner)).isNotEmpty().containsOnly("inner");
    }

    private int square(int x) {
        started.add("inner");
        return x * x;
    }

    private Task<Integer> squareOf(int x) {
        return () -> square(x);
    }

    @Test
    void aTaskThatAnotherWaitsForGoesFirst() {
        goesFirst(pool -> pool.submit(squareOf(3)).result());
    }

    @Test
    void aTaskWhoseCompletableFutureIsWaitedForGoesFirst() {
        goesFirst(pool -> pool.submit(squareOf(3)).toCompletableFuture().join());
    }

    @Test
    void severalTasksThatAnotherWaitsForGoFirst() {
        goesFirst(pool -> {
            List<PoolFuture<Integer>> parts = List.of(pool.submit(squareOf(3)), pool.submit(squareOf(0)));
            Futures.await(parts, ReturnWhen.ALL_COMPLETED);
            return parts.get(0).result() + parts.get(1).result();
        });
    }

    @Test
    void tasksThatAnotherTakesAsTheyCompleteGoFirst() {
        goesFirst(pool -> {
            int sum = 0;
            for (PoolFuture<Integer> part :
                    Futures.asCompleted(List.of(pool.submit(squareOf(3)), pool.submit(squareOf(0))))) {
                sum += part.result();
            }
            return sum;
        });
    }

    @Test
    void tasksOfWhichAnotherInvokesAnyGoFirst() {
        goesFirst(pool -> pool.asExecutorService().invokeAny(List.of(() -> square(3), () -> square(3))));
    }

    @Test
    void theItemsOfAMapThatATaskWaitsForGoFirst() {
        goesFirst(pool -> sum(pool.map(this::square, List.of(3, 0, 0))));
    }

    private static int sum(Results<Integer> results) {
        return results.stream().mapToInt(Integer::intValue).sum();
    }

    /** A look that does not wait changes nothing of the order. */
    @Test
    void whatATaskOnlyLooksAtDoesNotGoFirst() {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        CountDownLatch allIn = new CountDownLatch(1);
        try (PoolExecutor pool = open(1)) {
            PoolFuture<?> looker = pool.submit(() -> {
                allIn.await();
                return Futures.await(List.of(pool.submit(squareOf(3))), ReturnWhen.ALL_COMPLETED, Duration.ZERO)
                        .done();
            });
            PoolFuture<?> unused = pool.submit(() -> started.add("other"));
            allIn.countDown();
            looker.result();
        }
        assertThat(started).containsExactly("other", "inner");
    }

    /** A thread of its own reads this input, perhaps later than the task comes to wait. */
    @Test
    void manyTasksWaitForWhatAMapHasStillToRead() {
        assumeSharedMemory();
        try (PoolExecutor pool = open(2);
                Results<Integer> outer = pool.map(
                        x -> sum(pool.map(
                                Work::square,
                                () -> List.of(x, 0, 0).iterator(),
                                MapOptions.defaults().bufferSize(2))),
                        IntStream.range(0, MANY).boxed().toList())) {
            assertThat(outer.toList())
                    .isEqualTo(
                            IntStream.range(0, MANY).map(Work::square).boxed().toList());
        }
    }

    /** Contract: FIFO order of starts, also among what one task waits for. */
    @Test
    void whatOneTaskWaitsForStartsInItsOrder() {
        assumeWorkersOfTheirOwn();
        assumeSharedMemory();
        List<Integer> order = new ArrayList<>();
        try (PoolExecutor pool = open(1)) {
            pool.submit(() -> Futures.await(
                            IntStream.range(0, 20)
                                    .mapToObj(i -> pool.submit(() -> order.add(i)))
                                    .toList(),
                            ReturnWhen.ALL_COMPLETED))
                    .result();
        }
        assertThat(order).isEqualTo(IntStream.range(0, 20).boxed().toList());
    }
}
