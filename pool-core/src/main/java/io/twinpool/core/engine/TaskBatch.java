// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Single tasks that a worker has. What it has not started lies where all find it, but for what it is about to start. */
abstract class TaskBatch extends EngineBatch {
    TaskBatch(Face face, WorkerSeat seat, long timeoutNanos, Claims claims) {
        super(face, seat, timeoutNanos, claims);
    }

    /** {@return the task that is known to be an item of this batch; null: none is, or it was let go} */
    abstract @Nullable PoolTask<?> known(int index);

    /** Gets to know what its worker has come to hold, up to an item. */
    void look(int to) {}

    /** {@return the place of a task that came into this batch; -1: it was let go} Asked to stop it: not worth a field of each. */
    abstract int indexOf(PoolTask<?> task);

    /** Whether a task that has not started, and that nobody can revoke just now, can still start here at its place. */
    boolean mayStart(int index) {
        return true;
    }

    private @Nullable PoolTask<?> held(int index) {
        PoolTask<?> known = known(index);
        if (known == null) {
            look(index + 1);
            known = known(index);
        }
        return known;
    }

    private PoolTask<?> task(int index) {
        PoolTask<?> task = held(index);
        if (task == null) {
            throw new IllegalStateException(seat.name() + " reports item " + index + ", but has no such task");
        }
        return task;
    }

    @Override
    public Routine routine(int index) {
        return task(index).routine();
    }

    @Override
    public @Nullable Object argument(int index) {
        return task(index).argument();
    }

    @Override
    void returned(int index, @Nullable Object value) {
        task(index).returned(this, Verdict.returned(value), tally);
    }

    @Override
    void returnedAlone(int index, @Nullable Object value) {
        task(index).end(this, Verdict.returned(value));
    }

    @Override
    void argument(int index, @Nullable Object written) {
        throw new AssertionError("was written when it was submitted");
    }

    @Override
    void end(int index, Verdict verdict) {
        PoolTask<?> task = held(index);
        if (task != null) {
            task.end(this, verdict);
        }
    }

    @Override
    List<Object> abort(Claims.Span span, Supplier<Verdict> verdict) {
        List<Object> functions = new ArrayList<>();
        look(span.to());
        for (int i = span.from(); i < span.to(); i++) {
            PoolTask<?> task = known(i);
            if (task != null && task.end(this, verdict.get())) {
                functions.add(task.routine().function());
            }
        }
        return functions;
    }

    @Override
    void letGo(int index) {
        PoolTask<?> task = held(index);
        if (task != null) {
            task.letGo();
        }
    }

    @Override
    boolean isOpen(int index) {
        PoolTask<?> task = held(index);
        return task != null && task.state() == this;
    }

    @Override
    void giveBack(Claims.Span span) {
        look(span.to());
        for (int i = span.to() - 1; i >= span.from(); i--) { // backwards: each goes to the head
            PoolTask<?> task = known(i);
            if (task != null) {
                task.unplace(this);
            }
        }
    }

    @Override
    boolean mayRetry(int index, int retries) {
        PoolTask<?> task = held(index);
        return task == null || task.mayRetry(retries); // it has just ended
    }

    @Override
    String describe(int index) {
        PoolTask<?> task = held(index);
        return task == null ? "a task" : task.describeCode(); // it has just ended
    }

    @Override
    Chunker chunker() {
        return face.chunker();
    }
}
