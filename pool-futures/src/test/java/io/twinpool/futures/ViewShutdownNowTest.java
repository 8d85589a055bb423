// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** {@code shutdownNow} of the ExecutorService view: what runs is stopped, what never began is given back. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class ViewShutdownNowTest extends JdkContract {
    ViewShutdownNowTest(Kind kind) {
        super(kind);
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

    /** JSR-166 ThreadPoolExecutorTest.testShutdownNow: what runs is waited for, what never began is given back, also one command. */
    @Test
    void aPoolThatShutdownNowEndedHasNothingRunning() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open();
                Gate gate = gate("gate")) {
            ExecutorService service = pool.asExecutorService();
            Command command = stoppable(gate, traces);
            for (int i = 0; i < 5; i++) {
                service.execute(command);
            }
            gate.awaitArrivals(2);

            assertThat(service.shutdownNow()).hasSize(3).containsOnly(command);

            assertThat(terminates(service)).isTrue();
            assertThat(traces.all()).hasSize(2);
            assertThat(pool.stats().completed()).isEqualTo(5);
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

    /** {@link ExecutorService#shutdownNow}: nobody waits for ever, neither for what is stopped nor for what is given back. */
    @Test
    void shutdownNowWakesWhoeverWaits() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            List<Bystander<Integer>> waiters = new ArrayList<>();
            for (int i = 0; i < 3; i++) { // two run, one waits
                Future<Integer> future = service.submit(waiting(gate, i));
                waiters.add(Bystander.calling(future::get).awaitBlocked());
                waiters.add(Bystander.calling(() -> within(future)).awaitBlocked());
            }
            gate.awaitArrivals(2);

            assertThat(service.shutdownNow()).hasSize(1);

            for (Bystander<Integer> waiter : waiters) {
                assertThat(waiter.failure()).isInstanceOf(CancellationException.class);
            }
        }
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

    /** OpenJDK ThreadPoolExecutor/ShutdownNowExecuteRace: what is taken while it ends runs or is given back, never both. */
    @Test
    void whatIsGivenWhileThePoolEndsRunsOrIsGivenBack() throws Exception {
        assumeWorkersOfTheirOwn();
        for (int round = 0; round < 20; round++) {
            File marks =
                    Files.createDirectory(directory.resolve("round" + round)).toFile();
            try (PoolExecutor pool = open()) {
                ExecutorService service = pool.asExecutorService();
                CountDownLatch begun = new CountDownLatch(2);
                Bystander<List<Mark>> one = Bystander.calling(() -> givenUntilTheEnd(service, marks, "one", begun));
                Bystander<List<Mark>> other = Bystander.calling(() -> givenUntilTheEnd(service, marks, "other", begun));
                begun.await();

                Set<Runnable> back = new HashSet<>(service.shutdownNow());

                assertThat(terminates(service)).isTrue();
                assertThat(one.result()).allMatch(mark -> mark.hasRun() != back.contains(mark));
                assertThat(other.result()).allMatch(mark -> mark.hasRun() != back.contains(mark));
            }
        }
    }

    private static List<Mark> givenUntilTheEnd(ExecutorService service, File marks, String name, CountDownLatch begun) {
        List<Mark> given = new ArrayList<>();
        try {
            while (true) {
                Mark mark = new Mark(new File(marks, name + given.size()));
                service.execute(mark);
                given.add(mark);
                begun.countDown();
            }
        } catch (RejectedExecutionException e) {
            return given;
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
}
