// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** A single task that a worker takes for itself, and those to which it goes on then. */
final class TaskRow extends TaskBatch {
    private final PoolTask<?>[] tasks; // null from size on
    private int size; // written by the worker's thread, before the claims say so

    private TaskRow(PoolTask<?> first, WorkerSeat seat, int most) {
        super(first.face, seat, first.timeoutNanos(), seat.claims(1));
        this.tasks = new PoolTask<?>[most];
        tasks[0] = first;
        this.size = 1;
    }

    /**
     * {@return a batch of a task that is reserved}
     *
     * @param most to how many it may grow
     */
    static TaskRow of(PoolTask<?> first, WorkerSeat seat, int most) {
        TaskRow batch = new TaskRow(first, seat, most);
        first.place(batch);
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

    @Override
    PoolTask<?> known(int index) {
        return tasks[index];
    }

    @Override
    int indexOf(PoolTask<?> task) {
        int at = 0;
        while (tasks[at] != task) {
            at++;
        }
        return at;
    }

    @Override
    public int size() {
        return size;
    }
}
