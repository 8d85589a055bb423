// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Results;
import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** {@code taskDecorator}: what it sees, and what becomes of one that misbehaves. */
final class DecoratorTest extends FuturesContract {
    DecoratorTest(Kind kind) {
        super(kind);
    }

    private PoolExecutor decorated(UnaryOperator<Runnable> decorator) {
        return PoolExecutor.of(workers(1).taskDecorator(decorator));
    }

    /** API.md 1: wraps each task's run on a thread worker; on other kinds IllegalStateException naming the option. */
    @Test
    void aForkedJvmTakesNoDecorator() {
        Workers workers = workers(1);
        if (kind.sharesMemory()) {
            assertThat(workers.taskDecorator(run -> run)).isNotNull();
        } else {
            assertThatThrownBy(() -> workers.taskDecorator(run -> run))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("taskDecorator")
                    .hasMessageContaining("processes");
        }
    }

    /** API.md 1: the capture is made by the thread that submits, the run by the worker. */
    @Test
    void theCaptureIsTheSubmittersAndTheRunTheWorkers() {
        assumeSharedMemory();
        List<Thread> captures = new CopyOnWriteArrayList<>();
        List<Thread> runs = new CopyOnWriteArrayList<>();
        try (PoolExecutor pool = decorated(run -> {
            captures.add(Thread.currentThread());
            return () -> {
                runs.add(Thread.currentThread());
                run.run();
            };
        })) {
            Thread worker = pool.submit(Thread::currentThread).result();

            assertThat(captures).containsExactly(Thread.currentThread());
            assertThat(runs).containsExactly(worker);
        }
    }

    /** API.md 1: each task's run: the items of a map are runs too, whatever their chunk. */
    @Test
    void eachItemOfAMapIsARun() {
        assumeSharedMemory();
        AtomicInteger runs = new AtomicInteger();
        try (PoolExecutor pool = decorated(run -> () -> {
                    runs.incrementAndGet();
                    run.run();
                });
                Results<Integer> results = pool.map(Work::square, List.of(1, 2, 3, 4, 5))) {
            assertThat(results.toList()).containsExactly(1, 4, 9, 16, 25);
            assertThat(runs).hasValue(5);
        }
    }

    /** Contract 8: what a decorator throws before the task belongs to that task. */
    @Test
    void aDecoratorThatThrowsBeforeTheRunFailsTheTask() {
        assumeSharedMemory();
        AtomicInteger ran = new AtomicInteger();
        IllegalArgumentException mine = new IllegalArgumentException("mine");
        try (PoolExecutor pool = decorated(run -> () -> {
            throw mine;
        })) {
            assertThat(pool.submit(ran::incrementAndGet).exception()).containsSame(mine);
            assertThat(ran).hasValue(0);
        }
    }

    /** Contract 8: what it throws after the task too, an Error like any other. */
    @Test
    void aDecoratorThatThrowsAfterTheRunFailsTheTask() {
        assumeSharedMemory();
        AssertionError mine = new AssertionError("mine");
        try (PoolExecutor pool = decorated(run -> () -> {
            run.run();
            throw mine;
        })) {
            assertThat(pool.submit(Work::square, 3).exception()).containsSame(mine);
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** API.md 1: the task's own exception is what failed first: it is not lost. */
    @Test
    void aDecoratorThatThrowsAfterATaskThatThrewTellsOfBoth() {
        assumeSharedMemory();
        AssertionError mine = new AssertionError("mine");
        try (PoolExecutor pool = decorated(run -> () -> {
            run.run();
            throw mine;
        })) {
            assertThat(pool.submit(Work::refuse, 3).exception()).containsSame(mine);
            assertThat(mine.getSuppressed()).hasExactlyElementsOfTypes(Refusal.class);
        }
    }

    /** API.md 1: the task's own exception is not the decorator's business: it passes by, as it is. */
    @Test
    void theTasksExceptionPassesTheDecoratorBy() {
        assumeSharedMemory();
        List<String> seen = new CopyOnWriteArrayList<>();
        try (PoolExecutor pool = decorated(run -> () -> {
            try {
                run.run();
            } finally {
                seen.add("finally");
            }
        })) {
            assertThat(pool.submit(Work::refuse, 3).exception()).containsInstanceOf(Refusal.class);
            assertThat(seen).containsExactly("finally");
        }
    }

    /** A decorator that throws at the capture: the caller of submit gets it, and nothing was taken in. */
    @Test
    void aDecoratorThatThrowsAtTheCaptureThrowsAtTheSubmitter() {
        assumeSharedMemory();
        IllegalArgumentException mine = new IllegalArgumentException("mine");
        try (PoolExecutor pool = decorated(run -> {
            throw mine;
        })) {
            assertThatThrownBy(() -> pool.submit(Work::square, 3)).isSameAs(mine);
            assertThatThrownBy(() -> pool.map(Work::square, List.of(1))).isSameAs(mine);
            assertThat(pool.stats().completed() + pool.stats().queued()).isZero();
        }
    }

    /** One that gives nothing back is refused by name. */
    @Test
    void aDecoratorThatGivesNothingIsRefused() {
        assumeSharedMemory();
        try (PoolExecutor pool = decorated(run -> null)) {
            assertThatThrownBy(() -> pool.submit(Work::square, 3))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("taskDecorator");
        }
    }

    /** One that forgets the task: the task has not run, and does not look as if it had returned null. */
    @Test
    void aDecoratorThatForgetsTheTaskFailsIt() {
        assumeSharedMemory();
        try (PoolExecutor pool = decorated(run -> () -> {})) {
            assertThat(pool.submit(Work::square, 3).exception())
                    .containsInstanceOf(IllegalStateException.class)
                    .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("taskDecorator"));
        }
    }

    /** A task that submits to its own pool: the decorators nest. */
    @Test
    void decoratorsOfTasksWithinTasksNest() throws Exception {
        assumeSharedMemory();
        AtomicInteger open = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        try (PoolExecutor pool = decorated(run -> () -> {
            open.incrementAndGet();
            run.run();
            open.decrementAndGet();
            runs.incrementAndGet();
        })) {
            assertThat(pool.submit(() -> pool.submit(Work::square, 3).result()).result(WAIT))
                    .isEqualTo(9);
        }
        assertThat(open).hasValue(0);
        assertThat(runs).hasValue(2);
    }

    /** Contract 8: anything Throwable from a task belongs to that task, also what is neither Exception nor Error. */
    @Test
    void aTaskUnderADecoratorMayThrowAnyThrowable() {
        assumeSharedMemory();
        Throwable odd = new Throwable("odd");
        try (PoolExecutor pool = PoolExecutor.of(workers(1).taskDecorator(run -> run))) {
            PoolFuture<Integer> future = pool.submit(() -> DecoratorTest.<Integer, RuntimeException>hurl(odd));

            assertThat(future.exception()).containsSame(odd);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what other languages do
    private static <R, E extends Throwable> R hurl(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** The user's own. */
    private record Held(Gate gate) implements Callable<Integer>, Serializable {
        @Override
        public Integer call() throws InterruptedException {
            return gate.pass(1);
        }
    }

    /** Contract, on errors: a message names the user's code, not what is around it. */
    @Test
    void aDecoratedTaskIsNamedForItsOwnClass() throws Exception {
        assumeSharedMemory();
        try (Gate gate = gate();
                PoolExecutor pool = decorated(run -> run)) {
            Future<Integer> held = pool.withTaskTimeout(Duration.ofMillis(50))
                    .asExecutorService()
                    .submit(new Held(gate));

            assertThatThrownBy(() -> held.get(WAIT.toSeconds(), TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageContaining(Held.class.getName());
        }
    }
}
