// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.TaskAction;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call that a worker makes, and its result.
 *
 * <pre>
 *   Waiting --reserve--&gt; Taken --place--&gt; Placed(TaskBatch) --its worker claims it: it runs
 *      ^                   |                 ^      |
 *      |                 place             follow   |
 *      |                   v                 |      |
 *      |               Lying(TaskLot) -------+      |
 *      |                   |                        |
 *      +--- taken back ----+--- revoked, retried ---+
 *
 *   Waiting, Placed --end--&gt; Done(verdict)      first finish wins: outcome, loss, timeout, cancel, termination
 * </pre>
 *
 * <p>Whether a placed task has started is for the batch's {@link Claims} to say, which its worker shares, wherever it is; and whether one
 * that lies in a lot is still free is for the {@link Lot} to say.
 *
 * @param <R> the type of the result
 */
public final class PoolTask<R extends @Nullable Object> extends Promise<R> implements Waiting {
    private static final Object TAKEN = new Object(); // for the moment in which a batch or a lot is put together
    private static final int MOST_TO_GROW = 16; // what has ended is not free before all have

    /** In place of what has ended. */
    private static final Routine GONE = Routine.of((TaskAction) () -> {
        throw new AssertionError("has ended");
    });

    private Routine routine; // GONE once nobody will call it: a future may be kept for long
    private @Nullable Object argument; // null then
    private boolean wasPlaced; // written while nobody else has it
    private boolean isHurried; // guarded by the queue's lock; set once: it goes before all, and comes back there
    private final long timeoutNanos;
    private int losses; // of its worker; written while nobody else has it

    PoolTask(Face face, Routine routine, @Nullable Object argument, long timeoutNanos) {
        super(face);
        this.routine = routine;
        this.argument = argument;
        this.timeoutNanos = timeoutNanos;
    }

    Routine routine() {
        return routine;
    }

    /** Its worker has told its end, or none has seen it: what it was made of is not needed any more. */
    void letGo() {
        routine = GONE;
        argument = null;
    }

    @Nullable
    Object argument() {
        return argument;
    }

    @Override
    public boolean isWaiting() {
        return state() == null;
    }

    @Override
    public @Nullable EngineBatch take(WorkerSeat seat, TaskQueue queue) {
        boolean isReturned = queue.hasReturned(); // it goes before others
        queue.poll(this);
        if (!reserve()) {
            return null;
        }
        TaskLot lot = isReturned ? null : gathered(seat, queue);
        return lot == null ? alone(seat) : lot.take(seat, queue);
    }

    /** {@return a lot at the head of the queue, with this task and some that come next; null: it goes alone} */
    private @Nullable TaskLot gathered(WorkerSeat seat, TaskQueue queue) {
        if (seat.takesOneByOne() || !(queue.peek() instanceof PoolTask<?>) || !mayLie()) {
            return null;
        }
        Lot lot = null;
        try {
            lot = face.engine().factory().lot();
            TaskLot gathered = lot == null ? null : TaskLot.gather(this, queue, lot);
            if (gathered != null) {
                queue.post(gathered);
            }
            return gathered;
        } catch (RuntimeException | Error e) {
            if (lot != null) {
                lot.close(); // or there would be no other one
            }
            unreserve(null);
            throw e;
        }
    }

    /** What was taken from a bounded queue has to have started; and what is to be stopped is looked for by itself, or in a batch. */
    private boolean mayLie() {
        return !face.engine().room().isBounded() && abortVerdict() == null;
    }

    /** {@return a batch of this task, which was reserved, that may grow} */
    TaskRow alone(WorkerSeat seat) {
        return alone(seat, Math.min(MOST_TO_GROW, Math.min(face.chunker().size(), face.batchLimit(seat))));
    }

    /** {@return a batch of this task alone, for a seat that runs it in the calling thread} */
    @Nullable
    TaskRow takeAlone(WorkerSeat seat) {
        return reserve() ? alone(seat, 1) : null;
    }

    /** {@return a batch of this task alone, which was in a lot and is the caller's now; null: it has ended} */
    @Nullable
    TaskRow takeAlone(TaskLot lot, WorkerSeat seat) {
        return move(lot, TAKEN) ? alone(seat, 1) : null;
    }

    /** It is not lost for want of memory. */
    private TaskRow alone(WorkerSeat seat, int most) {
        try {
            return TaskRow.of(this, seat, most);
        } catch (RuntimeException | Error e) {
            unreserve(null);
            throw e;
        }
    }

    /** What cannot be sent goes back to the head of the queue. {@code from}: the lot that it may lie in already. */
    void unreserve(@Nullable TaskLot from) {
        if (move(TAKEN, null) || (from != null && leave(from))) {
            face.engine().queue().giveBack(this);
        }
    }

    @Override
    void count(Verdict verdict) {
        face.counts().ended(verdict);
    }

    @Override
    void hurryIn(TaskQueue queue) {
        queue.hurry(this);
    }

    /** Under the queue's lock, as {@link #hurried}. */
    boolean isHurried() {
        return isHurried;
    }

    void hurried() {
        isHurried = true;
    }

    boolean fitsWith(PoolTask<?> first) {
        return face == first.face && timeoutNanos == first.timeoutNanos;
    }

    /** May be asked of what is ending just now. */
    boolean fitsInto(Lot lot) {
        return lot.fits(routine, argument);
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    /** Takes it out of the queue, for the batch that it is about to be placed in. */
    boolean reserve() {
        return move(null, TAKEN);
    }

    /** It waits where any worker can hold it. */
    void place(TaskLot lot) {
        put(lot); // nobody else ends or moves what is TAKEN
    }

    /** A worker holds it. */
    void follow(TaskLot lot, TaskShare share) {
        wasPlaced = true;
        if (move(lot, share)) {
            face.entrance().left(1);
        }
    }

    /** It waits in the queue again, or nowhere. */
    boolean leave(TaskLot lot) {
        return move(lot, null);
    }

    void unplace(TaskLot lot) {
        if (leave(lot)) {
            face.entrance().giveBack(this, 0);
        }
    }

    void place(TaskBatch batch) {
        wasPlaced = true;
        put(batch); // nobody else ends or moves what is TAKEN
        face.entrance().left(1);
    }

    void unplace(TaskBatch batch) {
        if (move(batch, null)) {
            face.entrance().giveBack(this, 1);
        }
    }

    boolean mayRetry(int retries) {
        return ++losses <= retries;
    }

    /** {@return whether its function is running} */
    public boolean isRunning() {
        Object state = state();
        if (state instanceof TaskLot lot) {
            lot.follow();
            state = state();
        }
        return state instanceof TaskBatch batch ? batch.hasStarted(batch.indexOf(this)) : state instanceof RunHere;
    }

    @Override
    public String describe() {
        return isRunning() ? "running" : super.describe();
    }

    /** Runs it in the calling thread, instead of in a worker. */
    void runHere() {
        RunHere run = RunHere.begin(face, this);
        try {
            if (move(null, run)) {
                end(run, outcomeOf(run));
                letGo();
            }
        } finally {
            run.release();
        }
    }

    /** An error of the pool itself, for want of memory, say, is how the task ends: whoever waits for it hears of that. */
    private Verdict outcomeOf(RunHere run) {
        try {
            return outcome(run);
        } catch (RuntimeException | Error e) {
            return Verdict.threw(e);
        }
    }

    private Verdict outcome(RunHere run) {
        Supplier<Verdict> stopped = face.abortVerdict(); // before it could be seen here
        if (stopped != null) {
            return stopped.get();
        }
        Runnable stopClock = face.engine().deadlines().schedule(() -> timeOut(run), timeoutNanos);
        Verdict verdict = run.call(routine, argument);
        stopClock.run();
        return verdict;
    }

    private void timeOut(RunHere run) {
        abort(run, ItemStop.late(describeCode(), "its submitter's thread", timeoutNanos, run.stack()));
    }

    private boolean abort(RunHere run, Verdict verdict) {
        boolean first = end(run, verdict);
        if (first) {
            run.interrupt();
        }
        return first;
    }

    /** {@return what it is for a message: it has no other name} */
    String describeCode() {
        return "a task of " + ofCode(routine.home().getName());
    }

    /** The class of a lambda is named for the one in whose code it is. */
    private static String ofCode(String name) {
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    /** Ends it while it runs in the thread that submitted it, which is interrupted. */
    void abortHere(Verdict verdict) {
        if (state() instanceof RunHere run) {
            abort(run, verdict);
        }
    }

    @Override
    boolean poll() {
        Object state = state();
        if (state instanceof TaskBatch batch) {
            batch.seat.poll();
        } else if (state instanceof TaskLot lot) {
            lot.poll();
        }
        return face.chunker().isQuick(Spinner.LONGEST_NANOS);
    }

    @Override
    public boolean cancel(Cancel cancel) {
        while (true) {
            Object state = state();
            if (state instanceof Verdict) {
                return false;
            }
            if (state instanceof RunHere run) {
                return cancel(run, cancel);
            }
            if (state == null) {
                if (abortWaiting(null, Verdict.CANCELLED)) {
                    return true;
                }
            } else if (state instanceof TaskLot lot) {
                if (lot.takeBack(this)) {
                    return abortWaiting(lot, Verdict.CANCELLED);
                }
                lot.follow();
                giveWay(); // it may be about to be opened
            } else if (state instanceof TaskBatch batch) {
                int at = batch.indexOf(this);
                if (!batch.hasStarted(at)) {
                    takeBack(batch, at);
                } else if (cancel == Cancel.WAITING) {
                    return false;
                } else if (cancelStarted(batch)) {
                    stopIf(cancel, batch, at);
                    return true;
                }
            } else {
                giveWay(); // taken, or ending: for as long as a batch or a lot is put together, or an end is counted
            }
        }
    }

    private boolean cancelStarted(TaskBatch batch) {
        batch.holdFace();
        return end(batch, Verdict.CANCELLED);
    }

    private boolean cancel(RunHere run, Cancel cancel) {
        return switch (cancel) {
            case WAITING -> false;
            case RUNNING -> abort(run, Verdict.CANCELLED);
            case RESULT_ONLY -> end(run, Verdict.CANCELLED);
        };
    }

    private static void stopIf(Cancel cancel, TaskBatch batch, int at) {
        if (cancel == Cancel.RUNNING) {
            new ItemStop(batch, at).begin();
        }
    }

    /** Sent, but not started: back to the queue with it and what comes after it in the batch. */
    private void takeBack(TaskBatch batch, int at) {
        Claims.Span span = batch.claims().revoke(at);
        if (span != null) {
            batch.giveBack(span);
            face.engine().dispatch().signal();
        } else if (!batch.mayStart(at)) {
            unplace(batch); // its worker holds it in vain
        } else {
            giveWay(); // it starts just now, or somebody else is taking it back
        }
    }

    private boolean abortWaiting(@Nullable TaskLot in, Verdict verdict) {
        if (!end(in, verdict)) {
            return false;
        }
        face.entrance().left(1);
        if (!wasPlaced) { // else somebody may be sending it still, in vain
            letGo();
        }
        return true;
    }

    @Override
    public boolean abort(Supplier<Verdict> verdict) {
        return abortWaiting(null, verdict.get());
    }

    @Override
    public @Nullable Supplier<Verdict> abortVerdict() {
        return face.abortVerdict();
    }
}
