// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A task's run in the thread that submitted it, one of the pool's own, instead of in a worker.
 *
 * <p>An interrupt that is aimed at it does not meet the task around it; one that is aimed at that one meets both, and is still there
 * afterwards. If it does not hear an interrupt, its thread is given up, with the task around it; and it ends with its
 * thread's seat, however that comes to its end.
 */
final class RunHere implements Interruptible {
    private final Face face;
    private final PoolTask<?> task;
    private final Thread thread = Thread.currentThread();
    private final WorkerSeat seat; // of the task around it
    private final Claims claims = Claims.onHeap(1); // lets an interrupt meet this run alone
    private final AtomicBoolean holds = new AtomicBoolean(true); // the face, also while this runs on after its end
    private volatile Runnable stopGrace = () -> {}; // set by the one who interrupts

    private RunHere(Face face, PoolTask<?> task) {
        this.face = face;
        this.task = task;
        this.seat = Objects.requireNonNull(face.engine().ownSeat(), "not in a task of this pool");
    }

    /** In one of the pool's own tasks; {@link #call} follows. */
    static RunHere begin(Face face, PoolTask<?> task) {
        RunHere run = new RunHere(face, task);
        face.lingers();
        try {
            run.seat.enter(run);
        } catch (RuntimeException | Error e) { // no memory for it
            run.release();
            throw e;
        }
        if (run.seat.hasEnded()) { // its thread was given up and goes on: nobody waits for that
            run.release();
        }
        return run;
    }

    Verdict call(Routine routine, @Nullable Object argument) {
        CurrentSeat.Occupied now = CurrentSeat.enter(this);
        try {
            return callAlone(routine, argument);
        } finally {
            CurrentSeat.leave(now);
        }
    }

    private Verdict callAlone(Routine routine, @Nullable Object argument) {
        boolean interrupted = Thread.interrupted(); // the task around it, not this one
        claims.claim();
        seat.runsInside();
        Verdict verdict;
        try {
            verdict = Verdict.returned(routine.call(argument));
        } catch (Throwable e) { // whatever a task throws is its outcome
            verdict = Verdict.threw(e);
        }
        claims.rest();
        stopGrace.run();
        Thread.interrupted(); // by itself
        if (interrupted) {
            thread.interrupt();
        }
        return verdict;
    }

    /** It is over, or given up: the face need not wait for it. */
    void release() {
        if (holds.getAndSet(false)) {
            seat.leave(this);
            face.isBack();
        }
    }

    PoolTask<?> task() {
        return task;
    }

    /** Its seat has ended: so does the task, unless it has, and whatever its thread still does is waited for no more. */
    void lose(Verdict verdict) {
        try {
            task.end(this, verdict);
        } finally {
            release();
        }
    }

    StackTraceElement[] stack() {
        return thread.getStackTrace();
    }

    @Override
    public int interruptsHad() {
        return claims.isInterrupted() ? 1 : 0;
    }

    @Override
    public int interruptsSent() {
        return interruptsHad();
    }

    void interrupt() {
        if (claims.interrupt(0, thread)) {
            Engine engine = face.engine();
            stopGrace = engine.deadlines().schedule(this::condemn, engine.killGraceNanos());
        }
    }

    /** The grace is over. */
    private void condemn() {
        EngineBatch around = seat.batch();
        if (claims.running() < 0 || around == null || around.isCallersToFinish()) {
            return;
        }
        seat.dismissLater();
        face.engine()
                .dispatch()
                .giveBack(around, 0); // now it cannot start another item that the end of the seat would hit
        if (claims.running() >= 0) {
            seat.kill(); // which ends this, too
        }
    }
}
