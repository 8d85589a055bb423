// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.RUN;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.OnWorkerLost;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What no worker has the memory to read costs its own task.
 *
 * <p>Contract, "Settled details": reading the arguments counts as started (a poison argument costs one task, not every worker).
 */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class PoisonArgumentTest {
    private static final Workers SMALL = Workers.processes(1).standby(0).maxHeap("64m");
    private static final int OUT_OF_MEMORY = 3; // the JVM's exit code
    private static final int LARGE = 50 << 20; // less than the heap, and more than any part of it

    private PoolExecutor pool = PoolExecutor.of(SMALL);

    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    private record Holder(byte[] content) implements Serializable {}

    @AfterEach
    void close() {
        pool.close();
    }

    private static void assertLost(Optional<Throwable> error) {
        assertThat(error)
                .containsInstanceOf(WorkerLostException.class)
                .hasValueSatisfying(lost ->
                        assertThat(((WorkerLostException) lost).exitCode()).isEqualTo(OptionalInt.of(OUT_OF_MEMORY)));
    }

    private void assertCostsItself(PoolFuture<?> poison) throws Exception {
        PoolFuture<Integer> good = pool.submit(Work::square, 4);
        assertLost(poison.exception(WAIT));
        assertThat(good.result(WAIT)).isEqualTo(16);
        assertThat(pool.stats().workersLost()).isEqualTo(1);
    }

    @Test
    void anArgumentThatNoWorkerCanReserveCostsItsTask() throws Exception {
        assertCostsItself(pool.submit((byte[] bytes) -> bytes.length, new byte[LARGE]));
    }

    @Test
    void anObjectThatNoWorkerCanReserveCostsItsTask() throws Exception {
        assertCostsItself(pool.submit((Holder holder) -> holder.content().length, new Holder(new byte[LARGE])));
    }

    @Test
    void aClosureThatNoWorkerCanReserveCostsItsTask() throws Exception {
        byte[] captured = new byte[LARGE];
        assertCostsItself(pool.submit(() -> captured.length));
    }

    @Test
    void anItemThatNoWorkerCanReserveCostsItself() {
        List<byte[]> items = List.of(new byte[1], new byte[LARGE], new byte[2], new byte[3]);
        try (Results<Integer> results = pool.map((byte[] bytes) -> bytes.length, items)) {
            assertThat(results.next()).isEqualTo(1);
            assertThat(results.nextOutcome())
                    .isInstanceOfSatisfying(Outcome.Failure.class, failure -> assertLost(Optional.of(failure.error())));
            assertThat(results.next()).isEqualTo(2);
            assertThat(results.next()).isEqualTo(3);
        }
    }

    /** Contract: retry(n) = n more starts after a loss. */
    @Test
    void readingIsAStartThatMayBeRepeated() throws Exception {
        pool.close();
        pool = PoolExecutor.of(SMALL.onWorkerLost(OnWorkerLost.retry(2)));
        PoolFuture<Integer> poison = pool.submit((byte[] bytes) -> bytes.length, new byte[LARGE]);
        PoolFuture<Integer> good = pool.submit(Work::square, 4);

        assertLost(poison.exception(RUN)); // of three JVMs
        assertThat(good.result(WAIT)).isEqualTo(16);
        assertThat(pool.stats().workersLost()).isEqualTo(3);
    }
}
