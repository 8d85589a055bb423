// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How the ExecutorService view ends: shutdown, shutdownNow, awaitTermination, close. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class ViewEndTest extends JdkContract {
    ViewEndTest(Kind kind) {
        super(kind);
    }

    /** Java has it in ExecutorService since 19; here it is there on 17 too. */
    private static void close(ExecutorService service) throws Exception {
        ((AutoCloseable) service).close();
    }

    private static void assertEnded(ExecutorService service) throws InterruptedException {
        assertThat(service.isShutdown()).isTrue();
        assertThat(service.isTerminated()).isTrue();
        assertThat(service.awaitTermination(0, TimeUnit.DAYS)).isTrue();
        assertThat(service.awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS)).isTrue();
    }

    /** JSR-166 ThreadPoolExecutorTest.testIsShutdown, testIsTerminated, testShutdown. */
    @Test
    void anIdlePoolEndsByShutdown() throws Exception {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            assertThat(service.isShutdown()).isFalse();
            assertThat(service.isTerminated()).isFalse();

            service.shutdown();

            assertThat(service.isShutdown()).isTrue();
            assertThat(terminates(service)).isTrue();
            assertEnded(service);
        }
    }

    /** JSR-166 ThreadPoolExecutorTest.testIsTerminating: what was taken is done, shut down or not. */
    @Test
    void whatWasTakenIsDone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            Future<Integer> waiting = service.submit(waiting(gate, 2));
            gate.awaitArrivals(1);

            service.shutdown();
            service.shutdown();

            assertThat(service.isTerminated()).isFalse();
            gate.open();
            assertThat(terminates(service)).isTrue();
            assertThat(running.get(0, TimeUnit.DAYS)).isEqualTo(1);
            assertThat(waiting.get(0, TimeUnit.DAYS)).isEqualTo(2);
        }
    }

    /** JSR-166 ExecutorService: awaitTermination only waits as long as it was told to, and not without a shutdown. */
    @Test
    void awaitTerminationTellsIfItTimedOut() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            service.submit(waiting(gate, 1));
            assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();

            service.shutdown();

            assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(service.awaitTermination(0, TimeUnit.DAYS)).isFalse();
            assertThat(service.awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS)).isFalse();
            gate.open();
            assertThat(service.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        }
    }

    /** {@link ExecutorService#isTerminated} and {@code awaitTermination}, API.md 4: which waits for callbacks, tell the same. */
    @Test
    void aPoolHasNotTerminatedWhileACallbackRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch callback = new CountDownLatch(1);
        try (PoolExecutor pool = PoolExecutor.of(workers(1));
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            pool.submit(() -> gate.pass(3)).addDoneCallback(future -> {
                entered.countDown();
                await(callback);
            });
            service.shutdown();
            gate.open();
            entered.await();
            Eventually.until("the worker has left", () -> pool.stats().workers() == 0);

            assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(service.isTerminated()).isFalse();
            callback.countDown();
            assertThat(service.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
            assertThat(service.isTerminated()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@link ExecutorService#awaitTermination}: an interrupt ends the wait and nothing else; the flag is clear. */
    @Test
    void anInterruptEndsTheWaitAlone() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            service.shutdown();
            Bystander<Boolean> waiter = Bystander.calling(() -> {
                assertThatThrownBy(() -> terminates(service)).isInstanceOf(InterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });

            waiter.awaitBlocked().interrupt();

            assertThat(waiter.result()).isFalse();
            gate.open();
            assertThat(within(running)).isEqualTo(1);
        }
    }

    /** OpenJDK ExecutorService/SubmitTest.testExecuteWithShutdownNow, testSubmitRunnableWithShutdownNow. */
    @Test
    void shutdownNowInterruptsWhatRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open();
                Gate gate = gate("gate")) {
            ExecutorService service = pool.asExecutorService();
            service.execute(stoppable(gate, traces));
            Future<?> submitted = service.submit(stoppable(gate, traces));
            gate.awaitArrivals(2);

            assertThat(service.shutdownNow()).isEmpty();

            traces.await(2);
            assertThat(terminates(service)).isTrue();
            assertThat(submitted.isDone()).isTrue();
        }
    }

    /** JSR-166 ThreadPoolExecutorTest.testShutdownNow: in the order given, also after a shutdown, and once only. */
    @Test
    void shutdownNowGivesEachCommandBackOnce() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int id = i;
            commands.add(() -> traces.leave(id));
        }
        try (PoolExecutor pool = open(1);
                Gate gate = gate("gate")) {
            ExecutorService service = pool.asExecutorService();
            service.execute(stoppable(gate, traces));
            commands.forEach(service::execute);
            gate.awaitArrivals(1);
            service.shutdown();

            List<Runnable> first = service.shutdownNow();
            List<Runnable> second = service.shutdownNow();

            assertThat(first).isEqualTo(commands);
            assertThat(second).isEmpty();
            assertThat(terminates(service)).isTrue();
        }
        assertThat(traces.all()).containsExactly("interrupted");
    }

    /** DESIGN, every future ends: what shutdownNow gives back is cancelled, and as with FutureTask, running it then does nothing. */
    @Test
    void whatIsGivenBackIsCancelled() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open(1);
                Gate gate = gate("gate")) {
            ExecutorService service = pool.asExecutorService();
            service.submit(waiting(gate, 1));
            Future<Integer> callable = service.submit(call(() -> traces.leaving(2)));
            Future<?> runnable = service.submit(command(() -> traces.leave(3)));
            PoolFuture<Integer> foreign = pool.submit(() -> traces.leaving(4));
            gate.awaitArrivals(1);

            List<Runnable> back = service.shutdownNow();
            back.forEach(Runnable::run);

            assertThat(back).hasSize(2);
            assertThat(back.get(0)).isSameAs(callable);
            assertThat(back.get(1)).isSameAs(runnable);
            assertThat(List.of(callable, runnable, foreign)).allMatch(Future::isCancelled);
        }
        assertThat(traces.all()).isEmpty();
    }

    /** JSR-166 ThreadPoolExecutorTest.testShutdownNow: what did not run is in the list, and what is in the list did not run. */
    @Test
    void everyCommandRunsOrIsGivenBack() throws Exception {
        assumeWorkersOfTheirOwn();
        for (int round = 0; round < 20; round++) {
            try (PoolExecutor pool = open()) {
                ExecutorService service = pool.asExecutorService();
                List<Mark> marks = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    marks.add(new Mark(new File(directory.toFile(), round + "-" + i)));
                    service.execute(marks.get(i));
                }

                List<Runnable> back = service.shutdownNow();

                assertThat(terminates(service)).isTrue();
                assertThat(marks).noneMatch(mark -> mark.hasRun() && back.contains(mark));
                Eventually.until(
                        "all run or given back",
                        () -> marks.stream().allMatch(mark -> mark.hasRun() || back.contains(mark)));
            }
        }
    }

    /** Leaves a file when it runs, with means that know no interrupts. */
    private record Mark(File file) implements Command {
        @Override
        public void run() {
            try {
                if (!file.createNewFile()) {
                    throw new IllegalStateException("ran twice: " + file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean hasRun() {
            return file.exists();
        }
    }

    /** OpenJDK ExecutorService/CloseTest.testCloseWithNoTasks, testTerminateBeforeClose. */
    @Test
    void closingAnIdlePoolEndsIt() throws Exception {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            close(service);
            close(service);

            assertEnded(service);
        }
    }

    /** OpenJDK ExecutorService/CloseTest.testCloseWithRunningTasks, testShutdownBeforeClose. */
    @Test
    void closingWaitsForWhatRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            gate.awaitArrivals(1);
            service.shutdown();
            Bystander<Void> closer = Bystander.calling(() -> {
                close(service);
                return null;
            });
            closer.awaitBlocked();

            gate.open();

            assertThat(closer.result()).isNull();
            assertEnded(service);
            assertThat(running.get(0, TimeUnit.DAYS)).isEqualTo(1);
        }
    }

    /** OpenJDK ExecutorService/CloseTest.testInterruptBeforeClose. */
    @Test
    void closingWhileInterruptedStopsWhatRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            gate.awaitArrivals(1);
            Bystander<Boolean> closer = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                close(service);
                return Thread.currentThread().isInterrupted();
            });

            assertThat(closer.result()).isTrue();
            assertEnded(service);
            assertThatThrownBy(running::get).isInstanceOf(ExecutionException.class);
        }
    }

    /** OpenJDK ExecutorService/CloseTest.testInterruptDuringClose. */
    @Test
    void anInterruptOfCloseStopsWhatRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            gate.awaitArrivals(1);
            Bystander<Boolean> closer = Bystander.calling(() -> {
                close(service);
                return Thread.currentThread().isInterrupted();
            });

            closer.awaitBlocked().interrupt();

            assertThat(closer.result()).isTrue();
            assertEnded(service);
            assertThatThrownBy(running::get).isInstanceOf(ExecutionException.class);
        }
    }

    /** JSR-166 ThreadPoolExecutorTest.testToString. */
    @Test
    void itsNameSaysItsState() throws Exception {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            assertThat(service.toString()).startsWith("ExecutorService[").contains("open");

            service.shutdown();
            assertThat(pool.awaitTermination(WAIT)).isTrue();

            assertThat(service.toString()).contains("settled");
        }
    }

    /** Package java.util.concurrent, memory consistency: execute, and what awaitTermination tells. */
    @Test
    void plainWritesAreSeenAcrossExecuteAndTheEnd() throws Exception {
        assumeSharedMemory();
        for (int round = 0; round < 100; round++) {
            int[] cells = {1, 0};
            try (PoolExecutor pool = open(1)) {
                ExecutorService service = pool.asExecutorService();
                service.execute(() -> cells[1] = cells[0] + 1);
                service.shutdown();

                Eventually.until("terminated", service::isTerminated);

                assertThat(cells[1]).isEqualTo(2);
            }
        }
    }
}
