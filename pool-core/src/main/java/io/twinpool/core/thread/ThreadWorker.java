// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Interrupts;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A worker that is one thread: items run on it.
 *
 * <p>It cannot be killed. One that does not hear interrupts is given up: its seat is told that it has ended, and whenever the
 * thread comes back from the task it finds no further work and leaves.
 */
final class ThreadWorker implements Worker, Runnable {
    /** Made before there is no memory for it. */
    private static final Ending UNTOLD =
            new Ending.Lost(OptionalLong.empty(), OptionalInt.empty(), "died, and of what could not be told", "");

    /** Of whoever is interrupted and goes on. */
    static final Ending ABANDONED = new Ending.Abandoned("was given up, as it did not heed its interrupt,");

    private final Seat seat;
    private final Hooks hooks;
    private final Thread thread;
    private volatile boolean woken; // set by wake, taken back by the thread
    private volatile boolean leaving; // set once
    private volatile boolean retired; // set once: no item runs any more
    private volatile boolean resting; // the thread's: nothing of the user's runs in it, nor will once it is leaving
    private volatile boolean finishing; // written by the thread: it runs the finalizer, unless it is terminated
    private volatile boolean terminated; // set once, before leaving: not politely

    ThreadWorker(String name, Seat seat, Hooks hooks, ThreadFactory threads) {
        this.seat = seat;
        this.hooks = hooks;
        this.resting = hooks.initializer().isEmpty();
        this.thread = threads.newThread(this);
        thread.setName(name);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void run() {
        seat.occupy(this::live);
    }

    private void live() {
        Ending ending = UNTOLD;
        try {
            ending = initialized();
        } finally {
            seat.ended(ending);
        }
    }

    private Ending initialized() {
        try {
            hooks.initialize();
        } catch (Throwable e) { // whatever the initializer throws is why the worker cannot start
            return new Ending.InitializerFailed(e);
        }
        resting = true;
        return serve();
    }

    private Ending serve() {
        try {
            seat.ready();
            work();
        } catch (Throwable e) { // not a task's: no memory for a thread, say; the seat must not wait for this worker
            return new Ending.Lost(OptionalLong.empty(), OptionalInt.empty(), "died of " + e, "", e);
        }
        finish();
        return new Ending.Left();
    }

    private void finish() {
        if (terminated || hooks.finalizer().isEmpty()) {
            return; // not finishing, not even for a moment: whoever is asked to end just then would be given up
        }
        finishing = true;
        if (!terminated) {
            hooks.finish();
        }
        finishing = false;
    }

    private void work() {
        while (!leaving) {
            resting = false;
            Batch batch = leaving ? null : seat.next(); // whoever found it resting has set leaving before
            if (batch != null) {
                batch.run();
            }
            resting = true;
            if (batch == null) {
                Idling.await(() -> woken || leaving);
                woken = false;
            }
        }
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void interrupt(Batch batch, int index, Consumer<StackTraceElement[]> stack) {
        if (batch.claims().running() == index) {
            StackTraceElement[] before = thread.getStackTrace();
            if (batch.claims().running() == index) { // then it is the stack of that item
                stack.accept(before);
            }
            batch.claims().interrupt(index, thread);
        }
    }

    @Override
    public void terminate() {
        terminated = true;
        leaving = true;
        Interrupts.send(thread); // the pool ends: no later task can meet it
    }

    @Override
    public void kill() {
        terminate();
        if (!thread.isAlive()) {
            return;
        }
        if (mayRunUserCode()) {
            seat.ended(ABANDONED);
        } else {
            seat.ended(new Ending.Left()); // in place of the thread, which may not get to say it for a while
        }
    }

    /** Else it ends by itself, as soon as it gets to run. */
    private boolean mayRunUserCode() {
        return finishing || !(retired || resting);
    }

    @Override
    public void retire() {
        retired = true;
        leaving = true;
        LockSupport.unpark(thread);
    }
}
