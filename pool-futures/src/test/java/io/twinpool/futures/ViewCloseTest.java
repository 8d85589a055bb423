// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code close()} of a view, called by one of the tasks for which it would wait. */
final class ViewCloseTest extends FuturesContract {
    ViewCloseTest(Kind kind) {
        super(kind);
    }

    /** The views of a pool. */
    enum View {
        LIMITED,
        LIMITED_TWICE,
        SERVICE;

        AutoCloseable of(PoolExecutor pool) {
            return switch (this) {
                case LIMITED -> pool.withTaskTimeout(WAIT);
                case LIMITED_TWICE -> pool.withTaskTimeout(WAIT).withTaskTimeout(WAIT);
                case SERVICE -> (AutoCloseable) pool.asExecutorService();
            };
        }
    }

    @BeforeEach
    void onlyWhereTasksSeeThePool() {
        assumeSharedMemory();
    }

    /** API.md 4, settled details: close() inside one of the pool's own tasks starts the shutdown and throws IllegalStateException. */
    @ParameterizedTest
    @EnumSource
    void closeOfAViewInsideATaskBeginsTheShutdownAndThrows(View view) throws Exception {
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Void> future = pool.submit(() -> view.of(pool).close());

            assertThat(future.exception(WAIT)).containsInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(RejectedExecutionException.class);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** API.md 4, settled details: ... inside an item of a map of that view, whose other items still run. */
    @ParameterizedTest
    @EnumSource
    void closeOfAViewInsideAnItemLeavesTheOtherItems(View view) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate();
                var results =
                        pool.withTaskTimeout(WAIT).map(x -> closing(view.of(pool), gate.pass(x)), List.of(1, 2, 3))) {
            gate.open();

            assertThat(results.toList()).containsExactly(-1, -2, -3);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    private static int closing(AutoCloseable view, int x) throws Exception {
        try {
            view.close();
            return x;
        } catch (IllegalStateException e) {
            return -x;
        }
    }

    /** API.md 4, settled details: ... inside a task of the ExecutorService. */
    @ParameterizedTest
    @EnumSource
    void closeOfAViewInsideATaskOfTheServiceThrows(View view) throws Exception {
        try (PoolExecutor pool = open(1)) {
            ExecutorService service = pool.asExecutorService();

            assertThat(service.submit(() -> closing(view.of(pool), 1)).get()).isEqualTo(-1);
            assertThat(service.isShutdown()).isTrue();
        }
    }
}
