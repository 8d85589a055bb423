// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code Workers.maxWorkerAge}. */
final class WorkerAgeTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(50);

    WorkerAgeTest(Kind kind) {
        super(kind);
    }

    /** Contract: a worker past its age is replaced; the initializer runs again, and the finalizer. */
    @Test
    void aWorkerThatIsTooOldIsReplaced() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(workers(1)
                .maxWorkerAge(BRIEF)
                .killGrace(WAIT)
                .initializer(() -> traces.leave("i"))
                .finalizer(() -> traces.leave("f")))) {
            Eventually.until("a replacement", () -> {
                pool.submit(Work::square, 2).result();
                return traces.all().stream().filter("i"::equals).count() >= 3;
            });
            assertThat(pool.stats().workersLost()).isZero();
        }
        long begun = traces.all().stream().filter("i"::equals).count();
        assertThat(traces.all().stream().filter("f"::equals)).hasSize((int) begun);
    }

    /** Contract: an idle one too. */
    @Test
    void anIdleWorkerThatIsTooOldIsReplaced() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).maxWorkerAge(BRIEF).initializer(() -> traces.leave("i")))) {
            traces.await(3);

            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract: never in the middle of a task. */
    @Test
    void aTaskOutlivesTheAgeOfItsWorker() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).maxWorkerAge(BRIEF));
                Gate gate = gate()) {
            PoolFuture<Integer> task = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            long begun = System.nanoTime();
            Eventually.until("old age", () -> System.nanoTime() - begun > 3 * BRIEF.toNanos());

            gate.open();

            assertThat(task.result(WAIT)).isEqualTo(1);
            assertThat(gate.arrivals()).isEqualTo(1);
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** Contract: no gap: all tasks are done, each once, while workers come and go. */
    @Test
    void allIsDoneOnceWhileWorkersComeAndGo() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(workers(2).maxWorkerAge(Duration.ofMillis(1)))) {
            List<PoolFuture<Integer>> futures = IntStream.range(0, 300)
                    .mapToObj(i -> pool.submit(() -> traces.leaving(i)))
                    .toList();
            for (int i = 0; i < 300; i++) {
                assertThat(futures.get(i).result(WAIT)).isEqualTo(i);
            }
            assertThat(pool.stats().failed()).isZero();
        }
        assertThat(traces.all()).hasSize(300).doesNotHaveDuplicates();
    }
}
