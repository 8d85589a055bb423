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
 *   Starting --next: to serve--&gt; Busy --next: nothing waits--&gt; Idle --claim--&gt; Busy --next: its time is over--&gt; Leaving
 *   Starting --next: as a spare--&gt; Spare --promote--&gt; Busy
 *   Idle, Spare --quit: dismissed, replaced, not needed--&gt; Leaving
 *   every state --the worker ended--&gt; Ended
 * </pre>
 *
 * <p>Whoever moves the seat from Idle or Spare to Busy wakes the worker, which then asks for work; the seat is the worker's while it is
 * Busy. A spare that is promoted while it is Starting becomes Busy like any other.
 */
final class WorkerSeat implements Seat {
    enum State {
        STARTING,
        SPARE,
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
    private final Tenure tenure = new Tenure();
    private final TaskClock clock;
    private volatile boolean spare; // taken back once, under the lock of Places
    private boolean serves; // guarded by Places: counted as serving
    private volatile boolean dismissed; // set once: leave after the batch
    private volatile boolean tooOld; // set once: leave after a batch, when another one can take over
    private volatile boolean doomed; // set once: being ended on purpose
    private @Nullable EngineBatch
            assigned; // owned with the seat's Busy: what it is to take instead of looking for work
    private int allowance; // items until it is replaced; changed by whoever owns the seat's Busy
    private volatile @Nullable Worker worker; // set once, before start
    private volatile @Nullable Runnable lastTimer; // takes back the timer that ends it if it does not leave

    WorkerSeat(Crew crew, int number, boolean spare) {
        this.crew = crew;
        this.number = number;
        this.name = crew.engine().name() + "-" + (number + 1);
        this.spare = spare;
        this.serves = !spare;
        this.allowance = crew.engine().tasksPerWorker();
        this.clock = new TaskClock(this, crew.engine().deadlines());
    }

    void start(Worker made) {
        worker = made;
        made.start();
        if (doomed) {
            made.terminate(); // the pool's end came before it could see the worker
        } else if (dismissed) {
            made.withdraw();
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

    Tenure tenure() {
        return tenure;
    }

    /** Whether it is to serve, and is not up yet. */
    boolean isStarting() {
        return !spare && !tenure.isUp();
    }

    boolean isSpare() {
        return spare;
    }

    boolean isIdle() {
        return state.get() == State.IDLE;
    }

    boolean isTooOld() {
        return tooOld;
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

    // ---- its place; under the lock of Places

    /** {@return whether it is a spare, and up} */
    boolean becomeSpare() {
        return spare && state.compareAndSet(State.STARTING, State.SPARE);
    }

    /** A spare counts as serving from now on. */
    void enlist() {
        serves = true;
        spare = false;
    }

    /** Whether the seat counted as serving until now. */
    boolean vacate() {
        boolean counted = serves;
        serves = false;
        return counted;
    }

    // ---- what the worker says

    @Override
    public void occupy(Runnable loop) {
        CurrentSeat.during(this, loop);
    }

    @Override
    public void ready() {
        tenure.begin();
        crew.ready();
    }

    @Override
    public @Nullable Batch next() {
        EngineBatch done = batch.getAndSet(null);
        if (done != null) {
            finish(done);
        }
        crew.engine().dispatch().isAwake();
        return seek();
    }

    private void finish(EngineBatch done) {
        int started = done.claims().started();
        allowance -= started;
        done.left();
        if (started > 0 && !tenure.isProven()) {
            tenure.prove();
            crew.proven();
        }
        if (crew.retirement().watchesRest()) {
            tenure.rest();
        }
    }

    @Override
    public void spent() {
        dismissed = true;
        shed();
    }

    @Override
    public void ended(Ending ending) {
        if (state.getAndSet(State.ENDED) == State.ENDED) {
            return;
        }
        Runnable timer = lastTimer;
        if (timer != null) {
            timer.run();
        }
        crew.ended(this, ending, batch.getAndSet(null));
        tallies.close();
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
            if (assigned == null && isOver()) {
                leave(owned);
                return null;
            }
            if (spare && standBy()) {
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

    private boolean isOver() {
        return dismissed || (!spare && (allowance <= 0 || crew.dismisses(this)));
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
        } else if (tooOld) {
            crew.replace(this); // as above
        }
        if (crew.retirement().watchesRest()) {
            crew.retirement().rests();
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

    /** Lets others have what of its batch it has not started. */
    void shed() {
        EngineBatch has = batch.get();
        if (has != null) {
            crew.engine().dispatch().giveBackAll(has);
        }
    }

    // ---- as a spare

    /** Waits to be promoted, as the owner of Starting. {@return whether it does; false: it is no spare any more, or has ended} */
    private boolean standBy() {
        if (!crew.keepsAsSpare(this)) {
            return false;
        }
        if (dismissed) {
            dismiss(); // it came while this seat was not a spare yet
        }
        return true;
    }

    /** Has the worker serve, at once or as soon as it is up; after {@link #enlist}. */
    void promote() {
        tenure.rest();
        if (state.compareAndSet(State.SPARE, State.BUSY)) {
            serve();
        }
    }

    // ---- endings

    private void leave(State owned) {
        if (state.compareAndSet(owned, State.LEAVING)) {
            retire();
        }
        crew.relieve(this);
        crew.engine().dispatch().signal(); // it may have been woken for work that another must do now
    }

    /** Ends the worker politely: at once if it has nothing to do, else after its batch. */
    void dismiss() {
        dismissed = true;
        Worker known = worker;
        if (quit()) {
            retire();
        } else if (known != null && state.get() == State.STARTING) {
            known.withdraw();
        }
    }

    /** Leaves after the batch. */
    void dismissLater() {
        dismissed = true;
    }

    void grewOld() {
        tooOld = true;
    }

    /** Makes a seat that is idle or a spare leave; the caller then must {@link #retire} the worker. */
    boolean quit() {
        return state.compareAndSet(State.IDLE, State.LEAVING) || state.compareAndSet(State.SPARE, State.LEAVING);
    }

    void retire() {
        worker().retire();
        if (state.get() != State.LEAVING) {
            return;
        }
        Runnable timer = crew.engine()
                .deadlines()
                .schedule(this::killIfLeaving, crew.engine().killGraceNanos()); // a finalizer may not end
        lastTimer = timer;
        if (state.get() == State.ENDED) {
            timer.run(); // it ended before that could be seen
        }
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
}
