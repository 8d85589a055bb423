// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.PoolLog;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The pool's timers, on one daemon thread that exists while a timer does. Their actions are brief and run no user code. */
final class Deadlines implements Timers {
    private final String name;
    private final ThreadFactory threads;
    private @Nullable ScheduledThreadPoolExecutor timers; // guarded by this; made when first needed
    private boolean closed; // guarded by this

    Deadlines(String name) {
        this(name, action -> new Thread(null, action, name + "-deadlines", 0, false));
    }

    Deadlines(String name, ThreadFactory threads) {
        this.name = name;
        this.threads = threads;
    }

    @Override
    public synchronized Runnable schedule(Runnable action, long nanos) {
        if (closed || nanos == Long.MAX_VALUE) {
            return () -> {};
        }
        if (timers == null) {
            timers = open();
        }
        try {
            Future<?> timer = timers.schedule(() -> run(action), nanos, TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        } catch (OutOfMemoryError e) { // no thread to be had: it is in the queue, for that of a later one
            PoolLog.warn("timers of " + name + " may be late", e);
            return () -> {}; // all of them find out for themselves that they come too late
        }
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) { // a fault of this library: said, and no reason to stop the other timers
            PoolLog.error("timer of " + name + " failed", e);
        }
    }

    private ScheduledThreadPoolExecutor open() {
        ScheduledThreadPoolExecutor opened = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = threads.newThread(runnable);
            thread.setDaemon(true);
            return thread;
        });
        opened.setRemoveOnCancelPolicy(true);
        opened.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        opened.setKeepAliveTime(1, TimeUnit.SECONDS);
        opened.allowCoreThreadTimeOut(true);
        return opened;
    }

    @Override
    public synchronized int pending() {
        return timers == null ? 0 : timers.getQueue().size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timers != null) {
            timers.shutdown(); // drops what waits; an action that runs, and may be what has ended the pool, goes on
        }
    }
}
