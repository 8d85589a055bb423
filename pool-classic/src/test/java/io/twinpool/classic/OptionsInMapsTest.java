// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.Args2;
import io.twinpool.MapOptions;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.TaskBiFunction;
import io.twinpool.TaskFunction;
import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of {@link Workers} where whole lists and lazy maps meet them. */
final class OptionsInMapsTest extends PoolContract {
    private static final ThreadLocal<Integer> SERVED = ThreadLocal.withInitial(() -> 0); // by the worker of this thread

    OptionsInMapsTest(Kind kind) {
        super(kind);
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    private static int served(int x) {
        SERVED.set(SERVED.get() + 1);
        return SERVED.get() + 0 * x;
    }

    /** Whose items are not held up by the loading of classes. */
    private Workers warm(int n) {
        return workers(n).initializer(Work.loading(OptionsInMapsTest.class, Gate.class, Traces.class, Work.class));
    }

    /** Contract 4, and 2: an item that runs too long is stopped alone, whatever the chunks; the others have their own outcomes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void anItemOfAListThatRunsTooLongFailsAlone(int chunkSize) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Pool pool = Pool.of(warm(1).taskTimeout(TASK))) {
            TaskFunction<Integer, Integer> held = x -> x == 2 ? gate.pass(x) : traces.leaving(x);
            pool.withTaskTimeout(WAIT).map(held, List.of(-1)); // what takes longer the first time
            assertThatThrownBy(() -> pool.map(held, numbers(5), chunkSize))
                    .isInstanceOfSatisfying(
                            TaskTimeoutException.class,
                            e -> assertThat(e.timeout()).isEqualTo(TASK))
                    .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
            assertThat(pool.map(Work::square, List.of(1, 2), chunkSize)).containsExactly(1, 4);
        }
        assertThat(traces.all()).containsExactly("-1", "0", "1", "3", "4");
    }

    /** API.md 3, withTaskTimeout: the view's maps have its limit, the pool's own have none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void aViewLimitsTheItemsOfItsMaps(int chunkSize) throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = Pool.of(warm(2))) {
            TaskBiFunction<Integer, Integer, Integer> held = (x, y) -> x == 1 ? gate.pass(y) : y;
            List<Args2<Integer, Integer>> rows = List.of(Args2.of(0, 10), Args2.of(1, 11), Args2.of(2, 12));
            Pool view = pool.withTaskTimeout(TASK);
            pool.starmap(held, rows.subList(0, 1)); // what takes longer the first time
            AsyncResult<List<Integer>> unlimited = pool.starmapAsync(held, rows);
            gate.awaitArrivals(1);

            assertThatThrownBy(() -> view.starmap(held, rows, chunkSize)).isInstanceOf(TaskTimeoutException.class);
            try (Results<Integer> results = view.istarmap(held, rows, chunkSize)) {
                assertThat(results.next(WAIT)).isEqualTo(10);
                assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(TaskTimeoutException.class);
                assertThat(results.next(WAIT)).isEqualTo(12);
            }
            assertThat(unlimited.ready()).isFalse();
            gate.open();
            assertThat(unlimited.get(WAIT)).containsExactly(10, 11, 12);
        }
    }

    /** gh-68663: CPython counts chunks; API.md 1: items: no worker has more, whatever the chunks, in every map. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void noWorkerHasMoreItemsThanItMay(int chunkSize) {
        assumeTrue(chunkSize != 3 || kind.sharesMemory(), "of forked JVMs the ends of the range");
        Workers workers = workers(1).maxTasksPerChild(5).initializer(() -> SERVED.set(0));
        try (Pool pool = Pool.of(workers)) {
            List<Integer> served = new ArrayList<>(pool.map(OptionsInMapsTest::served, numbers(12), chunkSize));
            try (Results<Integer> results = pool.imap(OptionsInMapsTest::served, numbers(12), chunkSize)) {
                served.addAll(results.toList());
            }
            served.add(pool.apply(OptionsInMapsTest::served, 0));

            assertThat(served)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 25).map(i -> i % 5 + 1).boxed().toList());
        }
    }

    /** The same for so many items at a time that threads run several together. */
    @Test
    void noWorkerHasMoreTinyItemsThanItMay() {
        Workers workers = workers(1).maxTasksPerChild(1500).initializer(() -> SERVED.set(0));
        try (Pool pool = Pool.of(workers)) {
            assertThat(pool.map(OptionsInMapsTest::served, numbers(4000), 4000))
                    .isEqualTo(IntStream.range(0, 4000)
                            .map(i -> i % 1500 + 1)
                            .boxed()
                            .toList());
        }
    }

    /** API.md 1: initializer before the first task, finalizer at a polite exit, once per worker; CPython has no finalizer. */
    @Test
    void aWorkerBeginsBeforeAndEndsAfterTheItemsOfItsMaps() throws Exception {
        Traces traces = traces();
        Workers workers = workers(1)
                .initializer(() -> traces.leave("begin"))
                .finalizer(() -> traces.leave("end"))
                .killGrace(WAIT);
        try (Pool pool = Pool.of(workers)) {
            pool.map(traces::leaving, List.of(1, 2));
            AsyncResult<List<Integer>> list = pool.mapAsync(traces::leaving, List.of(3, 4));
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(list.successful()).isTrue();
        }
        assertThat(traces.all()).containsExactly("begin", "1", "2", "3", "4", "end");
    }

    /** API.md 1: wraps each task's run: that of each item, also where threads run several together. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 3000})
    void eachItemIsDecorated(int chunkSize) {
        assumeSharedMemory();
        AtomicInteger runs = new AtomicInteger();
        try (Pool pool = Pool.of(workers(1).taskDecorator(run -> () -> {
            runs.incrementAndGet();
            run.run();
        }))) {
            assertThat(pool.map(Work::<Integer>same, numbers(3000), chunkSize)).isEqualTo(numbers(3000));
            assertThat(runs).hasValue(3000);
        }
    }

    /** API.md 1: the context is captured by who submits, for lists and lazy maps; in these, whoever reads the input. */
    @Test
    void theContextOfTheCallerIsThatOfItsItems() {
        assumeSharedMemory();
        ThreadLocal<String> context = new ThreadLocal<>();
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        try (Pool pool = Pool.of(workers(1).taskDecorator(run -> {
            String captured = context.get();
            return () -> {
                seen.add(captured);
                run.run();
            };
        }))) {
            context.set("mine");
            pool.apply(Work::square, 1);
            pool.map(Work::square, List.of(1, 2));
            pool.starmap(Work::add, List.of(Args2.of(1, 2)));
            try (Results<Integer> results = pool.imap(Work::square, List.of(1, 2))) {
                assertThat(results.toList()).containsExactly(1, 4);
            }
        }
        assertThat(seen).hasSize(6).containsOnly("mine");
    }

    /** API.md 4, settled details: queueCapacity counts all that is accepted and not started: a list comes in as there is room. */
    @Test
    void aListWaitsForRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = Pool.of(workers(1).queueCapacity(2))) {
            AsyncResult<Integer> running = pool.applyAsync(gate::pass, 0);
            gate.awaitArrivals(1);
            Bystander<List<Integer>> mapping =
                    Bystander.calling(() -> pool.map(Work::square, numbers(50))).awaitBlocked();

            Eventually.until("two in the queue", () -> pool.stats().queued() == 2);
            gate.open();

            assertThat(mapping.result())
                    .isEqualTo(numbers(50).stream().map(Work::square).toList());
            assertThat(running.get(WAIT)).isZero();
        }
    }

    /** ... and its caller is released by shutdown; nothing of the list runs. */
    @Test
    void aListThatWaitsForRoomIsReleasedByShutdown() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Pool pool = Pool.of(workers(1).queueCapacity(2))) {
            pool.applyAsync(gate::pass, 0);
            gate.awaitArrivals(1);
            Bystander<List<Integer>> mapping = Bystander.calling(() -> pool.map(traces::leaving, numbers(50)))
                    .awaitBlocked();

            pool.shutdown();

            assertThat(mapping.failure()).isInstanceOf(RejectedExecutionException.class);
            gate.open();
            assertThat(pool.join(WAIT)).isTrue();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** ... and by terminate, as whoever waits for what is unfinished. */
    @Test
    void aListThatWaitsForRoomIsEndedByTerminate() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate("gate");
                Pool pool = Pool.of(workers(1).queueCapacity(2))) {
            pool.applyAsync(gate::pass, 0);
            gate.awaitArrivals(1);
            Bystander<List<Integer>> mapping =
                    Bystander.calling(() -> pool.map(Work::square, numbers(50))).awaitBlocked();

            pool.terminate();

            assertThat(mapping.failure()).isInstanceOf(PoolTerminatedException.class);
        }
    }

    /** API.md 4.1: a lazy map that finds no room keeps neither its caller nor other work waiting for longer than the queue is full. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLazyMapThatFindsNoRoomDoesNotHoldItsCaller(boolean ordered) throws Exception {
        assumeWorkersOfTheirOwn();
        MapOptions options = MapOptions.defaults().chunkSize(3);
        try (Gate gate = gate();
                Pool pool = Pool.of(workers(1).queueCapacity(2))) {
            pool.applyAsync(gate::pass, 0);
            gate.awaitArrivals(1);

            Results<Integer> results = ordered
                    ? pool.imap(Work::square, numbers(50), options)
                    : pool.imapUnordered(Work::square, numbers(50), options);

            assertThat(pool.stats().queued()).isLessThanOrEqualTo(2);
            gate.open();
            assertThat(results.toList())
                    .isEqualTo(numbers(50).stream().map(Work::square).toList());
        }
    }

    /** API.md 4, settled details, and contract 10: a task meets its own full queue in every way, and never waits for itself. */
    @Test
    void aTaskMayFillItsOwnQueue() throws Exception {
        assumeSharedMemory();
        try (Pool pool = Pool.of(workers(1).queueCapacity(1))) {
            AsyncResult<List<Integer>> outer = pool.applyAsync(() -> {
                AsyncResult<Integer> fills = pool.applyAsync(Work::square, 1);
                int here = pool.apply(Work::square, 2);
                AsyncResult<Integer> fillsAgain = pool.applyAsync(Work::square, 3);
                List<Integer> all = new ArrayList<>(pool.map(Work::square, List.of(4, 5)));
                try (Results<Integer> lazy = pool.imap(Work::square, List.of(6, 7))) {
                    all.addAll(lazy.toList());
                }
                all.addAll(List.of(fills.get(), here, fillsAgain.get()));
                return all;
            });

            assertThat(outer.get(WAIT)).containsExactly(16, 25, 36, 49, 1, 4, 9);
        }
    }
}
