// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code invokeAll} of the ExecutorService view: failures, time-outs, interrupts. */
final class InvokeAllTest extends JdkContract {
    InvokeAllTest(Kind kind) {
        super(kind);
    }

    /** JSR-166 AbstractExecutorServiceTest.testInvokeAll4: a failure is inside its future and disturbs no other. */
    @Test
    void failuresAreInsideTheirFutures() throws Exception {
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = List.of(() -> 1, () -> Work.refuse(2), () -> 3);

            List<Future<Integer>> futures = pool.asExecutorService().invokeAll(calls);

            assertThat(futures).hasSize(3).allMatch(Future::isDone).noneMatch(Future::isCancelled);
            assertThat(futures.get(0).get()).isEqualTo(1);
            assertThat(futures.get(2).get()).isEqualTo(3);
            assertThatThrownBy(() -> futures.get(1).get())
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(Refusal.class);
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testTimedInvokeAll4, testTimedInvokeAll5. */
    @Test
    void inTimeAllAreDoneAndInOrder() throws Exception {
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = IntStream.range(0, 50)
                    .<Call<Integer>>mapToObj(i -> () -> Work.square(i))
                    .toList();

            List<Future<Integer>> futures = pool.asExecutorService().invokeAll(calls, Long.MAX_VALUE, TimeUnit.DAYS);

            for (int i = 0; i < 50; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i * i);
            }
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testTimedInvokeAll6: what is late is stopped if it runs, and else never begins. */
    @Test
    void theTimeoutStopsWhatIsNotDone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = IntStream.range(0, 5)
                    .<Call<Integer>>mapToObj(i -> waiting(gate, i))
                    .toList();

            List<Future<Integer>> futures = pool.asExecutorService().invokeAll(calls, 5, TimeUnit.MILLISECONDS);

            assertThat(futures).hasSize(5).allMatch(Future::isDone).allMatch(Future::isCancelled);
            assertThatThrownBy(() -> futures.get(4).get()).isInstanceOf(CancellationException.class);
            awaitAllStopped(pool);
        }
    }

    /** OpenJDK AbstractExecutorService.invokeAll: without time nothing begins, and every future is cancelled. */
    @Test
    void withoutTimeNothingBegins() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            List<Call<Integer>> calls = List.of(() -> traces.leaving(1), () -> traces.leaving(2));

            List<Future<Integer>> futures = pool.asExecutorService().invokeAll(calls, 0, TimeUnit.DAYS);
            List<Future<Integer>> others = pool.asExecutorService().invokeAll(calls, Long.MIN_VALUE, TimeUnit.DAYS);

            assertThat(futures).hasSize(2).allMatch(Future::isDone).allMatch(Future::isCancelled);
            assertThat(others).hasSize(2).allMatch(Future::isDone).allMatch(Future::isCancelled);
            assertThat(futures).noneMatch(future -> future.cancel(true));
            assertThatThrownBy(() -> futures.get(0).get()).isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> futures.get(0).get(0, TimeUnit.DAYS)).isInstanceOf(CancellationException.class);
            assertThatNullPointerException().isThrownBy(() -> futures.get(0).get(1, null));
            assertThat(futures.get(0).toString()).endsWith("[Cancelled]");
        }
        assertThat(traces.all()).isEmpty();
    }

    /** JSR-166 ThreadPoolExecutorTest.testTimedInvokeAll6. */
    @Test
    void whatWasInTimeKeepsItsResult() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(() -> 0, waiting(gate, 1), () -> 2);

            List<Future<Integer>> futures = inTime(pool.asExecutorService(), millis -> calls, 0, 2);

            assertThat(futures.get(0).get()).isEqualTo(0);
            assertThat(futures.get(1).isCancelled()).isTrue();
            assertThat(futures.get(2).get()).isEqualTo(2);
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testTimedInvokeAll6: inline the second ends too late, and the third never begins. */
    @Test
    void inlineWhatHadBegunInTimeIsDone() throws Exception {
        assumeTrue(kind.runsInCaller(), "here tasks are stopped");
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            List<Future<Integer>> futures = inTime(
                    pool.asExecutorService(),
                    millis -> List.of(() -> 0, () -> late(millis), () -> traces.leaving(2)),
                    0,
                    1);

            assertThat(futures.get(0).get()).isEqualTo(0);
            assertThat(futures.get(1).get()).isEqualTo(1);
            assertThat(futures.get(2).isCancelled()).isTrue();
        }
        assertThat(traces.all()).isEmpty();
    }

    private static int late(long millis) throws InterruptedException {
        Eventually.passes(Duration.ofMillis(millis));
        return 1;
    }

    /** {@code invokeAll}, with more and more time until two of three were in time. */
    private static List<Future<Integer>> inTime(
            ExecutorService service, LongFunction<List<Call<Integer>>> calls, int one, int other)
            throws InterruptedException {
        List<Future<Integer>> futures;
        long millis = 25;
        do {
            millis *= 2;
            long begun = System.nanoTime();
            futures = service.invokeAll(calls.apply(millis), millis, TimeUnit.MILLISECONDS);
            assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
            assertThat(futures).hasSize(3).allMatch(Future::isDone);
        } while (futures.get(one).isCancelled() || futures.get(other).isCancelled());
        return futures;
    }

    private static <R> List<Future<R>> invokeAll(ExecutorService service, List<Call<R>> calls, boolean isTimed)
            throws InterruptedException {
        return isTimed ? service.invokeAll(calls, 1, TimeUnit.DAYS) : service.invokeAll(calls);
    }

    /** OpenJDK ExecutorService/InvokeTest.testInvokeAllInterrupt4, testInvokeAllInterrupt6. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptingTheCallerStopsAll(boolean isTimed) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(waiting(gate, 1), waiting(gate, 2), waiting(gate, 3));
            Bystander<Boolean> caller = Bystander.calling(
                    () -> isInterruptedAfter(() -> invokeAll(pool.asExecutorService(), calls, isTimed)));
            gate.awaitArrivals(2);

            caller.awaitBlocked().interrupt();

            assertThat(caller.result()).isFalse();
            awaitAllStopped(pool);
            assertThat(pool.stats().cancelled()).isEqualTo(3);
        }
    }

    /** OpenJDK ExecutorService/InvokeTest.testInvokeAllInterrupt1, testInvokeAllInterrupt3. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptedCallerDoesNotWait(boolean isTimed) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            List<Call<Integer>> calls = List.of(waiting(gate, 1), waiting(gate, 2));
            Bystander<Boolean> caller = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                return isInterruptedAfter(() -> invokeAll(pool.asExecutorService(), calls, isTimed));
            });

            assertThat(caller.result()).isFalse();
            awaitAllStopped(pool);
        }
    }

    /** {@link ExecutorService#invokeAll}: returns when all have ended, also if somebody else ends them. */
    @Test
    void ifSomebodyElseEndsThemAllAreDone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            List<Call<Integer>> calls = List.of(waiting(gate, 1), waiting(gate, 2), waiting(gate, 3));
            Bystander<List<Future<Integer>>> caller = Bystander.calling(() -> service.invokeAll(calls));
            gate.awaitArrivals(2);
            caller.awaitBlocked();

            service.shutdownNow();

            assertThat(caller.result()).hasSize(3).allMatch(Future::isCancelled);
        }
    }

    /** Contract 10: a task that waits for others of its pool does not stand in their way. */
    @Test
    void aTaskMayInvokeAllOfItsOwnPool() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            ExecutorService service = pool.asExecutorService();
            List<Call<Integer>> calls = List.of(() -> 1, () -> Work.square(3));

            Future<Integer> outer =
                    service.submit(() -> service.invokeAll(calls).get(1).get());

            assertThat(within(outer)).isEqualTo(9);
        }
    }
}
