// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.twinpool.TaskFailedException;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * The outcome of one future, asked for more than once.
 *
 * <p>CPython 3.13 base:428: the same exception object every time, whose traceback grows by each. STYLE: a fresh exception for each.
 */
final class RepeatedReadsTest extends FuturesContract {
    RepeatedReadsTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 base:428; API.md 1: the cause is the task's own, with the worker's stack, and nobody who asks adds to it. */
    @Test
    void everyReaderGetsAnExceptionOfItsOwnAroundTheSameCause() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::refuse, 7);
            Throwable own = future.exception(WAIT).orElseThrow();
            StackTraceElement[] stack = own.getStackTrace();
            List<Throwable> thrown = new ArrayList<>();

            for (int i = 0; i < 3; i++) {
                thrown.add(catchThrowable(future::result));
                thrown.add(catchThrowable(() -> future.result(WAIT)));
            }

            assertThat(thrown).hasSize(6).doesNotHaveDuplicates().allSatisfy(each -> {
                assertThat(each).isInstanceOf(TaskFailedException.class);
                assertThat(each.getCause()).isSameAs(own);
                assertThat(each.getSuppressed()).isEmpty();
            });
            assertThat(own).isInstanceOf(Refusal.class).hasNoSuppressedExceptions();
            assertThat(own.getStackTrace()).isNotEmpty().isEqualTo(stack);
        }
    }

    /** {@link java.util.concurrent.FutureTask#get}: an ExecutionException for each call. */
    @Test
    void soDoesWhoeverCallsGet() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::refuse, 7);
            Throwable own = future.exception(WAIT).orElseThrow();

            Throwable first = catchThrowable(future::get);
            Throwable second = catchThrowable(future::get);

            assertThat(first).isInstanceOf(ExecutionException.class).isNotSameAs(second);
            assertThat(first.getCause()).isSameAs(own);
            assertThat(second.getCause()).isSameAs(own);
        }
    }

    /** CPython 3.13 base:463. */
    @Test
    void theTasksOwnExceptionIsTheSameEachTime() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::refuse, 7);

            Throwable own = future.exception(WAIT).orElseThrow();

            assertThat(future.exception()).containsSame(own);
            assertThat(future.exception(WAIT)).containsSame(own);
        }
    }

    /** CPython 3.13 base:428. */
    @Test
    void aResultIsTheSameEachTime() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<List<Integer>> future = pool.submit(x -> List.of(x, x), 1_000);

            List<Integer> result = future.result(WAIT);

            assertThat(result).containsExactly(1_000, 1_000);
            assertThat(future.result()).isSameAs(result);
            assertThat(future.get()).isSameAs(result);
            assertThat(future.exception()).isEmpty();
        }
    }
}
