// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A CompletableFuture that follows a promise, and takes it along when it is cancelled.
 *
 * <p>It completes on the callback thread, since what depends on it is the user's code; if nothing does, also in the thread of whoever
 * asks. Who asks or waits for it does not wait for the callback thread: it has ended as soon as the promise has.
 */
final class LinkedFuture<R extends @Nullable Object> extends LendingFuture<R> {
    private final Promise<R> promise;
    private final Set<Thread> waiters = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean told = new AtomicBoolean(); // that waiters are to be woken when this completes
    private volatile boolean wakes; // set once: what is told is among the dependents
    private final AtomicReference<@Nullable By> decided = new AtomicReference<>(); // set once

    /** Who has ended this. */
    private enum By {
        THE_TASK,
        HAND
    }

    LinkedFuture(Promise<R> promise) {
        this.promise = promise;
    }

    void follow() {
        if (!isDecided(By.THE_TASK)) {
            return;
        }
        Throwable error = promise.error();
        if (promise.isCancelled()) {
            super.cancel(false);
        } else if (error != null) {
            super.completeExceptionally(failure(error));
        } else {
            super.complete(promise.value());
        }
    }

    /**
     * What has a meaning of its own to the JDK's future is wrapped once more: a task that has thrown a cancellation was not cancelled, and a
     * CompletionException would be opened. The JDK also asks an exception for its words, and whoever waits would never hear of one that
     * throws at that.
     */
    private static Throwable failure(Throwable error) {
        try {
            CompletionException wrapped = new CompletionException(error); // asks it
            return error instanceof CancellationException || error instanceof CompletionException ? wrapped : error;
        } catch (Throwable speechless) { // the task's own exception threw it, and is what matters
            return new CompletionException(error.getClass().getName(), error);
        }
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        awaitEnd(Long.MAX_VALUE);
        return got();
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = Math.max(0, unit.toNanos(timeout));
        if (!awaitEnd(nanos)) {
            throw promise.lateAfter(Duration.ofNanos(nanos));
        }
        return got();
    }

    private R got() throws InterruptedException, ExecutionException {
        try {
            return super.isDone() ? super.get() : followed().get();
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException
                | Error e) { // thrown by the task's own exception, which the JDK has asked for its words
            if (hasTaskEnded()) {
                return promise.got();
            }
            throw e;
        }
    }

    @Override
    public R join() {
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = awaitEnd(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                interrupted = true; // kept for the caller, as CompletableFuture does
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return super.isDone() ? super.join() : followed().join();
    }

    /** Waits for the end of the promise, or for whoever completes this by hand. */
    private boolean awaitEnd(long nanos) throws InterruptedException {
        if (isDone()) {
            return true;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Thread waiter = Thread.currentThread();
        try {
            waiters.add(waiter);
            if (nanos > 0) {
                promise.hurry();
            }
            return Blocked.on(nanos, () -> ForkJoinTask.inForkJoinPool() ? parkManaged(nanos) : park(nanos));
        } finally {
            waiters.remove(waiter);
        }
    }

    private boolean park(long nanos) throws InterruptedException {
        return Parking.until(this::isOver, nanos);
    }

    private boolean isOver() {
        listen();
        return isDone();
    }

    /** As the JDK's futures wait: the pool of this thread may have another one meanwhile. */
    private boolean parkManaged(long nanos) throws InterruptedException {
        ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
            @Override
            public boolean block() throws InterruptedException {
                park(nanos);
                return true;
            }

            @Override
            public boolean isReleasable() {
                return isDone();
            }
        });
        return isDone();
    }

    private void listen() {
        if (told.get() || told.getAndSet(true)) {
            return;
        }
        try {
            CompletableFuture<R> unused = whenComplete((value, error) -> wake());
            wakes = true;
            if (!promise.whenEnded(this::wake)) {
                wake(); // another thread may wait already
            }
        } catch (RuntimeException | Error e) { // no memory, or no stack left: another one who waits does it
            told.set(false);
            wake();
            throw e;
        }
    }

    private void wake() {
        waiters.forEach(LockSupport::unpark);
    }

    @Override
    public boolean isDone() {
        return super.isDone() || hasTaskEnded();
    }

    /** Whether this has ended as its task did: not if it was completed by hand before. */
    private boolean hasTaskEnded() {
        if (!promise.isDone() || !isDecided(By.THE_TASK)) {
            return false;
        }
        if (getNumberOfDependents() <= (wakes ? 1 : 0)) { // nobody's code runs, but for what is added just now
            follow(); // what the JDK looks at agrees with what is told here
        }
        return true;
    }

    @Override
    public String toString() {
        boolean unused = isDone();
        return super.toString();
    }

    /** Whether it is, or was not and is now. */
    private boolean isDecided(By by) {
        By before = decided.compareAndExchange(null, by);
        return before == null || before == by;
    }

    @Override
    public boolean isCancelled() {
        return super.isDone() ? super.isCancelled() : hasTaskEnded() && promise.isCancelled();
    }

    @Override
    public boolean isCompletedExceptionally() {
        return super.isDone() ? super.isCompletedExceptionally() : hasTaskEnded() && promise.error() != null;
    }

    @Override
    public R getNow(R otherwise) {
        return super.isDone() || !hasTaskEnded()
                ? super.getNow(otherwise)
                : followed().getNow(otherwise);
    }

    /** As that of {@link java.util.concurrent.Future} since Java 19. */
    @SuppressWarnings("MissingOverride") // there is nothing to override on 17
    public R resultNow() {
        if (!isDone()) {
            throw new IllegalStateException("Task has not completed");
        }
        if (isCompletedExceptionally()) {
            throw new IllegalStateException(isCancelled() ? "Task was cancelled" : "Task completed with exception");
        }
        return join();
    }

    /** As that of {@link java.util.concurrent.Future} since Java 19. */
    @SuppressWarnings("MissingOverride") // as above
    public Throwable exceptionNow() {
        if (!isDone()) {
            throw new IllegalStateException("Task has not completed");
        }
        if (isCancelled()) {
            throw new IllegalStateException("Task was cancelled");
        }
        try {
            join();
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause(); // the task's own may have none
        }
        throw new IllegalStateException("Task completed with a result");
    }

    @Override
    public boolean complete(R value) {
        return !hasTaskEnded() && isDecided(By.HAND) && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        Objects.requireNonNull(error, "error");
        return !hasTaskEnded() && isDecided(By.HAND) && super.completeExceptionally(error);
    }

    /** Unlike the JDK's it asks again whether this has ended, as by then the task may have. */
    @Override
    public CompletableFuture<R> completeAsync(Supplier<? extends R> supplier, Executor executor) {
        Objects.requireNonNull(supplier, "supplier");
        executor.execute(() -> completeFrom(supplier));
        return this;
    }

    private void completeFrom(Supplier<? extends R> supplier) {
        if (isDone()) {
            return;
        }
        try {
            complete(supplier.get());
        } catch (Throwable e) { // what the supplier throws is the outcome
            completeExceptionally(e instanceof CompletionException ? e : new CompletionException(e));
        }
    }

    /** {@return one that has ended as the promise has} */
    private LinkedFuture<R> followed() {
        LinkedFuture<R> future = new LinkedFuture<>(promise);
        future.follow();
        return future;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (super.isDone()) {
            return super.isCancelled(); // perhaps by hand: then the task is nothing to it any more
        }
        boolean isFirst = promise.cancel(Cancel.RUNNING);
        while (!promise.isDone()) {
            Promise.giveWay(); // it is just ending otherwise
        }
        return (isFirst || promise.isCancelled()) ? super.cancel(mayInterruptIfRunning) : isCancelled();
    }
}
