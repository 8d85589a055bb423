// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolStats;
import io.twinpool.Workers;
import io.twinpool.core.engine.ModelWorker.Step;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import io.twinpool.worker.WorkerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pool in which one thing happens at a time, as the test chooses, and that checks itself after each.
 *
 * <p>Its workers and its timers are the test's; the engine is the real one. It has one face, and no bound on its queue.
 */
final class ModelPool implements WorkerFactory {
    private static final int MOST_STEPS_TO_REST = 10_000;

    private final List<ModelWorker> workers = new ArrayList<>();
    private final List<ModelTask> tasks = new ArrayList<>();
    private final List<Step> history = new ArrayList<>();
    private final HandTimers timers = new HandTimers();
    private final List<HeapLot> lots = new ArrayList<>();
    private final boolean isTimed;
    private final int mostInALot;
    private final int mostStarts;
    private final Face face;
    private boolean isShut;

    /** {@code mostInALot}: of tasks that have to travel; 0: they do not. */
    ModelPool(Workers kind, int taskCount, int mostInALot) {
        this.isTimed = kind.taskTimeout().isPresent();
        this.mostInALot = mostInALot;
        mostStarts = 1 + kind.onWorkerLost().retries();
        face = Face.keeping(Engine.open(kind.named("model"), this, name -> timers));
        for (int i = 0; i < taskCount; i++) {
            tasks.add(ModelTask.single("task " + i, mostStarts));
        }
    }

    /** Besides, there is a map of so many items. */
    ModelPool withMap(int items) {
        tasks.add(ModelTask.map("map", items, mostStarts));
        return this;
    }

    /** Tasks were so short until now that some go to a worker in one trip. */
    ModelPool quick() {
        face.chunker().measured(16, 1);
        return this;
    }

    /** All tasks come before anything else happens. */
    ModelPool submitted() {
        for (ModelTask task : tasks) {
            make(submission(task));
        }
        return this;
    }

    /** As {@link #submitted}, and a worker has come up and begun one of them. */
    ModelPool begun() {
        submitted();
        while (workers.stream().noneMatch(ModelWorker::isInItem)) {
            make(Objects.requireNonNull(nextGoodStep()));
        }
        return this;
    }

    private Step submission(ModelTask task) {
        return new Step(task, "is submitted", task::isToCome, () -> task.submit(face));
    }

    /** {@return what can happen now} */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            ModelTask task = tasks.get(i);
            steps.add(submission(task));
            if (task.isOpen()) {
                cancellations(task, i)
                        .forEach(how -> steps.add(
                                new Step(task, "is cancelled: " + how, task::isOpen, () -> task.cancel(how))));
            }
        }
        workers.forEach(worker -> steps.addAll(worker.steps()));
        for (int i = 0; i < timers.pending(); i++) {
            steps.add(timer(i));
        }
        steps.add(new Step("pool", "is shut down", () -> !isShut, this::shutdown));
        steps.add(new Step("pool", "is shut down and cancels", () -> !isShut, this::shutdownAndCancel));
        steps.add(new Step("pool", "is terminated", () -> !face.isTerminated(), () -> terminate(true)));
        steps.add(new Step("pool", "is killed", () -> !face.isTerminated(), () -> terminate(false)));
        steps.removeIf(step -> !step.isPossible().getAsBoolean());
        return steps;
    }

    /** What nobody is in is cancelled alike in all ways: one of them will do, for each task another. */
    private List<Cancel> cancellations(ModelTask task, int number) {
        List<Cancel> all = List.of(Cancel.values());
        boolean isStarted = workers.stream().anyMatch(worker -> task.returns(worker.value()));
        return isStarted ? all : List.of(all.get(number % all.size()));
    }

    private Step timer(int index) {
        return new Step("timer " + index, "goes off", () -> index < timers.pending(), () -> goOff(index));
    }

    private void goOff(int index) {
        long now = System.nanoTime();
        while (System.nanoTime() == now) {
            Thread.onSpinWait(); // what may run for a nanosecond has run for longer then
        }
        timers.goOff(index);
        for (ModelWorker worker : workers) {
            if (worker.isLate()) {
                tasks.stream().filter(task -> task.returns(worker.value())).forEach(ModelTask::beLate);
            }
        }
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
        history.add(step);
        step.step().run();
        check();
    }

    /** Fails unless something is so; it is asked millions of times. */
    static void require(boolean isSo, Object about, String what) {
        if (!isSo) {
            throw new AssertionError(about + " " + what);
        }
    }

    private void check() {
        long submitted = 0;
        long leastCompleted = 0;
        long mostCompleted = 0;
        for (ModelTask task : tasks) {
            task.check();
            submitted += task.isTaken() ? task.items() : 0;
            leastCompleted += task.leastEnded();
            mostCompleted += task.mostEnded();
        }
        PoolStats stats = face.stats();
        require(stats.queued() + stats.running() + stats.completed() == submitted, stats, "does not add up");
        require(stats.completed() >= leastCompleted, stats, "misses what is completed");
        require(stats.completed() <= mostCompleted, stats, "counts as completed what is not");
        checkRunning(stats);
    }

    private void checkRunning(PoolStats stats) {
        long inItem = 0;
        long inOpenTask = 0; // of a map it is not known which of its items are open
        for (ModelWorker worker : workers) {
            inItem += worker.isInItem() ? 1 : 0;
            inOpenTask +=
                    tasks.stream().anyMatch(task -> !task.isMap() && task.isOpen() && task.returns(worker.value()))
                            ? 1
                            : 0;
        }
        require(stats.running() <= inItem, stats, "counts as running what is not");
        require(stats.running() >= inOpenTask, stats, "misses what is running");
        require(!isTimed || inItem == 0 || timers.pending() > 0, "nobody", "watches the time of what is running");
    }

    /** From here on all goes well, but for who is deaf: everything must come to its end. */
    void comeToRest() {
        for (ModelTask task : tasks) {
            if (task.isToCome()) {
                make(submission(task));
            }
        }
        goOn();
        require(tasks.stream().noneMatch(ModelTask::isOpen), tasks, "never end, or one of them does not");
        make(new Step("pool", "is shut down at last", () -> true, this::shutdown));
        goOn();
        require(face.isTerminated(), "pool", "never ends");
    }

    private void goOn() {
        int made = 0;
        for (Step step = nextGoodStep(); step != null; step = nextGoodStep()) {
            make(step);
            require(++made < MOST_STEPS_TO_REST, "pool", "goes on and on");
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
        return timers.pending() > 0 ? timer(0) : null;
    }

    /** {@return what has happened so far} */
    String history() {
        return history.stream().map(Step::toString).collect(Collectors.joining(", "));
    }

    // ---- for the engine

    @Override
    public Worker create(String name, Seat seat) {
        ModelWorker worker = new ModelWorker(name + "." + workers.size(), seat, sharesMemory());
        workers.add(worker);
        return worker;
    }

    @Override
    public boolean sharesMemory() {
        return mostInALot == 0;
    }

    @Override
    public @Nullable Lot lot() {
        require(lots.stream().allMatch(HeapLot::isClosed), "pool", "asks for a lot before the last one is closed");
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
