// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.PoolLog;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a face's callbacks one at a time, in the order given, on a daemon thread of their own that exists while there are any.
 */
final class Callbacks {
    private final String name;
    private final @Nullable ClassLoader opener; // the context of whoever has opened the pool
    private final ThreadFactory threads;
    private final BlockingQueue<Runnable> hands; // of the executor
    private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();
    private final AtomicInteger due = new AtomicInteger(); // whoever makes it one has them run
    private final AtomicReference<@Nullable Throwable> noThread = new AtomicReference<>(); // whoever takes it runs them
    private final Backlog backlog = new Backlog();
    private @Nullable ThreadPoolExecutor executor; // guarded by this; made when first needed

    Callbacks(String name) {
        this(name, task -> new Thread(null, task, name + "-callbacks", 0, false));
    }

    Callbacks(String name, ThreadFactory threads) {
        this(name, threads, new LinkedBlockingQueue<>());
    }

    Callbacks(String name, ThreadFactory threads, BlockingQueue<Runnable> hands) {
        this.name = name;
        this.threads = threads;
        this.hands = hands;
        this.opener = Thread.currentThread().getContextClassLoader();
    }

    void execute(Runnable callback) {
        give(callback);
        serve();
    }

    /** Gives a callback its turn; {@link #serve} comes later, where user code can run. */
    void give(Runnable callback) {
        turns.add(callback);
        backlog.given();
        if (due.getAndIncrement() == 0) {
            begin();
        }
    }

    private void begin() {
        Hand hand = null;
        try {
            hand = new Hand();
            executor().execute(hand);
        } catch (RuntimeException | Error e) { // it may have been queued before no thread was to be had
            if (hand == null || hand.isFirst()) {
                noThread.set(e);
            }
        }
    }

    /** Runs what is due, unless somebody else has been told to. */
    private final class Hand implements Runnable {
        private final AtomicBoolean isTaken = new AtomicBoolean();

        boolean isFirst() {
            return !isTaken.getAndSet(true);
        }

        @Override
        public void run() {
            if (isFirst()) {
                runDue();
            }
        }
    }

    /** Runs those here that no thread can be had for: better than not at all, as somebody may wait for what they do. */
    void serve() {
        Throwable why = noThread.get() == null ? null : noThread.getAndSet(null);
        if (why == null) {
            return;
        }
        try {
            PoolLog.warn("no thread for the callbacks of " + name + ": they run where tasks end", why);
        } finally {
            runDue();
        }
    }

    private void runDue() {
        do {
            Runnable callback = turns.remove();
            backlog.runs();
            run(callback);
            Thread.interrupted(); // a callback may have interrupted its own thread
            backlog.hasRun();
        } while (due.decrementAndGet() > 0);
    }

    private synchronized ThreadPoolExecutor executor() {
        if (executor == null) {
            executor = new ThreadPoolExecutor(1, 1, 100, TimeUnit.MILLISECONDS, hands, worker -> {
                Thread made = threads.newThread(() -> run(worker, hands));
                made.setContextClassLoader(opener);
                made.setDaemon(true);
                return made;
            });
            executor.allowCoreThreadTimeOut(true);
        }
        return executor;
    }

    /** As it leaves, idle for too long, a thread of the executor starts another one for what came just then: there may be none to be had. */
    private static void run(Runnable worker, Queue<Runnable> hands) {
        try {
            worker.run();
        } catch (OutOfMemoryError e) {
            for (Runnable hand = hands.poll(); hand != null; hand = hands.poll()) {
                hand.run();
            }
        }
    }

    /** Runs a callback in this thread. */
    void run(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) { // a callback stops nothing, whatever it throws
            PoolLog.error("callback of " + name + " threw", e);
        }
    }

    boolean isCallbackThread() {
        return backlog.isRunHere();
    }

    /** Waits until all callbacks so far have run; does not wait inside one, nor for one that ends the JVM. */
    boolean await(long nanos) throws InterruptedException {
        return backlog.await(nanos);
    }

    /** {@return whether {@link #await} would not wait} */
    boolean haveRun() {
        return backlog.isOver();
    }
}
