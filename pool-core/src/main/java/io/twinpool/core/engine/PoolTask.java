// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.TaskAction;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call that a worker makes, and its result.
 *
 * <pre>
 *   Waiting --reserve--&gt; Taken --place--&gt; Placed(batch) --its worker claims it: it runs--
 *      ^                                     |                                          \
 *      +--------- revoked, or retried -------+                                           \
 *   Waiting, Placed --end--&gt; Done(verdict)      first finish wins: outcome, loss, timeout, cancel, termination
 * </pre>
 *
 * <p>Whether a placed task has started is for the batch's {@link Claims} to say, which its worker shares, wherever it is.
 *
 * @param <R> the type of the result
 */
public final class PoolTask<R extends @Nullable Object> extends Promise<R> implements Waiting {
    private static final Object TAKEN = new Object(); // for the moment in which a batch is put together
    private static final int MOST_IN_A_BATCH = 256;
    private static final int MOST_TO_GROW = 16; // what has ended is not free before all have

    /** In place of what has ended. */
    private static final Routine GONE = Routine.of((TaskAction) () -> {
        throw new AssertionError("has ended");
    });

    private Routine routine; // GONE once nobody will call it: a future may be kept for long
    private @Nullable Object argument; // null then
    private boolean wasPlaced; // written while nobody else has it
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
        if (seat.takesOneByOne()) {
            queue.poll(this);
            return reserve() ? alone(seat) : null;
        }
        int most = Math.min(MOST_IN_A_BATCH, most(seat));
        List<PoolTask<?>> taken = new ArrayList<>(Math.min(most, 16));
        Work head = this;
        while (head instanceof PoolTask<?> task && task.fitsWith(this) && taken.size() < most) {
            queue.poll(task);
            if (task.reserve()) {
                taken.add(task);
            }
            head = queue.peek();
        }
        return taken.isEmpty() ? null : together(taken, seat);
    }

    /** None is lost for want of memory: what cannot be sent goes back to the head of the queue. */
    private static TaskBatch together(List<PoolTask<?>> taken, WorkerSeat seat) {
        try {
            return TaskBatch.of(taken, seat, taken.size());
        } catch (RuntimeException | Error e) {
            for (int i = taken.size() - 1; i >= 0; i--) {
                taken.get(i).unreserve();
            }
            throw e;
        }
    }

    private int most(WorkerSeat seat) {
        return Math.min(face.chunker().size(), face.batchLimit(seat));
    }

    /** {@return a batch of this task, which was reserved, that may grow} */
    TaskBatch alone(WorkerSeat seat) {
        return alone(seat, Math.min(MOST_TO_GROW, most(seat)));
    }

    private TaskBatch alone(WorkerSeat seat, int most) {
        try {
            return TaskBatch.of(List.of(this), seat, most);
        } catch (RuntimeException | Error e) { // as together
            unreserve();
            throw e;
        }
    }

    private void unreserve() {
        if (move(TAKEN, null)) {
            face.engine().queue().giveBack(this);
        }
    }

    @Override
    void count(Verdict verdict) {
        face.counts().ended(verdict);
    }

    boolean fitsWith(PoolTask<?> first) {
        return face == first.face && timeoutNanos == first.timeoutNanos;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    /** Takes it out of the queue, for the batch that it is about to be placed in. */
    boolean reserve() {
        return move(null, TAKEN);
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
        return state() instanceof TaskBatch batch ? batch.hasStarted(batch.indexOf(this)) : state() instanceof RunHere;
    }

    @Override
    public String describe() {
        return isRunning() ? "running" : super.describe();
    }

    /** Runs it in the calling thread, instead of in a worker. */
    void runHere() {
        RunHere run = new RunHere(face);
        try {
            if (move(null, run)) {
                end(run, outcome(run));
                letGo();
            }
        } finally {
            run.release();
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

    /** Ends it instead; it has no place in the queue to give back. */
    void refuseHere(Verdict verdict) {
        end(null, verdict);
    }

    /** Ends it while it runs in the thread that submitted it, which is interrupted. */
    void abortHere(Verdict verdict) {
        if (state() instanceof RunHere run) {
            abort(run, verdict);
        }
    }

    /** {@return a batch of this task alone, for a seat that runs it in the calling thread} */
    @Nullable
    TaskBatch takeAlone(WorkerSeat seat) {
        return reserve() ? alone(seat, 1) : null;
    }

    @Override
    boolean poll() {
        if (state() instanceof TaskBatch batch) {
            batch.seat.poll();
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
                if (abortWaiting(Verdict.CANCELLED)) {
                    return true;
                }
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
                giveWay(); // taken, or ending: for as long as a batch is put together, or an end is counted
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
        } else {
            giveWay(); // it starts just now, or somebody else is taking it back
        }
    }

    private boolean abortWaiting(Verdict verdict) {
        if (!end(null, verdict)) {
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
        return abortWaiting(verdict.get());
    }

    @Override
    public @Nullable Supplier<Verdict> abortVerdict() {
        return face.abortVerdict();
    }
}
