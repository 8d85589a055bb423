// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Interrupts;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the user's code that a worker needs in this JVM: an argument is written, an outcome is read.
 *
 * <pre>
 *   Waiting --run--&gt; Running --is back--&gt; Back --conclude: settled--&gt; Over
 *                    Running --overtake--&gt; Overtaken --conclude: abandoned--&gt; Over
 * </pre>
 *
 * <p>The I/O thread runs it, while others may use the link. If it does not come back soon, another thread takes over as the I/O thread,
 * and the worker goes on without it; it delivers itself when it is back, whenever that is.
 */
abstract class Errand {
    private enum State {
        WAITING,
        RUNNING,
        BACK,
        OVERTAKEN,
        OVER
    }

    private State state = State.WAITING; // guarded by this
    private @Nullable Thread thread; // guarded by this: of the user's code, while it runs
    private final AtomicBoolean isHalfDone = new AtomicBoolean(); // it is back, or abandoned

    /** {@return how many looks at it may find it running before it is overtaken} */
    int patience() {
        return 1;
    }

    /** Runs the user's code in this thread. {@return false: it has been overtaken, and delivered itself} */
    final boolean run() {
        synchronized (this) {
            state = State.RUNNING;
            thread = Thread.currentThread();
        }
        work();
        if (isBack()) {
            return true;
        }
        deliverSecond();
        return false;
    }

    private synchronized boolean isBack() {
        thread = null;
        Thread.interrupted(); // what was meant for the user's code, or left by it
        boolean isInTime = state == State.RUNNING;
        if (isInTime) {
            state = State.BACK;
        }
        return isInTime;
    }

    /** {@return whether the calling thread is to be the I/O thread from now on, as this one's is still in the user's code} */
    final synchronized boolean overtake() {
        boolean isLate = state == State.RUNNING;
        if (isLate) {
            state = State.OVERTAKEN;
        }
        return isLate;
    }

    /** {@return whether the worker may have gone on without it}, while it runs */
    final synchronized boolean isOvertaken() {
        return state != State.RUNNING;
    }

    /** Goes on with what it gave, or without it. With the turn; once counts. */
    final void conclude() {
        State was;
        synchronized (this) {
            was = state;
            state = State.OVER;
        }
        if (was == State.BACK) {
            settle();
        } else if (was == State.OVERTAKEN && abandon()) {
            deliverSecond();
        }
    }

    /** Its thread comes back and the I/O thread abandons it, in either order: the second to do so delivers. */
    private void deliverSecond() {
        if (isHalfDone.getAndSet(true)) {
            deliver();
        }
    }

    /** If it runs for that item, tells the stack that it is on, and then interrupts it: what comes of that is too late. */
    final boolean interrupt(Batch batch, int index, Consumer<StackTraceElement[]> stack) {
        Thread running;
        StackTraceElement[] now;
        synchronized (this) {
            running = thread;
            if (running == null || !isFor(batch, index)) {
                return false;
            }
            now = running.getStackTrace();
        }
        stack.accept(now);
        Interrupts.log(running, interrupt(running));
        return true;
    }

    private synchronized @Nullable Throwable interrupt(Thread running) {
        return thread == running ? Interrupts.sendOnly(running) : null;
    }

    /** {@return whether an item is what the user's code is at} */
    abstract boolean isFor(Batch batch, int index);

    /** Runs the user's code, and throws nothing. */
    abstract void work();

    /** Goes on with what it gave. With the turn. */
    abstract void settle();

    /** Goes on without it. With the turn. {@return whether what it gives is wanted later} */
    abstract boolean abandon();

    /** Reports what it gave, after all; any thread. */
    abstract void deliver();
}
