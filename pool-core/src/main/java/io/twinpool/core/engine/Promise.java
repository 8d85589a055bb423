// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolInterruptedException;
import io.twinpool.worker.PoolLog;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A result that comes once, and those who wait for it.
 *
 * <p>One reference holds the state: a {@link Verdict} once it has ended, whatever the subclass needs until then. Whoever sets the
 * verdict first wins. Thread-safe. What happened before the verdict was set is visible to whoever reads it.
 *
 * @param <R> the type of the result
 */
public abstract class Promise<R extends @Nullable Object> {
    private static final Object ENDING = new Object(); // won, but not counted yet; nobody else can end it
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Promise.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Object state; // changed by compare-and-set; final once it is a Verdict

    private volatile @Nullable List<Runnable> listeners; // the list: guarded by this; null when there are none

    final Face face;

    Promise(Face face) {
        this.face = face;
    }

    final @Nullable Object state() {
        return state;
    }

    final boolean move(@Nullable Object expected, @Nullable Object updated) {
        return STATE.compareAndSet(this, expected, updated);
    }

    /** As {@link #move}, in a state that nobody else leaves. */
    final void put(@Nullable Object updated) {
        STATE.setRelease(this, updated);
    }

    /** Ends it, unless its state is not the expected one any more. */
    final boolean end(@Nullable Object expected, Verdict verdict) {
        if (!move(expected, ENDING)) {
            return false;
        }
        try {
            count(verdict);
        } finally {
            publish(verdict);
        }
        return true;
    }

    /** Callbacks are in their turn before the end can be seen: what ends later, because somebody saw this end, comes behind them. */
    private void publish(Verdict verdict) {
        try {
            queueCallbacks();
        } finally { // or whoever waits would wait for ever
            state = verdict;
            told();
        }
    }

    /** As {@link #end}, by a worker that has returned and keeps count itself. */
    final void returned(Object expected, Verdict verdict, Tally tally) {
        tally.begin();
        boolean first = move(expected, ENDING);
        tally.end(first);
        if (first) {
            publish(verdict);
        }
    }

    private void told() {
        try {
            if (listeners != null) {
                tellListeners();
            }
        } finally {
            settled();
        }
    }

    /** It has ended, and everybody has been told. */
    void settled() {
        face.settled();
    }

    /** Counts the end, before it can be seen. */
    abstract void count(Verdict verdict);

    private void queueCallbacks() {
        if (listeners != null) {
            synchronized (this) {
                queue(listeners);
            }
        }
    }

    /** Under the lock: whoever adds a callback just then goes on when it has its turn. */
    private void queue(@Nullable List<Runnable> known) {
        if (known == null) {
            return;
        }
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i) instanceof Promise<?>.Callback callback) {
                callback.queue();
            }
        }
    }

    private void tellListeners() {
        List<Runnable> told;
        synchronized (this) {
            told = listeners;
            listeners = null;
            queue(told);
        }
        if (told == null) {
            return;
        }
        Throwable failure = tellAll(told);
        try {
            face.callbacks().serve();
        } finally {
            if (failure != null) {
                PoolLog.error("a listener of a task of " + face.name() + " failed", failure);
            }
        }
    }

    /** {@return why somebody was not told} As for want of memory: this takes none, so that the others hear of the end. */
    private static @Nullable Throwable tellAll(List<Runnable> told) {
        Throwable failure = null;
        for (int i = 0; i < told.size(); i++) {
            try {
                told.get(i).run();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
        return failure;
    }

    /**
     * Adds a listener that runs in the thread that ends this.
     *
     * @param listener brief, and no user code
     * @return false: it has ended already, and the listener will not be told
     */
    public final boolean whenEnded(Runnable listener) {
        synchronized (this) {
            if (!isDone()) {
                List<Runnable> list = listeners;
                if (list == null) {
                    list = new ArrayList<>(2);
                    listeners = list;
                }
                list.add(listener);
            } else {
                return false;
            }
        }
        while (state == ENDING) {
            giveWay(); // whoever ends it may have looked for listeners before the entry
        }
        if (isDone()) {
            tellListeners(); // ended between the look and the entry: nobody else may have seen it
        }
        return true;
    }

    /**
     * Removes what {@link #whenEnded} added, if it has not run.
     *
     * @param listener the same object
     */
    public final synchronized void forget(Runnable listener) {
        List<Runnable> list = listeners;
        if (list != null) {
            list.remove(listener);
        }
    }

    /** {@return whether it has ended} */
    public final boolean isDone() {
        return state instanceof Verdict;
    }

    /** {@return whether it ended by cancellation} */
    public final boolean isCancelled() {
        return state instanceof Verdict verdict && verdict.isCancelled();
    }

    /**
     * Cancels it.
     *
     * @param cancel how far to go
     * @return whether it ended by this call
     */
    public abstract boolean cancel(Cancel cancel);

    /** Moves the outcome along in the waiting thread, if its worker knows how to; returns whether that is worth repeating. */
    boolean poll() {
        return false;
    }

    /**
     * Waits for the end.
     *
     * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
     * @return whether it has ended
     * @throws InterruptedException if this thread was interrupted; the task is not touched
     */
    public final boolean await(long nanos) throws InterruptedException {
        if (isDone()) {
            return true;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return nanos > 0 ? Spinner.await(this, nanos) || park(nanos) : isDone();
    }

    private boolean park(long nanos) throws InterruptedException {
        Thread waiter = Thread.currentThread();
        Runnable listener = () -> LockSupport.unpark(waiter);
        if (!whenEnded(listener)) {
            return true;
        }
        try {
            hurry();
            return Blocked.on(nanos, () -> Parking.until(this::isDone, nanos));
        } finally {
            forget(listener);
        }
    }

    /** Has this go before what waits for a worker, if this thread is one of the pool's workers, which is about to wait for it. */
    public final void hurry() {
        Engine engine = face.engine();
        if (!isDone() && !engine.factory().runsInCaller() && engine.isOwnThread()) {
            hurryIn(engine.queue());
        }
    }

    /** Has what is waiting of it go before all. */
    void hurryIn(TaskQueue queue) {}

    /**
     * Waits for the end, for callers that declare no {@link InterruptedException}.
     *
     * @param nanos how long at most
     * @return whether it has ended
     * @throws PoolInterruptedException if this thread was interrupted; the flag stays set
     */
    public final boolean join(long nanos) {
        try {
            return await(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolInterruptedException("interrupted while waiting for a result", e);
        }
    }

    /** {@return the value} Once it has ended; throws what result() throws. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the subclass was made for functions that give R, null perhaps
    public final R value() {
        return (R) verdict().value(OptionalLong.empty());
    }

    /**
     * {@return the value} Once it has ended; a failure is told as by {@link java.util.concurrent.Future#get}.
     *
     * @throws ExecutionException if it failed, with the task's own exception or the pool's for a cause
     */
    public final R got() throws ExecutionException {
        Throwable error = isCancelled() ? null : error();
        if (error != null) {
            throw failure(error);
        }
        return value();
    }

    /** As every exception with a cause alone it takes its words from that, which may have none. */
    private static ExecutionException failure(Throwable error) {
        try {
            return new ExecutionException(error);
        } catch (Throwable speechless) { // the task's own exception threw it, and is what matters
            return new ExecutionException(error.getClass().getName(), error);
        }
    }

    /**
     * {@return the exception for a caller who has waited long enough}
     *
     * @param timeout how long the caller has waited
     */
    public final TimeoutException lateAfter(Duration timeout) {
        return face.lateAfter(timeout);
    }

    /** {@return its state in a word} */
    public String describe() {
        return state instanceof Verdict verdict ? verdict.describe() : "waiting";
    }

    /** {@return whether it failed, by the task or by the pool} False before its end. */
    public final boolean isFailure() {
        return state instanceof Verdict verdict && verdict.isFailure();
    }

    /** {@return the face that it came through} */
    public final Face face() {
        return face;
    }

    /** {@return the task's own exception or the pool's; null if it returned} Once it has ended. */
    public final @Nullable Throwable error() {
        return verdict().error();
    }

    private Verdict verdict() {
        if (state instanceof Verdict verdict) {
            return verdict;
        }
        throw new IllegalStateException("has not ended yet");
    }

    /**
     * Runs a callback of the user's after the end, on the pool's callback thread; at once, in this thread, if it has ended.
     *
     * @param callback what to run; what it throws is logged
     */
    public final void callBack(Runnable callback) {
        if (!callBackLater(callback)) {
            face.callbacks().run(callback);
        }
    }

    /**
     * Runs a callback of the user's after the end, on the pool's callback thread also if it has ended.
     *
     * @param callback what to run; what it throws is logged
     */
    public final void callBackInTurn(Runnable callback) {
        if (!callBackLater(callback)) {
            face.callbacks().execute(callback);
        }
    }

    /** The face does not settle before the callback is in its turn: whoever waits for the end of the pool then waits for it. */
    private boolean callBackLater(Runnable callback) {
        Callback inTurn = new Callback(callback);
        boolean later = false;
        face.hold();
        try {
            later = whenEnded(inTurn);
        } finally {
            if (!later) {
                face.release();
            }
        }
        return later;
    }

    /** Takes back what was asked for of something that was refused: nobody will be told of it. */
    final void forgetCallbacks() {
        List<Runnable> forgotten;
        synchronized (this) {
            forgotten = listeners;
            listeners = null;
        }
        for (int i = 0; forgotten != null && i < forgotten.size(); i++) { // takes no memory
            face.release(); // each is a callback's
        }
    }

    /** A callback of the user's, which is queued just before the end can be seen, and runs after it. */
    private final class Callback implements Runnable {
        private final Runnable callback;
        private boolean
                isQueued; // guarded by the promise; once it is no listener any more, whoever tells it has it alone

        Callback(Runnable callback) {
            this.callback = callback;
        }

        /** If there is memory for that; else {@link #run} tries again. */
        void queue() {
            try {
                give();
            } catch (VirtualMachineError e) {
                return; // nothing that takes memory, either
            }
        }

        private void give() {
            if (isQueued) {
                return;
            }
            face.callbacks().give(() -> {
                awaitPublished();
                callback.run();
            });
            isQueued = true;
        }

        /** It has its turn: the face need not be kept from settling any more. */
        @Override
        public void run() {
            try {
                give();
            } finally {
                face.release();
            }
        }
    }

    private void awaitPublished() {
        while (!isDone()) {
            giveWay();
        }
    }

    /** Waits a moment for another thread that has just what it needs, perhaps except this processor, or this thread's carrier. */
    @SuppressWarnings("ThreadPriorityCheck") // that is what it is for
    static void giveWay() {
        Thread.yield();
    }

    /** {@return a future that ends as this does, on the callback thread; cancelling it cancels this and stops a running task} */
    public final CompletableFuture<R> toCompletableFuture() {
        LinkedFuture<R> future = new LinkedFuture<>(this);
        callBack(future::follow);
        return future;
    }
}
