// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker without a thread: it runs each batch in the thread that brings it. */
final class InlineWorker implements Worker {
    private final Seat seat;
    private final Hooks hooks;
    private @Nullable Throwable failure; // of the initializer; set by start
    private volatile @Nullable Running running; // what it runs just now
    private volatile @Nullable Hook hook; // the hook that it runs just now

    InlineWorker(Seat seat, Hooks hooks) {
        this.seat = seat;
        this.hooks = hooks;
    }

    @Override
    public void start() {
        run(this::initialize);
        Throwable why = failure;
        if (why != null) {
            seat.ended(new Ending.InitializerFailed(why));
            return;
        }
        seat.ready();
        wake();
    }

    private void initialize() {
        try {
            hooks.initialize();
        } catch (Throwable e) { // whatever the initializer throws is why the worker cannot start
            failure = e;
        }
    }

    private void run(Runnable initializerOrFinalizer) {
        seat.occupy(() -> runAlone(initializerOrFinalizer));
    }

    /** Interrupts of the caller and of the hook do not meet each other. */
    private void runAlone(Runnable initializerOrFinalizer) {
        boolean interrupted = Thread.interrupted(); // the caller's own
        Hook now = new Hook();
        hook = now;
        try {
            initializerOrFinalizer.run();
        } finally {
            hook = null;
            now.over();
            Thread.interrupted(); // by the hook
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A hook's run in the thread of a caller, where an interrupt meets it alone. */
    private static final class Hook {
        private final Thread thread = Thread.currentThread();
        private final Claims claims = Claims.onHeap(1);

        Hook() {
            claims.claim();
        }

        void over() {
            claims.rest();
        }

        void interrupt() {
            claims.interrupt(0, thread);
        }
    }

    private void interruptHook() {
        Hook now = hook;
        if (now != null) {
            now.interrupt();
        }
    }

    @Override
    public void wake() {
        seat.occupy(this::work);
    }

    private void work() {
        for (Batch batch = seat.next(); batch != null; batch = seat.next()) {
            boolean interrupted = Thread.interrupted(); // the caller's own, not the task's
            running = new Running(batch, Thread.currentThread());
            batch.run();
            running = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A batch and the caller's thread in which it runs. */
    private record Running(Batch batch, Thread thread) {}

    @Override
    public void interrupt(Batch batch, int index, Consumer<StackTraceElement[]> stack) {
        Running now = running;
        if (now != null && now.batch == batch && batch.claims().running() == index) {
            stack.accept(now.thread.getStackTrace());
            batch.claims().interrupt(index, now.thread);
        }
    }

    @Override
    public void terminate() {
        Running now = running;
        if (hook != null) {
            interruptHook();
        } else if (now == null) {
            seat.ended(new Ending.Left());
        } else {
            now.batch.claims().interrupt(now.batch.claims().running(), now.thread);
        }
    }

    @Override
    public void kill() {
        interruptHook();
        seat.ended(ThreadWorker.ABANDONED);
    }

    @Override
    public void retire() {
        run(hooks::finish);
        seat.ended(new Ending.Left());
    }
}
