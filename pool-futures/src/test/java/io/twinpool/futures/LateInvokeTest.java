// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What {@code invokeAll} and {@code invokeAny} leave behind when their time is up. */
final class LateInvokeTest extends FuturesContract {
    private static final int ROUNDS = 20;

    LateInvokeTest(Kind kind) {
        super(kind);
    }

    private interface Call extends Callable<Integer>, Serializable {}

    /** One that runs until it is stopped, and those that wait behind it. */
    private static List<Call> calls(Gate gate, Traces traces) {
        Call late = () -> traces.leaving(1);
        return List.of(() -> gate.pass(0), late, late, late);
    }

    /** {@link ExecutorService#invokeAll}: tasks that have not completed are cancelled; the end of one is no beginning for another. */
    @Test
    void nothingOfAllBeginsWhenTheTimeIsUp() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Traces traces = traces();
            ExecutorService view = pool.asExecutorService();
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(view.invokeAll(calls(gate, traces), 10, TimeUnit.MILLISECONDS))
                        .allMatch(future -> future.isCancelled());
                pool.submit(() -> {}).result();
            }

            assertThat(traces.all()).isEmpty();
        }
    }

    /** {@link ExecutorService#invokeAny}: upon exceptional return, tasks that have not completed are cancelled. */
    @Test
    void nothingOfAnyBeginsWhenTheTimeIsUp() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Traces traces = traces();
            ExecutorService view = pool.asExecutorService();
            for (int i = 0; i < ROUNDS; i++) {
                assertThatThrownBy(() -> view.invokeAny(calls(gate, traces), 10, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
                pool.submit(() -> {}).result();
            }

            assertThat(traces.all()).isEmpty();
        }
    }
}
