// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.PoolStats;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** API.md 1: nothing is lost and nothing hangs, also where tasks that run in their submitters' thread use up its stack. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to fill the queue
final class EndlessRecursionTest extends FuturesContract {
    private static final int ROUNDS = 20; // the stack ends somewhere else each time

    EndlessRecursionTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTasksUseThePool() {
        assumeSharedMemory();
    }

    @Test
    void tasksThatSubmitOneAnotherInlineAllEnd() throws Exception {
        assumeInline();
        for (int round = 0; round < ROUNDS; round++) {
            allEnd(pool -> pool.submit(() -> new Recursion(pool).go()).exception());
        }
    }

    @Test
    void tasksThatSubmitOneAnotherIntoTheirFullQueueAllEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        for (int round = 0; round < ROUNDS; round++) {
            allEnd(pool -> pool.submit(() -> {
                        pool.submit(Work::square, 1);
                        new Recursion(pool).go();
                    })
                    .exception());
        }
    }

    @Test
    void mapsInsideOneAnotherInlineAllEnd() throws Exception {
        assumeInline();
        for (int round = 0; round < ROUNDS; round++) {
            allEnd(pool -> pool.submit(() -> new Maps(pool).go()).exception());
        }
    }

    /** A caller that is no task itself. */
    @Test
    void whatACallerSubmitsInlineBeforeItsStackEndsIsDone() throws Exception {
        assumeInline();
        for (int round = 0; round < ROUNDS; round++) {
            allEnd(pool -> assertThatThrownBy(() -> submitAndGoOn(pool)).isInstanceOf(StackOverflowError.class));
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void submitAndGoOn(PoolExecutor pool) {
        pool.submit(Work::square, 3);
        submitAndGoOn(pool);
    }

    private void assumeInline() {
        assumeTrue(kind.runsInCaller(), "tasks have a thread of their own");
    }

    private void allEnd(Consumer<PoolExecutor> recursion) throws Exception {
        PoolExecutor pool =
                PoolExecutor.of(kind.runsInCaller() ? workers(1) : workers(1).queueCapacity(1));
        recursion.accept(pool);
        pool.shutdown();

        assertThat(pool.awaitTermination(WAIT)).as("%s", pool.stats()).isTrue();
        assertThat(pool.stats())
                .extracting(PoolStats::queued, PoolStats::running)
                .containsExactly(0L, 0L);
    }

    /** Each task submits the next one, whatever becomes of it. */
    private record Recursion(PoolExecutor pool, Queue<PoolFuture<?>> futures) {
        Recursion(PoolExecutor pool) {
            this(pool, new ConcurrentLinkedQueue<>());
        }

        void go() {
            futures.add(pool.submit(this::go));
        }
    }

    /** Each item maps further. */
    private record Maps(PoolExecutor pool) {
        void go() {
            Iterator<Integer> results = pool.map(this::next, List.of(1)).iterator();
            while (results.hasNext()) {
                results.next();
            }
        }

        int next(int item) {
            go();
            return item;
        }
    }
}
