// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.PoolStats;
import io.twinpool.PoolTerminatedException;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A whole pool against a model of it: whatever is done to it in whatever order, each task ends as its history allows. */
class PoolModelTest {
    /** Those whose tasks count in this JVM's memory. */
    @Provide
    Arbitrary<Kind> kinds() {
        return Arbitraries.of(
                Kind.available().stream().filter(Kind::sharesMemory).toList());
    }

    /** What is done to the pool; with weights: the ends are rare. */
    enum Step {
        SUBMIT,
        FAIL,
        BLOCK,
        NEST,
        CANCEL,
        STOP,
        AWAIT,
        OPEN,
        SHUT_DOWN,
        SHUT_DOWN_AND_CANCEL,
        TERMINATE
    }

    @Provide
    Arbitrary<Step> steps() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        12,
                        Arbitraries.of(
                                Step.SUBMIT,
                                Step.FAIL,
                                Step.BLOCK,
                                Step.NEST,
                                Step.CANCEL,
                                Step.STOP,
                                Step.AWAIT,
                                Step.OPEN)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(Step.SHUT_DOWN, Step.SHUT_DOWN_AND_CANCEL, Step.TERMINATE)));
    }

    /** Contract 3, 4, 8, 11: every task ends once, as it must or as it was made to; the counts say the same. */
    @Property(tries = 300)
    void everyTaskEndsAsItsHistoryAllows(
            @ForAll("kinds") Kind kind,
            @ForAll @IntRange(min = 1, max = 3) int workers,
            @ForAll @Size(max = 40) List<@From("steps") Step> steps,
            @ForAll @IntRange(max = 1000) int choice)
            throws Exception {
        Model model = new Model(kind, workers);
        int next = choice;
        for (Step step : steps) {
            model.make(step, next);
            next = next * 31 + 7;
        }
        model.end();
    }

    /** One task: what it was to do, how often it ran, and what was done to it. */
    private static final class Known {
        final Step step;
        final AtomicInteger runs = new AtomicInteger();
        PoolFuture<Integer> future;
        boolean cancelled; // a cancel returned true
        boolean neverStarted; // it was the one that does not stop what runs

        Known(Step step) {
            this.step = step;
        }
    }

    private static final class Model {
        private final Kind kind;
        private final PoolExecutor pool;
        private final List<Known> tasks = new ArrayList<>();
        private final AtomicInteger accepted = new AtomicInteger(); // nested ones too
        private final CountDownLatch gate = new CountDownLatch(1);
        private boolean isShut;
        private boolean mayCancel;
        private boolean mayTerminate;

        Model(Kind kind, int workers) {
            this.kind = kind;
            this.pool = PoolExecutor.of(kind.workers(workers));
        }

        void make(Step step, int choice) throws InterruptedException {
            switch (step) {
                case SUBMIT, FAIL, BLOCK, NEST -> submit(new Known(step));
                case CANCEL -> cancel(choice, false);
                case STOP -> cancel(choice, true);
                case AWAIT -> awaitFirst();
                case OPEN -> gate.countDown();
                case SHUT_DOWN -> shutDown(false);
                case SHUT_DOWN_AND_CANCEL -> shutDown(true);
                case TERMINATE -> terminate();
            }
        }

        private void submit(Known known) {
            try {
                known.future = pool.submit(() -> run(known));
                accepted.incrementAndGet();
                tasks.add(known);
                assertThat(isShut).as("taken after the shutdown").isFalse();
            } catch (RejectedExecutionException e) {
                assertThat(isShut).as("refused before the shutdown").isTrue();
            }
        }

        private int run(Known known) throws Exception {
            known.runs.incrementAndGet();
            return switch (known.step) {
                case FAIL -> Work.refuse(1);
                case BLOCK -> blocked();
                case NEST -> nested();
                default -> 9;
            };
        }

        private int blocked() throws InterruptedException {
            if (!kind.runsInCaller()) {
                assertThat(gate.await(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
            }
            return 9;
        }

        private int nested() {
            PoolFuture<Integer> inner = pool.submit(Work::square, 3);
            accepted.incrementAndGet();
            return inner.result();
        }

        private void cancel(int choice, boolean stops) {
            if (tasks.isEmpty()) {
                return;
            }
            Known known = tasks.get(Math.floorMod(choice, tasks.size()));
            boolean wasDone = known.future.isDone();
            boolean cancelled = stops ? known.future.cancel(true) : known.future.cancel();
            assertThat(cancelled && wasDone).as("cancelled after its end").isFalse();
            known.cancelled |= cancelled;
            known.neverStarted |= cancelled && !stops;
            assertThat(known.future.isCancelled() || !cancelled).isTrue();
        }

        /** Else hardly any would run when the pool is shut down. The first one waits for no other to end. */
        private void awaitFirst() throws InterruptedException {
            if (!tasks.isEmpty()) {
                Known first = tasks.get(0);
                Eventually.until("the first task to start", () -> first.runs.get() > 0 || first.future.isDone());
            }
        }

        private void shutDown(boolean cancels) {
            pool.shutdown(cancels);
            isShut = true;
            mayCancel |= cancels;
        }

        private void terminate() {
            pool.terminateWorkers();
            isShut = true;
            mayTerminate = true;
        }

        void end() throws Exception {
            gate.countDown();
            isShut = true;
            pool.close();
            tasks.forEach(this::check);
            PoolStats stats = pool.stats();
            assertThat(stats.queued() + stats.running()).as("%s", stats).isZero();
            assertThat(stats.completed()).as("%s", stats).isGreaterThanOrEqualTo(accepted.get());
            assertThat(stats.cancelled())
                    .as("%s", stats)
                    .isGreaterThanOrEqualTo(count(known -> known.future.isCancelled()));
            assertThat(stats.failed() + stats.cancelled()).as("%s", stats).isLessThanOrEqualTo(stats.completed());
        }

        private long count(java.util.function.Predicate<Known> which) {
            return tasks.stream().filter(which).count();
        }

        private void check(Known known) {
            assertThat(known.future.isDone()).as("%s has ended", known.step).isTrue();
            assertThat(known.runs).hasValueLessThanOrEqualTo(1);
            if (known.future.isCancelled()) {
                assertThat(known.cancelled || mayCancel)
                        .as("cancelled by somebody")
                        .isTrue();
                boolean mayHaveRun = known.cancelled && !known.neverStarted; // a shutdown cancels what has not started
                assertThat(known.runs.get() == 0 || mayHaveRun)
                        .as("runs of what was cancelled before its start")
                        .isTrue();
            } else {
                assertThat(known.cancelled).as("the cancellation was lost").isFalse();
                checkEnd(known, known.future.exception().orElse(null));
            }
        }

        private void checkEnd(Known known, Throwable error) {
            if (error instanceof PoolTerminatedException) {
                assertThat(mayTerminate).isTrue();
            } else if (known.step == Step.FAIL) {
                assertThat(error).isInstanceOf(Work.Refusal.class);
                assertThat(known.runs).hasValue(1);
            } else if (known.step != Step.NEST || error == null) {
                assertThat(error).isNull();
                assertThat(known.future.result()).isEqualTo(9);
                assertThat(known.runs).hasValue(1);
            } else {
                assertThat(error)
                        .as("only a shutdown fails what submits")
                        .isInstanceOfAny(RejectedExecutionException.class, CancellationException.class);
            }
        }
    }
}
