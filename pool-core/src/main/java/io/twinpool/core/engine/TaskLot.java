// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Lot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Single tasks of one face, with one time limit, that lie in a {@link Lot}. Which worker has which, the lot knows before anybody here: a
 * task <em>follows</em> its worker into that one's {@link TaskShare} as soon as somebody looks.
 *
 * <p>Its monitor comes after the lock of {@link TaskQueue}.
 */
final class TaskLot implements Work {
    private final Face face;
    private final long timeoutNanos;
    private final Lot lot;
    private final @Nullable PoolTask<?>[] tasks; // guarded by this: null once they have followed or been taken back
    private final Map<Integer, TaskShare> shares = new HashMap<>(); // guarded by this: of those at it, by holder
    private int holders; // guarded by this: so far
    private int settled; // guarded by this: all before are null
    private volatile int first; // none before is free; racy, but never too high

    private TaskLot(List<PoolTask<?>> tasks, Lot lot) {
        this.face = tasks.get(0).face;
        this.timeoutNanos = tasks.get(0).timeoutNanos();
        this.lot = lot;
        this.tasks = tasks.toArray(new PoolTask<?>[0]);
    }

    /**
     * Puts the first task of the queue, which is reserved, and those behind it into a lot, as long as they fit together. Under the queue's
     * lock.
     *
     * @return null: not even the first one fits, and it is still the caller's, as the lot is if anything is thrown
     */
    static @Nullable TaskLot gather(PoolTask<?> first, TaskQueue queue, Lot lot) {
        if (!first.fitsInto(lot)) {
            lot.close();
            return null;
        }
        List<PoolTask<?>> gathered = new ArrayList<>();
        PoolTask<?> next = first;
        TaskLot made = null;
        try {
            while (next != null) {
                gathered.add(next);
                lot.add(next.routine(), next.argument());
                next = queue.pollTask(task -> task.fitsWith(first) && task.fitsInto(lot));
            }
            made = new TaskLot(gathered, lot);
            for (PoolTask<?> task : gathered) {
                task.place(made);
            }
            lot.open();
            return made;
        } catch (RuntimeException | Error e) { // no memory, or no stack: none is lost
            if (next != null) {
                next.unreserve(null);
            }
            for (int i = gathered.size() - 1; i >= 0; i--) {
                gathered.get(i).unreserve(made);
            }
            throw e;
        }
    }

    @Override
    public Face face() {
        return face;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    Lot lot() {
        return lot;
    }

    @Override
    public boolean isWaiting() {
        return free() > 0;
    }

    /** {@return how many are free, or more: who holds tasks goes from the first to the last} */
    private int free() {
        int at = first;
        while (at < tasks.length && lot.state(at) != Lot.FREE) {
            at++;
        }
        first = at;
        return tasks.length - at;
    }

    /** Whether more are free than those at it are about to hold. Not under the queue's lock. */
    boolean hasMoreThanTakers() {
        int left = free(); // before that is known who holds what, or a task could count as held and as about to be
        follow();
        return left > takers();
    }

    private synchronized int takers() {
        int takers = 0;
        for (TaskShare share : shares.values()) {
            takers += share.isAboutToHold() ? 1 : 0;
        }
        return takers;
    }

    /** Of as many as make a millisecond; the worker asks again after that. */
    @Override
    public synchronized @Nullable EngineBatch take(WorkerSeat seat, TaskQueue queue) {
        if (!seat.joins(lot) || holders == Lot.MOST_HOLDERS) {
            PoolTask<?> task = takeBack();
            return task == null ? null : task.takeAlone(this, seat);
        }
        int most = Math.min(free(), Math.min(face.chunker().size(), face.batchLimit(seat)));
        if (most == 0) {
            return null;
        }
        TaskShare share = new TaskShare(this, holders, seat, most);
        shares.put(holders, share);
        holders++;
        return share;
    }

    /** A worker is done with it, or gone: what it holds, and nobody knew of, follows it for the last time. */
    void leave(int holder) {
        List<PoolTask<?>> astray;
        synchronized (this) {
            astray = settle();
            shares.remove(holder);
        }
        giveBack(astray);
    }

    @Override
    public synchronized void detach(List<Waiting> into) {
        for (PoolTask<?> task = takeBack(); task != null; task = takeBack()) {
            if (task.leave(this)) {
                into.add(task);
            }
        }
    }

    @Override
    public @Nullable Supplier<Verdict> abortVerdict() {
        return face.abortVerdict();
    }

    /** {@return the first task that is free, which nobody can hold from now on; null: there is none} */
    private synchronized @Nullable PoolTask<?> takeBack() {
        for (int i = first; i < tasks.length; i++) {
            PoolTask<?> task = tasks[i];
            if (task != null && lot.take(i)) {
                tasks[i] = null;
                return task;
            }
        }
        return null;
    }

    /** Has the tasks follow the workers that hold them. Not under the queue's lock. */
    void follow() {
        giveBack(settle());
    }

    private void giveBack(List<PoolTask<?>> astray) {
        for (int i = astray.size() - 1; i >= 0; i--) { // backwards: each goes to the head
            astray.get(i).unplace(this);
        }
        if (!astray.isEmpty()) {
            face.engine().dispatch().signal();
        }
    }

    /**
     * Has the tasks follow the workers that hold them.
     *
     * @return those that nobody has, though they are not free: somebody has written over the memory
     */
    synchronized List<PoolTask<?>> settle() {
        List<PoolTask<?>> astray = new ArrayList<>(0);
        for (long state = state(); state != Lot.FREE; state = state()) {
            PoolTask<?> task = tasks[settled];
            if (task != null && (state == Lot.TAKEN || !follow(task, Lot.holder(state), Lot.place(state)))) {
                astray.add(task);
            }
            tasks[settled++] = null; // last: what is cut short, by the end of a stack say, is done again
        }
        if (settled == tasks.length) {
            lot.close();
        }
        return astray;
    }

    /** {@return the state of the first task that is not settled; that those behind the last one are free} */
    private long state() {
        long state = settled == tasks.length ? Lot.FREE : lot.state(settled);
        boolean isFreeAgain = state == Lot.FREE && settled < first; // which cannot be
        return isFreeAgain && lot.take(settled) ? Lot.TAKEN : state;
    }

    private boolean follow(PoolTask<?> task, int holder, int place) {
        TaskShare share = shares.get(holder);
        return share != null && share.add(place, task);
    }

    /** Who waits for one of these hears what has come from any of their workers. */
    void poll() {
        follow();
        for (TaskShare share : snapshot()) {
            share.seat.poll();
        }
    }

    private synchronized List<TaskShare> snapshot() {
        return List.copyOf(shares.values());
    }

    /** {@return whether a task was free: nobody can hold it from now on, and it is the caller's} */
    synchronized boolean takeBack(PoolTask<?> task) {
        for (int i = settled; i < tasks.length; i++) {
            if (tasks[i] == task && lot.take(i)) {
                tasks[i] = null;
                return true;
            }
        }
        return false;
    }
}
