// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.RUN;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Options of {@code Workers}, as a user of the executor sees them. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is part of the test
final class WorkersOptionsTest extends FuturesContract {
    WorkersOptionsTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 thread:69: per worker, before its first task. */
    @Test
    void theInitializerRunsOnceBeforeTheFirstTask() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).initializer(() -> traces.leave("initializer")))) {
            IntStream.range(0, 5).forEach(i -> pool.submit(() -> traces.leave("task")));
        }
        assertThat(traces.all()).containsExactly("initializer", "task", "task", "task", "task", "task");
    }

    /** CPython 3.13 t/test_init.py: BrokenThreadPool for what waits; contract 6: with the real cause. */
    @Test
    void anInitializerThatFailsBreaksThePoolWithItsCause() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(2).initializer(() -> Work.refuse(7)))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 2).result(WAIT))
                    .isInstanceOf(BrokenPoolException.class)
                    .cause()
                    .isInstanceOf(Refusal.class)
                    .hasMessage("refused: 7");
            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(BrokenPoolException.class);
        }
    }

    /** gh-87472: CPython's Pool respawns for ever; contract 6: a bounded number of starts. */
    @Test
    void anInitializerThatFailsIsNotTriedForEver() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(workers(2).initializer(() -> Work.refuse(traces.leaving(7))))) {
            awaitBroken(pool);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertThat(traces.all()).hasSizeBetween(1, 20);
    }

    /** Contract: an Error of the initializer breaks the pool just the same. */
    @Test
    void anErrorOfTheInitializerBreaksThePool() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).initializer(() -> Work.overflow(0)))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 2).result(RUN))
                    .isInstanceOf(BrokenPoolException.class)
                    .cause()
                    .isInstanceOf(StackOverflowError.class);
        }
    }

    /** Contract: once per worker at a polite exit. */
    @Test
    void theFinalizerRunsOnceAtAPoliteExit() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool =
                PoolExecutor.of(workers(1).killGrace(WAIT).finalizer(() -> traces.leave("finalizer")))) {
            pool.submit(() -> traces.leave("task")).result();
        }
        assertThat(traces.all()).containsExactly("task", "finalizer");
    }

    /** gh-68663: CPython counts chunks; contract: items. */
    @Test
    void maxTasksPerChildCountsItems() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool =
                        PoolExecutor.of(workers(1).maxTasksPerChild(5).initializer(() -> traces.leave("initializer")));
                Results<Integer> results = pool.map(
                        Work::square,
                        IntStream.range(0, 20).boxed().toList(),
                        MapOptions.defaults().chunkSize(10))) {
            assertThat(results.toList()).hasSize(20);
        }
        assertThat(traces.all()).hasSizeBetween(4, 5);
    }

    /**
     * gh-115634: in CPython a backlog deadlocks; contract: the initializer runs again in every replacement. The replacement may be up
     * before the last one has left, so only what one worker did has an order.
     */
    @Test
    void aWorkerIsReplacedAfterItsLastTaskEvenWithABacklog() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(workers(1)
                .maxTasksPerChild(2)
                .killGrace(WAIT)
                .initializer(() -> traces.leave(Work.worker() + ":i"))
                .finalizer(() -> traces.leave(Work.worker() + ":f")))) {
            IntStream.range(0, 6).forEach(i -> pool.submit(() -> traces.leave(Work.worker() + ":t")));
        }
        Collection<String> workers = traces.all().stream()
                .map(line -> line.split(":", 2))
                .collect(Collectors.groupingBy(
                        line -> line[0], Collectors.mapping(line -> line[1], Collectors.joining())))
                .values();
        assertThat(workers).allMatch(lives -> lives.matches("(ittf)*(if?)?"), "lives of two tasks each");
        assertThat(String.join("", workers)).as("all six tasks").matches("([^t]*t){6}[^t]*");
    }

    /** Contract: the names of threads and processes begin with the pool's. */
    @Test
    void workersAreNamedForThePool() {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).named("kitchen"))) {
            assertThat(pool.submit(Work::worker).result()).contains("kitchen");
        }
    }

    /** CPython 3.13 t/test_shutdown.py:223: a default prefix that counts the pools; java.util.concurrent.Executors: pool-N-thread-M. */
    @Test
    void poolsWithoutANameHaveOneOfTheirOwnEach() {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor one = PoolExecutor.of(workers(1));
                PoolExecutor other = PoolExecutor.of(workers(1))) {
            assertThat(one.submit(Work::worker).result())
                    .contains("pool-")
                    .isNotEqualTo(other.submit(Work::worker).result());
        }
    }

    /**
     * API.md 1, named: the names of threads; STYLE, Names: for their slot. The lowest number that is free names the next worker, so that a
     * pool has few names however long it lives.
     */
    @Test
    void aReplacementMayHaveTheNameOfOneThatIsGone() throws Exception {
        assumeWorkersOfTheirOwn();
        Set<String> names = new HashSet<>();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).maxTasksPerChild(1))) {
            Eventually.until(
                    "a name again",
                    () -> !names.add(
                            pool.submit(() -> Thread.currentThread().getName()).result()));
        }
    }

    /** Contract: taskDecorator wraps each run and captures at submission; not for forked JVMs. */
    @Test
    void theDecoratorCapturesAtSubmissionAndWrapsTheRun() {
        assumeSharedMemory();
        ThreadLocal<String> context = new ThreadLocal<>();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (PoolExecutor pool = PoolExecutor.of(workers(1).taskDecorator(run -> {
            String captured = context.get();
            return () -> {
                order.add("before in " + captured);
                run.run();
                order.add("after");
            };
        }))) {
            context.set("mine");
            PoolFuture<Boolean> future = pool.submit(() -> order.add("task"));

            assertThat(future.result()).isTrue();
        }
        assertThat(order).containsExactly("before in mine", "task", "after");
    }

    /** Contract: options for other kinds, or of no use without others, do no harm. */
    @Test
    void optionsWithoutEffectAreNoError() throws Exception {
        Workers workers = workers(1).minWorkers(1).standby(0).maxWorkerAge(Duration.ofSeconds(Long.MAX_VALUE));
        try (PoolExecutor pool = PoolExecutor.of(workers)) {
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }
}
