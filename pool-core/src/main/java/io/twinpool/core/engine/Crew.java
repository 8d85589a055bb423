// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Ending;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool: as many as it should have, each replaced when it is lost or spent.
 *
 * <p>A task that waits for another task of its own pool lends its place to a further worker until it goes on.
 */
final class Crew {
    /** So many starts in a row may fail. */
    static final int MOST_FAILED_STARTS = 3;

    private final Engine engine;
    private final Deque<WorkerSeat> idle = new ConcurrentLinkedDeque<>(); // may hold seats that are not idle any more
    private final List<WorkerSeat> seats =
            new CopyOnWriteArrayList<>(); // every worker that has not ended; written under this
    private final BitSet numbers = new BitSet(); // guarded by this: of the seats
    private int wanted; // guarded by this: how many should serve
    private int members; // guarded by this: seats but for those that leave as surplus
    private volatile int target; // written under this: wanted
    private volatile int serving; // written under this: members
    private boolean closing; // guarded by this: no replacements
    private int failedStarts; // guarded by this: in a row
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong abandoned = new AtomicLong();

    Crew(Engine engine, int size) {
        this.engine = engine;
        this.wanted = size;
        this.target = size;
    }

    Engine engine() {
        return engine;
    }

    Deque<WorkerSeat> idle() {
        return idle;
    }

    Collection<WorkerSeat> seats() {
        return seats;
    }

    int serving() {
        return serving;
    }

    /** How many chosen items are in the user's code just now, and have not ended otherwise. */
    int running(Predicate<EngineBatch> which) {
        int running = 0;
        for (WorkerSeat seat : seats) {
            EngineBatch batch = seat.batch();
            int index = batch != null && which.test(batch) ? batch.claims().running() : -1;
            running += batch != null && index >= 0 && batch.isOpen(index) ? 1 : 0;
        }
        return running;
    }

    long started() {
        return started.get();
    }

    long lost() {
        return lost.get();
    }

    long abandoned() {
        return abandoned.get();
    }

    /** Starts workers until there are enough. */
    void fill() {
        for (WorkerSeat seat = vacancy(); seat != null; seat = vacancy()) {
            start(seat);
        }
    }

    private synchronized @Nullable WorkerSeat vacancy() {
        return closing || serving >= target ? null : open();
    }

    /** A new seat beyond the target, for the thread that calls; null: the pool is closing. */
    @Nullable
    WorkerSeat extra() {
        WorkerSeat seat;
        synchronized (this) {
            if (closing) {
                return null;
            }
            target = ++wanted;
            seat = open();
        }
        start(seat);
        return seat;
    }

    private WorkerSeat open() {
        int number = numbers.nextClearBit(0);
        numbers.set(number);
        WorkerSeat seat = new WorkerSeat(this, number, engine.name() + "-" + (number + 1), engine.tasksPerWorker());
        seats.add(seat);
        serving = ++members;
        return seat;
    }

    private void start(WorkerSeat seat) {
        started.incrementAndGet();
        try {
            seat.start(engine.factory().create(seat.name(), seat));
        } catch (RuntimeException | Error e) { // no memory for a thread, say: a failed start like others
            seat.ended(new Ending.StartFailed(e));
        }
    }

    /** An idle seat that is the caller's to serve; null: all are busy. */
    @Nullable
    WorkerSeat claimIdle() {
        for (WorkerSeat seat = idle.pollFirst(); seat != null; seat = idle.pollFirst()) {
            seat.unlisted();
            if (seat.claim()) {
                return seat;
            }
        }
        return null;
    }

    /** Whether a worker has lent its place and nobody has taken it yet. */
    boolean isShort() {
        return serving < target;
    }

    void lend() {
        synchronized (this) {
            target = ++wanted;
        }
        engine.dispatch().signal();
    }

    void reclaim() {
        synchronized (this) {
            target = --wanted;
        }
        WorkerSeat surplus = serving > target ? claimIdle() : null;
        if (surplus != null) {
            surplus.serve(); // finds out that it is one too many
        }
    }

    /** Whether a seat that looks for work should leave instead: the pool closes, or there are too many. */
    boolean dismisses(WorkerSeat seat) {
        if (serving <= target && !engine.isFinishing()) {
            return false;
        }
        synchronized (this) {
            if (closing || serving > target) {
                vacate(seat);
                return true;
            }
            return false;
        }
    }

    /** A worker is leaving: its place is filled while it does. */
    void relieve(WorkerSeat seat) {
        vacate(seat);
        fill();
    }

    private synchronized void vacate(WorkerSeat seat) {
        if (seat.vacate()) {
            serving = --members;
        }
    }

    synchronized void ready(WorkerSeat seat) {
        failedStarts = 0;
    }

    /** A worker is gone: deals with what it had, and fills its place. */
    void ended(WorkerSeat seat, Ending ending, @Nullable EngineBatch left) {
        count(seat, ending); // first: whoever sees the task fail finds its worker counted
        Loss.settle(engine, seat, ending, left);
        engine.dispatch().isAwake(); // if it was on its way, it will not come
        boolean last;
        synchronized (this) {
            vacate(seat);
            seats.remove(seat);
            numbers.clear(seat.number());
            last = closing && seats.isEmpty();
        }
        if (last) {
            engine.crewEnded();
        } else if (!(ending instanceof Ending.StartFailed failed) || mayStartAgain(failed)) {
            fill();
            engine.dispatch().signal();
        }
    }

    private void count(WorkerSeat seat, Ending ending) {
        if (ending instanceof Ending.Abandoned) {
            abandoned.incrementAndGet();
        } else if (ending instanceof Ending.Lost && !seat.isDoomed()) {
            lost.incrementAndGet();
        }
    }

    private boolean mayStartAgain(Ending.StartFailed failed) {
        synchronized (this) {
            if (closing || ++failedStarts < MOST_FAILED_STARTS) {
                return true;
            }
        }
        engine.breakDown(failed.cause());
        return false;
    }

    /** No replacements from now on. {@return whether nobody is left to end} */
    synchronized boolean close() {
        closing = true;
        return seats.isEmpty();
    }
}
