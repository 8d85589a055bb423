// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks of one pool that run inside those of another, in the same thread: an inline pool used by a task. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"
}) // tasks that are there to fill the queue; close() is part of the test
final class NestedPoolsTest extends FuturesContract {
    NestedPoolsTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTasksUseThePool() {
        assumeSharedMemory();
    }

    /** Contract 10: waiting inside a task must not deadlock the pool, however deep inside. */
    @Test
    void theInnerTaskMayWaitForATaskOfTheOuterPool() throws Exception {
        try (PoolExecutor outer = open(1);
                PoolExecutor inner = PoolExecutor.of(Workers.inline())) {
            PoolFuture<Integer> future = outer.submit(() ->
                    inner.submit(() -> outer.submit(Work::square, 3).result()).result());

            assertThat(future.result(WAIT)).isEqualTo(9);
        }
    }

    /** API.md 4, settled details: close() inside one of the pool's own tasks throws instead of waiting for itself. */
    @Test
    void theInnerTaskCannotWaitForTheEndOfTheOuterPool() throws Exception {
        try (PoolExecutor outer = open(1);
                PoolExecutor inner = PoolExecutor.of(Workers.inline())) {
            PoolFuture<Optional<Throwable>> future =
                    outer.submit(() -> inner.submit(() -> outer.close()).exception());

            assertThat(future.result(WAIT)).get().isInstanceOf(IllegalStateException.class);
        }
    }

    /** API.md 4, settled details: a task that submits into its own full queue runs the new task itself. */
    @Test
    void theInnerTaskDoesNotWaitForRoomInTheOuterPool() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor outer = PoolExecutor.of(workers(1).queueCapacity(1));
                PoolExecutor inner = PoolExecutor.of(Workers.inline())) {
            PoolFuture<Integer> future = outer.submit(() -> inner.submit(() -> {
                        outer.submit(Work::square, 1);
                        outer.submit(Work::square, 2);
                        return outer.submit(Work::square, 3).result();
                    })
                    .result());

            assertThat(future.result(WAIT)).isEqualTo(9);
        }
    }

    /** API.md 1, initializer: once per worker; an inline worker that waits needs nobody in its place. */
    @Test
    void anInlineTaskThatWaitsStartsNobody() throws Exception {
        AtomicInteger started = new AtomicInteger();
        try (PoolExecutor pool = open(1);
                PoolExecutor inline = PoolExecutor.of(Workers.inline().initializer(started::incrementAndGet))) {
            inline.submit(() -> {
                        for (int i = 0; i < 5; i++) {
                            pool.submit(Work::square, i).result(WAIT);
                        }
                    })
                    .result();

            assertThat(started).hasValue(1);
        }
    }
}
