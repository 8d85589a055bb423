// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.MapOptions;
import io.twinpool.PoolTerminatedException;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code close()} where a task does not hear that it is over. */
@SuppressWarnings("try") // close() is what is tested
final class DeafTaskTest extends PoolContract {
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    DeafTaskTest(Kind kind) {
        super(kind);
    }

    /** Closes the pool, on a thread of its own; {@return how many callbacks had run when that returned} */
    private static int closed(Pool pool, Gate gate) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AsyncResult<Integer> deaf =
                pool.applyAsync(Work::ignoreInterrupts, gate, Callbacks.onError(e -> calls.incrementAndGet()));
        gate.awaitArrivals(1);
        Bystander<Integer> closing = Bystander.calling(() -> {
            pool.close();
            return calls.get();
        });
        assertThatThrownBy(() -> deaf.get(WAIT)).isInstanceOf(PoolTerminatedException.class);
        return closing.result();
    }

    /** Javadoc of close(): it returns after the callbacks have run, and does not wait for workers. */
    @Test
    void closeDoesNotWaitForADeafTask() throws Exception {
        assumeWorkersOfTheirOwn();
        Pool pool = Pool.of(workers(1).killGrace(ENDLESS));
        try (Gate gate = gate()) {
            assertThat(closed(pool, gate)).isEqualTo(1);
        }
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** The same of a task in its caller's thread, whose callback is asked for before it begins. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closeDoesNotWaitForADeafTaskInItsCallersThread(boolean list) throws Exception {
        assumeTrue(kind.runsInCaller());
        AtomicInteger calls = new AtomicInteger();
        Callbacks<Object> counting = Callbacks.onError(e -> calls.incrementAndGet());
        Pool pool = Pool.of(workers(1).killGrace(Duration.ZERO));
        try (Gate gate = gate()) {
            Bystander<AsyncResult<?>> submitting = Bystander.calling(() -> list
                    ? pool.mapAsync(Work::ignoreInterrupts, List.of(gate), MapOptions.defaults(), counting)
                    : pool.applyAsync(Work::ignoreInterrupts, gate, counting));
            gate.awaitArrivals(1);

            Bystander<Integer> closing = Bystander.calling(() -> {
                pool.close();
                return calls.get();
            });

            assertThat(closing.result()).isOne();
            assertThat(submitting.isDone()).isFalse();
        }
    }

    /** The same where the workers are not its own. */
    @Test
    void closeDoesNotWaitForADeafTaskOnSharedWorkers() throws Exception {
        assumeWorkersOfTheirOwn();
        try (SharedWorkers shared = SharedWorkers.open(workers(1).killGrace(ENDLESS));
                Gate gate = gate()) {
            assertThat(closed(Pool.over(shared), gate)).isEqualTo(1);
        }
    }
}
