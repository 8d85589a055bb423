// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Single tasks that a worker takes in one trip. */
final class TaskBatch extends EngineBatch {
    private final PoolTask<?>[] tasks; // those behind the first ones are null until it grows
    private int size; // written by the worker's thread, before the claims say so

    private TaskBatch(PoolTask<?>[] tasks, int size, WorkerSeat seat, Claims claims) {
        super(tasks[0].face, seat, tasks[0].timeoutNanos(), claims);
        this.tasks = tasks;
        this.size = size;
    }

    /** {@code most}: to how many it may grow. */
    static TaskBatch of(List<PoolTask<?>> taken, WorkerSeat seat, int most) {
        PoolTask<?>[] tasks = taken.toArray(new PoolTask<?>[most]);
        TaskBatch batch = new TaskBatch(tasks, taken.size(), seat, seat.claims(taken.size()));
        for (int i = taken.size() - 1; i >= 0; i--) { // backwards: whoever finds one takes back all behind it
            tasks[i].place(batch);
        }
        return batch;
    }

    /** The worker goes on to the task that waits longest. None waits behind one that runs, so all start in their order. */
    @Override
    protected boolean grow() {
        if (size == tasks.length || claims().started() != size || !seat.goesOn()) {
            return false;
        }
        PoolTask<?> next = face.engine().queue().takeTask(tasks[0]);
        if (next == null) {
            return false;
        }
        tasks[size++] = next;
        next.place(this);
        claims().extend();
        seat.crew().engine().dispatch().sent(this);
        return true;
    }

    /** {@return the place of a task that is in this batch} Only those ask who stop it: not worth a field of each task. */
    int indexOf(PoolTask<?> task) {
        int at = 0;
        while (tasks[at] != task) {
            at++;
        }
        return at;
    }

    /** {@return whether it began before that, and one that runs holds up others} */
    boolean isHeldUp(long sinceNanos) {
        return begunNanos - sinceNanos < 0 && claims().running() >= 0 && claims().waiting() > 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Routine routine(int index) {
        return tasks[index].routine();
    }

    @Override
    public @Nullable Object argument(int index) {
        return tasks[index].argument();
    }

    @Override
    void returned(int index, @Nullable Object value) {
        tasks[index].returned(this, Verdict.returned(value), tally);
    }

    @Override
    void returnedAlone(int index, @Nullable Object value) {
        tasks[index].end(this, Verdict.returned(value));
    }

    @Override
    void argument(int index, @Nullable Object written) {
        throw new AssertionError("was written when it was submitted");
    }

    @Override
    void end(int index, Verdict verdict) {
        tasks[index].end(this, verdict);
    }

    @Override
    List<Object> abort(Claims.Span span, Supplier<Verdict> verdict) {
        List<Object> functions = new ArrayList<>();
        for (int i = span.from(); i < span.to(); i++) {
            if (tasks[i].end(this, verdict.get())) {
                functions.add(tasks[i].routine().function());
            }
        }
        return functions;
    }

    @Override
    void letGo(int index) {
        tasks[index].letGo();
    }

    @Override
    boolean isOpen(int index) {
        return tasks[index].state() == this;
    }

    @Override
    void giveBack(Claims.Span span) {
        for (int i = span.to() - 1; i >= span.from(); i--) { // backwards: each goes to the head
            tasks[i].unplace(this);
        }
    }

    @Override
    boolean mayRetry(int index, int retries) {
        return tasks[index].mayRetry(retries);
    }

    @Override
    String describe(int index) {
        return tasks[index].describeCode();
    }

    @Override
    Chunker chunker() {
        return face.chunker();
    }
}
