// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static io.twinpool.core.engine.ModelPool.require;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.Task;
import io.twinpool.TaskFunction;
import io.twinpool.WorkerLostException;
import io.twinpool.worker.Routine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A single task, or a map whose results are wanted all together, and what must be true of it whatever happens. */
final class ModelTask {
    private final String name;
    private final Function<Face, Promise<?>> submission;
    private final Object result;
    private final int mostStarts;
    private final int[] starts; // of each of its items
    private @Nullable Promise<?> promise;
    private int ends;
    private boolean isCancelled; // a call of cancel returned true
    private boolean isRejected;
    private boolean isLate; // its time was up while it ran

    private ModelTask(
            String name,
            Function<ModelTask, Function<Face, Promise<?>>> submission,
            Object result,
            int items,
            int mostStarts) {
        this.name = name;
        this.submission = submission.apply(this);
        this.result = result;
        this.starts = new int[items];
        this.mostStarts = mostStarts;
    }

    static ModelTask single(String name, int mostStarts) {
        return new ModelTask(name, task -> task::single, name + " item 0", 1, mostStarts);
    }

    static ModelTask map(String name, int items, int mostStarts) {
        List<String> results =
                IntStream.range(0, items).mapToObj(i -> name + " item " + i).toList();
        return new ModelTask(name, task -> task::map, results, items, mostStarts);
    }

    private Promise<?> single(Face face) {
        return face.submit(Routine.of((Task<String>) () -> start(0)), null, face.taskTimeoutNanos());
    }

    private Promise<?> map(Face face) {
        return face.<String>mapAll(
                Routine.of((TaskFunction<Integer, String>) this::start),
                IntStream.range(0, items()).boxed().toList(),
                MapOptions.defaults().chunkSize(2),
                face.taskTimeoutNanos(),
                all -> {});
    }

    /** The body of an item. */
    private String start(int item) {
        starts[item]++;
        require(isOpen(), name, "starts after its end");
        return name + " item " + item;
    }

    void submit(Face face) {
        try {
            Promise<?> submitted = submission.apply(face);
            promise = submitted;
            if (!submitted.whenEnded(() -> ends++)) {
                ends++;
            }
        } catch (RejectedExecutionException | BrokenPoolException e) {
            require(!face.isOpen(), name, "is rejected by an open pool");
            isRejected = true;
        }
    }

    void cancel(Cancel how) {
        Promise<?> known = Objects.requireNonNull(promise);
        boolean wasDone = known.isDone();
        boolean cancelled = known.cancel(how);
        require(!cancelled || !wasDone, name, "is cancelled after its end");
        require(!cancelled || known.isCancelled(), name, "was cancelled, but is not");
        isCancelled |= cancelled;
    }

    /** The time of one of its items is up. */
    void beLate() {
        isLate |= isOpen();
    }

    @Override
    public String toString() {
        return name;
    }

    /** {@return whether that is what one of its items returns} */
    boolean returns(@Nullable Object value) {
        return value != null && value.toString().startsWith(name);
    }

    int items() {
        return starts.length;
    }

    boolean isToCome() {
        return promise == null && !isRejected;
    }

    boolean isTaken() {
        return promise != null;
    }

    boolean isOpen() {
        return promise != null && !promise.isDone();
    }

    /** {@return how many of its items have ended at least} */
    int leastEnded() {
        boolean mayHaveOpen = promise == null || !promise.isDone() || (isMap() && promise.isCancelled());
        return mayHaveOpen ? 0 : items();
    }

    /** {@return how many of its items have ended at most} */
    int mostEnded() {
        return isMap() && promise != null ? items() : leastEnded();
    }

    boolean isMap() {
        return result instanceof List;
    }

    void check() {
        for (int count : starts) {
            require(count <= mostStarts, name, "starts too often");
        }
        boolean isDone = promise != null && promise.isDone();
        require(ends == (isDone ? 1 : 0), name, "ends more than once, or untold");
        if (promise != null && isDone) {
            checkEnd(promise);
        }
    }

    private void checkEnd(Promise<?> known) {
        require(!isCancelled || known.isCancelled(), name, "has another end than its cancellation");
        if (known.isFailure()) {
            checkFailure(Objects.requireNonNull(known.error()));
        } else if (!known.isCancelled()) {
            require(!isLate, name, "returns after its time was up");
            require(result.equals(known.value()), name, "returns what another one does");
        }
    }

    private void checkFailure(Throwable error) {
        boolean isOurs = !(error instanceof IOException) || returns(error.getMessage());
        require(isOurs, name, "throws what another one does");
        boolean hasStarted = Arrays.stream(starts).anyMatch(count -> count > 0);
        require(
                hasStarted || !(error instanceof WorkerLostException),
                name,
                "fails for a worker that has not started it");
    }
}
