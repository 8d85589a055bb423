// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a worker, first come, first served; what came back from a worker goes before all, and so does what a worker waits for.
 * Single tasks that have to travel wait in a lot at the head.
 *
 * <p>Adding takes no lock, nor does taking a single task from the head. All else does, once for a whole batch.
 */
final class TaskQueue {
    private final Arrivals<Work> arrivals = new Arrivals<>(); // maps are taken from it under the lock only
    private final Deque<Work> returned = new ArrayDeque<>(); // guarded by lock; what is hurried is among it
    private final Passed passed = new Passed(arrivals); // guarded by lock
    private volatile boolean hasReturned; // written under lock: returned is not empty
    private volatile @Nullable TaskLot posted; // written under lock: goes before the arrivals, of which it was
    private final ReentrantLock lock =
            new ReentrantLock(); // no user's code under it; the monitor of a TaskLot comes after it

    void add(Work work) {
        arrivals.add(work);
    }

    /** Puts work back at the head. */
    void giveBack(Work work) {
        lock.lock();
        try {
            returned.addFirst(work);
            hasReturned = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has a task that waits go before all, since one of the workers waits for it: those behind which it stands may come to wait for it,
     * too, each with a further worker in its place.
     */
    void hurry(PoolTask<?> task) {
        lock.lock();
        try {
            if (task.isWaiting() && !task.isHurried()) {
                returned.addFirst(task);
                task.hurried();
                hasReturned = true;
                passed.add();
            }
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #hurry(PoolTask)}, unless something of the map is on its way to the consumer, who has so many of its results. */
    void hurry(MapRun run, long delivered) {
        lock.lock();
        try {
            if (run.lacks(delivered)) {
                run.divert(returned::addFirst);
                hasReturned = true;
                passed.add();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Racy, but never wrong about what was added before by this thread. */
    boolean isEmpty() {
        return !hasMoreThanPosted() && !isPosted();
    }

    /** Whether something waits that is not in a lot; as racy as {@link #isEmpty}. */
    boolean hasMoreThanPosted() {
        return hasReturned || !arrivals.isEmpty();
    }

    private boolean isPosted() {
        TaskLot lot = posted;
        return lot != null && lot.isWaiting();
    }

    /** Has tasks that were taken off the head wait there in a lot. Under the lock. */
    void post(TaskLot lot) {
        posted = lot;
    }

    /** Whether something came back, which goes before all. */
    boolean hasReturned() {
        return hasReturned;
    }

    @Nullable
    EngineBatch take(WorkerSeat seat) {
        if (isEmpty()) {
            letGoOfPosted();
            return null;
        }
        if (seat.takesOneByOne()) {
            PoolTask<?> task = takeTask(null);
            if (task != null) {
                return task.alone(seat);
            }
        }
        lock.lock();
        try {
            for (Work head = head(); head != null; head = head()) {
                EngineBatch batch = head.take(seat, this);
                if (batch != null) {
                    return batch;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** No task of a lot is free. Under the lock. */
    private void letGo(TaskLot lot) {
        posted = null;
        for (PoolTask<?> task : lot.settle()) {
            if (task.leave(lot)) {
                returned.addLast(task);
                hasReturned = true;
            }
        }
    }

    /** Else it would be kept until there is work again, and its tasks with it. */
    private void letGoOfPosted() {
        if (posted == null) {
            return;
        }
        lock.lock();
        try {
            TaskLot lot = posted;
            if (lot != null && !lot.isWaiting()) {
                letGo(lot);
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return the single task at the head, reserved; null: there is none, or it may not travel with {@code before}} No lock. */
    @Nullable
    PoolTask<?> takeTask(@Nullable PoolTask<?> before) {
        while (!hasReturned
                && arrivals.peek() instanceof PoolTask<?> task
                && (before == null || task.fitsWith(before))) {
            if (arrivals.poll(task) && task.reserve()) {
                return task;
            }
        }
        return null;
    }

    /** {@return the single task at the head, reserved and out of the queue; null: there is none, or not such a one} Under the lock. */
    @Nullable
    PoolTask<?> pollTask(Predicate<PoolTask<?>> which) {
        while (peek() instanceof PoolTask<?> task && which.test(task)) {
            poll(task);
            if (task.reserve()) {
                return task;
            }
        }
        return null;
    }

    /** Whether items of one map are left to take. */
    boolean has(MapRun run) {
        lock.lock();
        try {
            return run.isWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** A batch of a map whose items run in the calling thread, which has no place in the queue. */
    @Nullable
    EngineBatch takeFrom(MapRun run, WorkerSeat seat) {
        lock.lock();
        try {
            return run.isWaiting() ? run.takeHere(seat) : null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Work head() {
        for (Work head = peek(); head != null; head = peek()) {
            if (head.isWaiting()) {
                return head;
            }
            poll(head);
        }
        return null;
    }

    /** {@return the head} Under the lock, as {@link #poll}. */
    @Nullable
    Work peek() {
        if (hasReturned) {
            return returned.peekFirst();
        }
        TaskLot lot = posted;
        return lot != null ? lot : arrivals.peek();
    }

    void poll(Work head) {
        if (returned.peekFirst() == head) {
            returned.pollFirst();
            hasReturned = !returned.isEmpty();
        } else if (head instanceof TaskLot lot) {
            letGo(lot);
        } else {
            arrivals.poll(head);
        }
    }

    /** Whether something arrived behind what is at the head of the arrivals; racy, but never wrong about what was added before. */
    boolean hasMoreArrivals() {
        return arrivals.hasMore();
    }

    /** Has the head of the arrivals wait behind the others. Under the lock. */
    void sendBehind(MapRun head) {
        arrivals.add(head); // first: there may be no memory for it
        arrivals.poll(head);
    }

    /** Removes some of what waits, for the caller to end it. */
    List<Waiting> remove(Predicate<Work> which) {
        List<Waiting> removed = new ArrayList<>();
        List<Waiting> ofLot = new ArrayList<>();
        lock.lock();
        try {
            TaskLot lot = posted;
            if (lot != null && detach(lot, which, ofLot)) {
                letGo(lot); // first: some may have to come back
            }
            returned.removeIf(work -> detach(work, which, removed));
            hasReturned = !returned.isEmpty();
            removed.addAll(ofLot);
            arrivals.removeIf(work -> detach(work, which, removed));
        } finally {
            lock.unlock();
        }
        return removed;
    }

    /** What waits of a map that is not in the queue, for the caller to end it. */
    List<Waiting> detach(MapRun run) {
        List<Waiting> rest = new ArrayList<>();
        lock.lock();
        try {
            run.detach(rest);
        } finally {
            lock.unlock();
        }
        return rest;
    }

    private static boolean detach(Work work, Predicate<Work> which, List<Waiting> removed) {
        if (!which.test(work)) {
            return false;
        }
        work.detach(removed);
        return true;
    }
}
