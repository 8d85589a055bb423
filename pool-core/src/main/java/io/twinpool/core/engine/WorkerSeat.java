// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.OnWorkerLost;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import java.util.Collection;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker's place in the pool, for the life of that worker; a replacement gets a seat of its own, so nothing that a lost worker
 * still says can meet its successor. {@link SeatState} says whose it is.
 */
final class WorkerSeat implements Seat, Interruptible {
    private final Crew crew;
    private final String name;
    private final int number;
    private final SeatState state = new SeatState();
    private final Place place;
    private final Doom doom = new Doom();
    private final AtomicReference<@Nullable EngineBatch> batch = new AtomicReference<>();
    private final Deque<RunHere> inside = new ConcurrentLinkedDeque<>(); // the innermost one first
    private final AtomicBoolean listed = new AtomicBoolean(); // in the crew's list of idle seats, at most once
    private final Tallies tallies = new Tallies();
    private final Tenure tenure = new Tenure();
    private final Stops stops = new Stops();
    private final TaskClock clock;
    private final Departure departure;
    private volatile boolean dismissed; // set once: leave after the batch
    private volatile boolean tooOld; // set once: leave after a batch, when another one can take over
    private volatile @Nullable EngineBatch lost; // set once, by its end: what it had then, and may be at still
    private @Nullable EngineBatch
            assigned; // owned with the seat's Busy: what it is to take instead of looking for work
    private int allowance; // items until it is replaced; changed by whoever owns the seat's Busy
    private volatile @Nullable Worker worker; // set once, before start

    WorkerSeat(Crew crew, int number, boolean spare) {
        this.crew = crew;
        this.number = number;
        this.name = crew.engine().name() + "-" + (number + 1);
        this.place = new Place(spare);
        this.allowance = crew.engine().tasksPerWorker();
        this.clock = new TaskClock(this, crew.engine().deadlines());
        this.departure = new Departure(this, crew.engine());
    }

    void start(Worker made) {
        worker = made;
        made.start();
        if (doom.isDecided()) {
            doom.tell(made, Worker::terminate); // the pool's end came before it could see the worker
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

    Stops stops() {
        return stops;
    }

    Tenure tenure() {
        return tenure;
    }

    Place place() {
        return place;
    }

    /** Whether it is to serve, and is about to look for work. */
    boolean isComing() {
        return !isSpare() && batch.get() == null && state.isWorkers();
    }

    boolean isSpare() {
        return place.isSpare();
    }

    boolean isIdle() {
        return state.isIdle();
    }

    boolean isLeaving() {
        return state.isLeaving();
    }

    boolean hasEnded() {
        return state.hasEnded();
    }

    /** Whether it is leaving or has ended. */
    boolean isGone() {
        return state.isGone();
    }

    boolean isTooOld() {
        return tooOld;
    }

    /** Whether it should leave for its age: however short that is, each worker does something. */
    boolean isOutlived() {
        return tooOld && tenure.isProven();
    }

    /** Whether it was told to leave. */
    boolean isDismissed() {
        return dismissed;
    }

    /** Whether the worker was ended by the pool rather than by a fault. */
    boolean isDoomed() {
        return doom.isDecided();
    }

    boolean takesOneByOne() {
        return crew.engine().factory().sharesMemory();
    }

    Claims claims(int size) {
        return worker().claims(size);
    }

    boolean joins(Lot lot) {
        return worker().joins(lot);
    }

    /** What that meets half-way, for want of stack, would end the worker. */
    void poll() {
        if (crew.engine().factory().sharesMemory() || StackRoom.isThere()) {
            worker().poll();
        }
    }

    // ---- what the worker says

    @Override
    public void occupy(Runnable loop) {
        CurrentSeat.during(this, loop);
    }

    @Override
    public void ready() {
        tenure.begin();
        crew.ready(this);
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
        stops.settle();
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
    public void failing() {
        dismissed = true;
        boolean isIdle = state.quit(); // so that nobody gives it anything any more
        if (!isIdle && mayDecide()) {
            return; // until its end is told nobody comes to do what is to fail, or is behind what comes back
        }
        if (!isIdle) {
            shed();
        }
        crew.relieve(this);
        crew.engine().dispatch().signal();
    }

    /** Whether its loss may break the pool, or have what it was at started again. */
    private boolean mayDecide() {
        EngineBatch has = batch.get();
        OnWorkerLost policy = crew.engine().workers().onWorkerLost();
        return (policy.breaksPool() || policy.retries() > 0)
                && !isDoomed() // then nothing is decided by it
                && has != null
                && has.claims().started() > 0;
    }

    @Override
    public void ended(Ending ending) {
        if (!state.end()) {
            return;
        }
        departure.isOver();
        clock.stop();
        lost = batch.get();
        crew.ended(this, ending, batch.getAndSet(null));
        stops.settle();
        tallies.close();
    }

    // ---- work

    /** Looks for a batch, as the owner of Starting or Busy; null: the seat is idle or leaving, and somebody else's. */
    private @Nullable EngineBatch seek() {
        while (state.isWorkers()) {
            if (assigned == null && isOver()) {
                leave();
                return null;
            }
            if (isSpare() && standBy()) {
                return null;
            }
            EngineBatch found = found();
            if (found != null) {
                return begin(found);
            }
            if (!idle() || !crew.engine().dispatch().hasWorkFor(this) || !claim()) {
                return null;
            }
        }
        dropAssigned();
        return null;
    }

    /** {@return whether the worker may go on to what waits in the queue without asking for a batch} */
    boolean goesOn() {
        return !dismissed && !tooOld && !crew.isThinning();
    }

    private boolean isOver() {
        return dismissed || (!isSpare() && (allowance <= 0 || crew.dismisses(this)));
    }

    /** The worker was ended before it could take what was made for it. */
    private void dropAssigned() {
        EngineBatch made = assigned;
        assigned = null;
        if (made != null) {
            crew.engine().dispatch().giveBack(made, 0);
        }
    }

    private @Nullable EngineBatch found() {
        EngineBatch made = assigned;
        assigned = null;
        return made != null ? made : crew.engine().dispatch().take(this);
    }

    private @Nullable EngineBatch begin(EngineBatch found) {
        crew.engine().dispatch().holds(found); // before it can be seen
        batch.set(found);
        if (!state.work() && batch.compareAndSet(found, null)) {
            crew.engine().dispatch().left(found);
            found.takeBackUnstarted();
            found.releaseFace();
            crew.engine().dispatch().signal();
            return null;
        }
        if (tooOld && !crew.engine().factory().runsInCaller() && crew.isReplaceable(this)) {
            shed(1); // its time was up before others could take this batch from it
        }
        if (found.isTimed()) {
            clock.arm(found.timeoutNanos);
        }
        crew.engine().dispatch().begun(found);
        return found;
    }

    private boolean idle() {
        if (!state.rest()) {
            return false;
        }
        if (!listed.getAndSet(true)) {
            crew.idle().addFirst(this);
        }
        if (dismissed) { // it came while this seat was not idle yet
            leaveIdle();
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
        return state.claim();
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
        shed(0);
    }

    private void shed(int from) {
        EngineBatch has = batch.get();
        if (has != null) {
            crew.engine().dispatch().giveBack(has, from);
        }
    }

    // ---- as a spare

    /** Under the lock of Places. {@return whether it is a spare, and up} */
    boolean becomeSpare() {
        return isSpare() && state.standBy();
    }

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

    /** Has the worker serve, at once or as soon as it is up; after {@link Place#enlist}. */
    void promote() {
        tenure.rest();
        if (state.promote()) {
            serve();
        }
    }

    // ---- what its thread runs besides

    /** A task begins in its thread, inside another one: it counts as one of this worker's. */
    void runsInside() {
        allowance--;
    }

    /** Its thread is about to run a task inside another one; if it {@link #hasEnded} afterwards, that task may not be told of it. */
    void enter(RunHere run) {
        inside.addFirst(run);
    }

    void leave(RunHere run) {
        inside.remove(run);
    }

    /** {@return the tasks that its thread runs inside others, innermost first} */
    Collection<RunHere> inside() {
        return inside;
    }

    // ---- endings

    private void leave() {
        if (state.leave()) {
            retire();
        }
        isLeft();
    }

    private void leaveIdle() {
        if (quit()) {
            retire();
            isLeft();
        }
    }

    /** It may have been woken for work that another must do now. */
    private void isLeft() {
        crew.relieve(this);
        crew.engine().dispatch().signal();
    }

    /** Ends the worker politely: at once if it has nothing to do, else after its batch. */
    void dismiss() {
        dismissed = true;
        Worker known = worker;
        if (quit()) {
            retire();
        } else if (known != null && state.isStarting()) {
            known.withdraw();
            if (isSpare() && !crew.engine().factory().sharesMemory()) {
                crew.engine()
                        .deadlines()
                        .schedule(this::killIfStarting, crew.engine().killGraceNanos());
            }
        }
    }

    /** What nobody needs, and nobody has asked for, holds nobody up with its initializer. */
    private void killIfStarting() {
        if (state.isStarting()) {
            kill();
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
        return state.quit();
    }

    void retire() {
        if (crew.engine().isStopping()) {
            terminate(); // however it came to leave: an end by force asks for no finalizer
        } else {
            departure.begin(worker());
        }
    }

    /** Asks the worker to end now. */
    void terminate() {
        end(Worker::terminate);
    }

    /** Ends the worker now. */
    void kill() {
        end(Worker::kill);
    }

    private void end(Consumer<Worker> end) {
        doom.decide();
        dismissed = true;
        Worker known = worker; // looked at last: it is not there yet, or start finds what was decided
        if (known != null) {
            doom.tell(known, end);
        }
    }

    // ---- interrupts

    @Override
    public int interruptsHad() {
        return interruptsOfItem() + (doom.isTold() ? interruptsOfDoom() : 0);
    }

    @Override
    public int interruptsSent() {
        return interruptsOfItem() + (doom.isDecided() ? interruptsOfDoom() : 0);
    }

    private int interruptsOfItem() {
        EngineBatch has = batch.get();
        EngineBatch at = has == null ? lost : has;
        return at != null && at.claims().isInterrupted() ? 1 : 0;
    }

    /** In a caller's thread its end interrupts the item alone. */
    private int interruptsOfDoom() {
        return crew.engine().factory().runsInCaller() ? 0 : 1;
    }

    /** Has an item stopped. */
    void interrupt(EngineBatch running, int index, Consumer<StackTraceElement[]> stack) {
        worker().interrupt(running, index, stack);
    }
}
