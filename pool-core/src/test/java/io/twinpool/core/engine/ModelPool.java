// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.BrokenPoolException;
import io.twinpool.PoolStats;
import io.twinpool.Task;
import io.twinpool.Workers;
import io.twinpool.core.engine.ModelWorker.Step;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import io.twinpool.worker.WorkerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A pool in which one thing happens at a time, as the test chooses, and that checks itself after each.
 *
 * <p>Its workers and its timers are the test's; the engine is the real one.
 */
final class ModelPool implements WorkerFactory {
    private static final int MOST_STEPS_TO_REST = 10_000;

    private final List<ModelWorker> workers = new ArrayList<>();
    private final List<ModelTask> tasks = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private final HandTimers timers = new HandTimers();
    private final List<HeapLot> lots = new ArrayList<>();
    private final int mostInALot;
    private final int mostStarts;
    private final Face face;
    private boolean isShut;

    /** A task, and what it must be true of. */
    private final class ModelTask {
        private final String name;
        private @Nullable PoolTask<String> task;
        private int starts;
        private int ends;
        private boolean isCancelled; // a call of cancel returned true
        private boolean isRejected;
        private boolean isLate; // its time was up while it ran

        ModelTask(String name) {
            this.name = name;
        }

        void submit() {
            try {
                PoolTask<String> submitted = face.submit(
                        Routine.of((Task<String>) () -> {
                            starts++;
                            assertThat(isCancelled)
                                    .as(name + " starts after its cancellation")
                                    .isFalse();
                            return name;
                        }),
                        null,
                        Long.MAX_VALUE);
                task = submitted;
                if (!submitted.whenEnded(() -> ends++)) {
                    ends++;
                }
            } catch (RejectedExecutionException | BrokenPoolException e) {
                assertThat(face.isOpen()).as("rejects while open").isFalse();
                isRejected = true;
            }
        }

        void cancel(Cancel how) {
            PoolTask<String> known = Objects.requireNonNull(task);
            boolean wasDone = known.isDone();
            boolean cancelled = known.cancel(how);
            assertThat(cancelled && wasDone).as("cancels what has ended").isFalse();
            assertThat(!cancelled || known.isCancelled())
                    .as("cancelled, but not so")
                    .isTrue();
            isCancelled |= cancelled;
        }

        boolean isOpen() {
            return task != null && !task.isDone();
        }

        void check() {
            assertThat(starts).as("starts of " + name).isLessThanOrEqualTo(mostStarts);
            assertThat(ends).as("ends of " + name).isEqualTo(task != null && task.isDone() ? 1 : 0);
            assertThat(isLate && !isOpen() && !Objects.requireNonNull(task).isFailure() && !isCancelled)
                    .as(name + " returns after its time was up")
                    .isFalse();
            assertThat(isCancelled && task != null && !task.isCancelled())
                    .as(name + " has another end")
                    .isFalse();
        }
    }

    /** {@code mostInALot}: of tasks that have to travel; 0: they do not. */
    ModelPool(Workers kind, int taskCount, int mostInALot) {
        this.mostInALot = mostInALot;
        mostStarts = 1 + kind.onWorkerLost().retries();
        face = Face.keeping(Engine.open(kind.named("model"), this, name -> timers));
        for (int i = 0; i < taskCount; i++) {
            tasks.add(new ModelTask("task " + i));
        }
    }

    /** All tasks come before anything else happens. */
    ModelPool submitted() {
        tasks.forEach(task -> make(new Step("submit " + task.name, () -> true, task::submit)));
        return this;
    }

    /** {@return what can happen now} */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (ModelTask task : tasks) {
            steps.add(new Step("submit " + task.name, () -> task.task == null && !task.isRejected, task::submit));
            for (Cancel how : Cancel.values()) {
                steps.add(new Step("cancel " + task.name + " " + how, task::isOpen, () -> task.cancel(how)));
            }
        }
        for (ModelWorker worker : workers) {
            steps.addAll(worker.steps());
            ItemStop stop = worker.stopOfItem();
            if (stop != null) {
                steps.add(new Step("time is up for " + worker, () -> true, () -> timeOut(worker, stop)));
            }
        }
        steps.add(new Step("a timer goes off", () -> timers.pending() > 0, timers::goOff));
        steps.add(new Step("shutdown", () -> !isShut, this::shutdown));
        steps.add(new Step("shutdown and cancel", () -> !isShut, this::shutdownAndCancel));
        steps.add(new Step("terminate", () -> !face.isTerminated(), () -> terminate(true)));
        steps.add(new Step("kill", () -> !face.isTerminated(), () -> terminate(false)));
        steps.removeIf(step -> !step.isPossible().getAsBoolean());
        return steps;
    }

    private void timeOut(ModelWorker worker, ItemStop stop) {
        for (ModelTask task : tasks) {
            task.isLate |= task.name.equals(worker.task()) && task.isOpen();
        }
        stop.timeOut();
    }

    private void shutdown() {
        isShut = true;
        face.shutdown();
    }

    private void shutdownAndCancel() {
        isShut = true;
        face.shutdownAndCancel();
    }

    private void terminate(boolean ask) {
        isShut = true;
        face.terminate(ask);
    }

    void make(Step step) {
        history.add(step.name());
        step.step().run();
        check();
    }

    private void check() {
        tasks.forEach(ModelTask::check);
        long submitted = tasks.stream().filter(task -> task.task != null).count();
        PoolStats stats = face.stats();
        assertThat(stats.queued() + stats.running() + stats.completed())
                .as("queued, running and completed")
                .isEqualTo(submitted);
        assertThat(stats.completed())
                .as("completed")
                .isEqualTo(tasks.stream()
                        .filter(task -> task.task != null && !task.isOpen())
                        .count());
        assertThat(stats.running()).as("running").isLessThanOrEqualTo(workers.size());
    }

    /** From here on all goes well: everything must come to its end. */
    void comeToRest() {
        for (ModelTask task : tasks) {
            if (task.task == null && !task.isRejected) {
                make(new Step("submit " + task.name + " at last", () -> true, task::submit));
            }
        }
        goOn();
        assertThat(tasks.stream().filter(ModelTask::isOpen))
                .as("tasks that never end")
                .isEmpty();
        make(new Step("shutdown at last", () -> true, this::shutdown));
        goOn();
        assertThat(face.isTerminated()).as("comes to its end").isTrue();
    }

    private void goOn() {
        int made = 0;
        for (Step step = nextGoodStep(); step != null; step = nextGoodStep()) {
            make(step);
            assertThat(++made).as("goes on and on").isLessThan(MOST_STEPS_TO_REST);
        }
    }

    /** Workers first: a timer that goes off before would only end them. */
    private @Nullable Step nextGoodStep() {
        for (ModelWorker worker : workers) {
            Step step = worker.nextGoodStep();
            if (step != null) {
                return step;
            }
        }
        return timers.pending() > 0 ? new Step("a timer goes off", () -> true, timers::goOff) : null;
    }

    /** {@return what has happened so far} */
    String history() {
        return String.join(", ", history);
    }

    // ---- for the engine

    @Override
    public Worker create(String name, Seat seat) {
        ModelWorker worker = new ModelWorker(name + "." + workers.size(), seat);
        workers.add(worker);
        return worker;
    }

    @Override
    public boolean sharesMemory() {
        return mostInALot == 0;
    }

    @Override
    public @Nullable Lot lot() {
        assertThat(lots).as("lots so far").allMatch(HeapLot::isClosed);
        HeapLot lot = new HeapLot(mostInALot);
        lots.add(lot);
        return lot;
    }

    /** Ends the pool. */
    @Override
    public void close() {
        // by the engine, at its end: its workers have shared nothing
    }
}
