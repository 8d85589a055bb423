// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code invokeAll} and {@code invokeAny} of the ExecutorService view. */
final class InvokeTest extends FuturesContract {
    private interface Call<R> extends Callable<R>, Serializable {}

    private static Call<Integer> waiting(Gate gate, int value) {
        return () -> gate.pass(value);
    }

    InvokeTest(Kind kind) {
        super(kind);
    }

    /** {@link ExecutorService#invokeAll}: in the order of the collection, all done. */
    @Test
    void invokeAllGivesAllFuturesDoneAndInOrder() throws Exception {
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = IntStream.range(0, 20)
                    .<Call<Integer>>mapToObj(i -> () -> Work.square(i))
                    .toList();

            List<Future<Integer>> futures = pool.asExecutorService().invokeAll(calls);

            assertThat(futures).hasSize(20).allMatch(Future::isDone);
            for (int i = 0; i < 20; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i * i);
            }
        }
    }

    /** {@link ExecutorService#invokeAny}: the result of one that succeeded. */
    @Test
    void invokeAnyGivesTheFirstSuccess() throws Exception {
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = List.of(() -> Work.refuse(1), () -> Work.square(3), () -> Work.refuse(2));

            assertThat(pool.asExecutorService().invokeAny(calls)).isEqualTo(9);
        }
    }

    /** {@link ExecutorService#invokeAny}. */
    @Test
    void invokeAnyThrowsIfNoneSucceeds() {
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = List.of(() -> Work.refuse(1), () -> Work.refuse(2));

            assertThatThrownBy(() -> pool.asExecutorService().invokeAny(calls))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(Refusal.class);
        }
    }

    /** {@link ExecutorService#invokeAny(java.util.Collection, long, TimeUnit)}. */
    @Test
    void invokeAnyTimesOut() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            assertThatThrownBy(() ->
                            pool.asExecutorService().invokeAny(List.of(waiting(gate, 1)), 5, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
        }
    }
}
