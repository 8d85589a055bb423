// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract 10: a task that waits for another of its own pool lends its place; no longer than it has one. */
final class LentPlacesTest extends FuturesContract {
    LentPlacesTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereATaskCanWait() {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
    }

    /** API.md 4, settled details: deaf to interrupts: the thread is given up, and replaced by one. */
    @Test
    void aThreadThatIsGivenUpWhileItWaitsLendsNoPlaceAnyMore() throws Exception {
        CountDownLatch back = new CountDownLatch(1);
        try (PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(Duration.ofMillis(50)));
                Gate gate = gate()) {
            PoolFuture<Void> waiting = pool.submit(() -> {
                pool.submit(() -> gate.pass()).toCompletableFuture().join();
                back.countDown();
            });
            gate.awaitArrivals(1);

            waiting.cancel(true);

            Eventually.until(
                    "one worker for one place, beside " + pool.stats(),
                    () -> pool.stats().abandonedWorkers() == 1 && pool.stats().workers() == 1);
            gate.open();
            assertThat(back.await(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(pool.stats().workers()).isEqualTo(1);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }
}
