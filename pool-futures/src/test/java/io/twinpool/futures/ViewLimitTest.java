// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskTimeoutException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** {@code withTaskTimeout}, {@code queueCapacity} and {@code taskDecorator}, two at a time. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is part of the test
final class ViewLimitTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(100);

    ViewLimitTest(Kind kind) {
        super(kind);
    }

    private static int hold(int x, Gate gate) throws InterruptedException {
        return x == 0 ? gate.pass(x) : x;
    }

    /** Contract 4 and API.md 2, withTaskTimeout: the view's limit is that of each way to submit through it. */
    @Test
    void theLimitOfAViewHoldsForEachWayToSubmit() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolExecutor view = pool.withTaskTimeout(BRIEF);
            Callable<Integer> callable = (Callable<Integer> & Serializable) () -> gate.pass(1);

            assertThat(view.submit(() -> gate.pass(1)).exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            assertThat(view.submit(() -> gate.pass()).exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            assertThat(view.submit(ViewLimitTest::hold, 0, gate).exception(WAIT))
                    .containsInstanceOf(TaskTimeoutException.class);
            assertThatThrownBy(() -> view.asExecutorService().submit(callable).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TaskTimeoutException.class);
        }
    }

    /** Contract 4: ... and of each item of its maps, whose other items lose nothing. */
    @Test
    void theLimitOfAViewHoldsForEachItem() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.withTaskTimeout(itemLimit())
                        .map(
                                x -> hold(x, gate),
                                List.of(0, 1, 2, 3),
                                MapOptions.defaults().chunkSize(4))) {
            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(TaskTimeoutException.class);
            assertThat(results.toList()).containsExactly(1, 2, 3);
        }
    }

    /** API.md 4, settled details: queueCapacity counts what is accepted, whichever view it came through. */
    @Test
    void aViewMeetsTheFullQueueOfItsPool() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            pool.submit(Work::square, 2);

            Bystander<PoolFuture<Integer>> submitter = Bystander.calling(
                            () -> pool.withTaskTimeout(WAIT).submit(Work::square, 3))
                    .awaitBlocked();

            gate.open();
            assertThat(submitter.result().result(WAIT)).isEqualTo(9);
        }
    }

    /** API.md 4, settled details: a map waits for room as submit does; close() of the pool lets it go with what was taken. */
    @Test
    void closeReleasesAMapThatWaitsForRoom() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(2));
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            Bystander<Results<Integer>> mapping = Bystander.calling(() -> pool.map(Work::square, List.of(1, 2, 3, 4)));
            Eventually.until("a full queue", () -> pool.stats().queued() == 2);
            mapping.awaitBlocked();

            Bystander<Boolean> closer = Bystander.calling(() -> {
                pool.close();
                return pool.awaitTermination(Duration.ZERO);
            });

            Results<Integer> results = mapping.result();
            gate.open();
            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThat(results.next(WAIT)).isEqualTo(4);
            assertThatThrownBy(results::next).isInstanceOf(RejectedExecutionException.class);
            assertThat(closer.result()).isTrue();
        }
    }

    /** API.md 1, taskDecorator: the submission's context is that of the caller of map, whoever reads its input and runs its items. */
    @Test
    void theContextOfAMapIsThatOfItsCaller() throws Exception {
        assumeSharedMemory();
        ThreadLocal<String> context = new ThreadLocal<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        try (PoolExecutor pool = PoolExecutor.of(workers(2).taskDecorator(run -> {
            String captured = context.get();
            return () -> {
                context.set(captured);
                run.run();
                context.remove();
            };
        }))) {
            context.set("mine");
            Results<Integer> lazy = pool.map(
                    x -> {
                        seen.add(String.valueOf(context.get()));
                        return x;
                    },
                    List.of(1, 2, 3, 4),
                    MapOptions.defaults().bufferSize(2).chunkSize(1));
            Bystander<List<Integer>> consumer = Bystander.calling(lazy::toList);

            assertThat(consumer.result()).containsExactly(1, 2, 3, 4);
            assertThat(seen).containsExactly("mine", "mine", "mine", "mine");
        } finally {
            context.remove();
        }
    }

    /** API.md 1, taskDecorator, and contract 4: a decorated task that runs too long is stopped, and its decorator comes to its end. */
    @Test
    void aDecoratedTaskIsLimitedAndItsDecoratorEnds() throws Exception {
        assumeSharedMemory();
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(WAIT).taskDecorator(run -> () -> {
                    run.run();
                    seen.add("after");
                }))) {
            PoolFuture<Integer> future = pool.withTaskTimeout(BRIEF).submit(() -> gate.pass(1));

            assertThat(future.exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
        }
        assertThat(seen).containsExactly("after");
    }

    /** API.md 1, taskDecorator: a task that meets its own full queue runs the new one itself, in that one's context. */
    @Test
    void aTaskThatIsRunInAnotherIsDecorated() throws Exception {
        assumeSharedMemory();
        List<String> seen = new CopyOnWriteArrayList<>();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1).taskDecorator(run -> () -> {
            seen.add("begin");
            run.run();
            seen.add("end");
        }))) {
            int sum = pool.submit(() -> pool.submit(Work::square, 1).result()
                            + pool.submit(Work::square, 2).result())
                    .result(WAIT);

            assertThat(sum).isEqualTo(5);
        }
        assertThat(seen).hasSize(6);
        assertThat(seen.stream().filter("begin"::equals)).hasSize(3);
    }
}
