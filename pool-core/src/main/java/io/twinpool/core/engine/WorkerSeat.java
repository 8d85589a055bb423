// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker's place in the pool, for the life of that worker; a replacement gets a seat of its own, so nothing that a lost worker
 * still says can meet its successor.
 *
 * <pre>
 *   Starting --ready--&gt; Busy --next: nothing waits--&gt; Idle --claim--&gt; Busy --next: its time is over--&gt; Leaving
 *                                                     Idle --dismiss--&gt; Leaving
 *   every state --the worker ended--&gt; Ended
 * </pre>
 *
 * <p>Whoever moves the seat from Idle to Busy wakes the worker, which then asks for work; the seat is the worker's while it is Busy.
 */
final class WorkerSeat implements Seat {
    private static final ThreadLocal<WorkerSeat> CURRENT = new ThreadLocal<>();

    enum State {
        STARTING,
        IDLE,
        BUSY,
        LEAVING,
        ENDED
    }

    private final Crew crew;
    private final String name;
    private final int number;
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final AtomicReference<@Nullable EngineBatch> batch = new AtomicReference<>();
    private final AtomicBoolean listed = new AtomicBoolean(); // in the crew's list of idle seats, at most once
    private final Tallies tallies = new Tallies();
    private final TaskClock clock;
    private volatile boolean dismissed; // set once: leave after the batch
    private boolean vacated; // guarded by crew: not counted as serving any more
    private volatile boolean doomed; // set once: being ended on purpose
    private @Nullable EngineBatch
            assigned; // owned with the seat's Busy: what it is to take instead of looking for work
    private int allowance; // items until it is replaced; changed by whoever owns the seat's Busy
    private volatile @Nullable Worker worker; // set once, before start

    WorkerSeat(Crew crew, int number, String name, int allowance) {
        this.crew = crew;
        this.number = number;
        this.name = name;
        this.allowance = allowance;
        this.clock = new TaskClock(this, crew.engine().deadlines());
    }

    /** {@return the seat of the worker in whose thread this is called; null: not a worker's thread} */
    static @Nullable WorkerSeat current() {
        return CURRENT.get();
    }

    void start(Worker made) {
        worker = made;
        made.start();
        if (doomed) {
            made.terminate(); // the pool's end came before it could see the worker
        }
    }

    private Worker worker() {
        return Objects.requireNonNull(worker, "not started");
    }

    Crew crew() {
        return crew;
    }

    String name() {
        return name;
    }

    int number() {
        return number;
    }

    int allowance() {
        return allowance;
    }

    @Nullable
    EngineBatch batch() {
        return batch.get();
    }

    Tallies tallies() {
        return tallies;
    }

    /** Whether the worker was ended by the pool rather than by a fault. */
    boolean isDoomed() {
        return doomed;
    }

    Claims claims(int size) {
        return worker().claims(size);
    }

    void poll() {
        worker().poll();
    }

    /** Whether the seat counted as serving until now. Called under the crew's lock. */
    boolean vacate() {
        boolean counted = !vacated;
        vacated = true;
        return counted;
    }

    // ---- what the worker says

    @Override
    public void occupy(Runnable loop) {
        WorkerSeat outer = CURRENT.get();
        CURRENT.set(this);
        try {
            loop.run();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    @Override
    public void ready() {
        crew.ready(this);
    }

    @Override
    public @Nullable Batch next() {
        EngineBatch done = batch.getAndSet(null);
        if (done != null) {
            allowance -= done.claims().started();
            done.left();
        }
        crew.engine().dispatch().isAwake();
        return seek();
    }

    @Override
    public void ended(Ending ending) {
        if (state.getAndSet(State.ENDED) != State.ENDED) {
            crew.ended(this, ending, batch.getAndSet(null));
            tallies.close();
        }
    }

    // ---- work

    /** Looks for a batch, as the owner of Starting or Busy; null: the seat is idle or leaving, and somebody else's. */
    private @Nullable EngineBatch seek() {
        while (true) {
            State owned = state.get();
            if (owned != State.STARTING && owned != State.BUSY) {
                dropAssigned();
                return null;
            }
            if (assigned == null && (dismissed || allowance <= 0 || crew.dismisses(this))) {
                leave(owned);
                crew.relieve(this);
                crew.engine().dispatch().signal(); // it may have been woken for work that another must do now
                return null;
            }
            EngineBatch found = found();
            if (found != null) {
                return begin(found);
            }
            if (!idle(owned) || !crew.engine().dispatch().hasWorkFor(this) || !claim()) {
                return null;
            }
        }
    }

    /** The worker was ended before it could take what was made for it. */
    private void dropAssigned() {
        EngineBatch made = assigned;
        assigned = null;
        if (made != null) {
            crew.engine().dispatch().giveBackAll(made);
        }
    }

    private @Nullable EngineBatch found() {
        EngineBatch made = assigned;
        assigned = null;
        return made != null ? made : crew.engine().dispatch().take(this);
    }

    private @Nullable EngineBatch begin(EngineBatch found) {
        batch.set(found);
        State was = state.compareAndExchange(State.STARTING, State.BUSY);
        if (was == State.ENDED && batch.compareAndSet(found, null)) {
            crew.engine().dispatch().giveBackAll(found);
            return null;
        }
        if (found.isTimed()) {
            clock.arm(found.timeoutNanos);
        }
        crew.engine().dispatch().begun(found);
        return found;
    }

    private boolean idle(State owned) {
        if (!state.compareAndSet(owned, State.IDLE)) {
            return false;
        }
        if (!listed.getAndSet(true)) {
            crew.idle().addFirst(this);
        }
        if (dismissed) {
            dismiss(); // it came while this seat was not idle yet
        }
        return true;
    }

    /** Taken off the list of idle seats. */
    void unlisted() {
        listed.set(false);
    }

    /** Makes an idle seat busy; the caller then owns it and must {@link #serve}. */
    boolean claim() {
        return state.compareAndSet(State.IDLE, State.BUSY);
    }

    /** Has the worker ask for work; after {@link #claim}. */
    void serve() {
        worker().wake();
    }

    /** Has the worker ask for a certain batch, made for it; after {@link #claim}. */
    void serve(EngineBatch made) {
        assigned = made;
        worker().wake();
    }

    // ---- endings

    private void leave(State owned) {
        if (state.compareAndSet(owned, State.LEAVING)) {
            retire();
        }
    }

    /** Ends the worker politely: at once if it is idle, else after its batch. */
    void dismiss() {
        dismissed = true;
        if (state.compareAndSet(State.IDLE, State.LEAVING)) {
            retire();
        }
    }

    private void retire() {
        worker().retire();
        crew.engine()
                .deadlines()
                .schedule(this::killIfLeaving, crew.engine().killGraceNanos()); // a finalizer may not end
    }

    private void killIfLeaving() {
        if (state.get() == State.LEAVING) {
            kill();
        }
    }

    /** Asks the worker to end now. */
    void terminate() {
        Worker known = doom();
        if (known != null) {
            known.terminate();
        }
    }

    /** Ends the worker now. */
    void kill() {
        Worker known = doom();
        if (known != null) {
            known.kill();
        }
    }

    private @Nullable Worker doom() {
        doomed = true;
        dismissed = true;
        return worker;
    }

    /** Has an item stopped. */
    void interrupt(EngineBatch running, int index, Consumer<StackTraceElement[]> stack) {
        worker().interrupt(running, index, stack);
    }

    /** Leaves after the batch. */
    void dismissLater() {
        dismissed = true;
    }
}
