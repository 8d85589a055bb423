// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.TaskTimeoutException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** API.md 4, settled details: a task that submits into its own full queue runs the new task itself. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to fill the queue
final class RunHereTest extends FuturesContract {
    RunHereTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereATaskCanMeetTheQueue() {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
    }

    private PoolExecutor small() {
        return PoolExecutor.of(workers(1).queueCapacity(1));
    }

    /** Contract 4: its time limit counts from its start, stops it alone, and its stack is told. */
    @Test
    void aTaskThatIsRunInAnotherHasItsTimeLimit() throws Exception {
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            PoolExecutor limited = pool.withTaskTimeout(Duration.ofMillis(50));
            PoolFuture<Optional<Throwable>> outer = pool.submit(() -> {
                pool.submit(Work::square, 1);
                PoolFuture<Void> inner = limited.submit(() -> gate.pass());
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return inner.exception();
            });

            assertThat(outer.result(WAIT)).get().isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                assertThat(e.timeout()).isEqualTo(Duration.ofMillis(50));
                assertThat(e.taskStack()).anyMatch(frame -> frame.getClassName().equals(Gate.class.getName()));
            });
        }
    }

    /** Contract 9: an interrupt aimed at the task around it is not lost because another one ran in between. */
    @Test
    void anInterruptOfTheTaskAroundItIsStillThereAfterIt() throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            PoolFuture<Void> outer = pool.submit(() -> {
                pool.submit(Work::square, 1);
                pool.submit(() -> gate.pass());
                flag.complete(Thread.currentThread().isInterrupted());
            });
            gate.awaitArrivals(1);

            outer.cancel(true);

            assertThat(flag.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
        }
    }
}
