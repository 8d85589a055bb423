// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.core.engine.Face;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool as an {@link ExecutorService}.
 *
 * <p>Its futures follow {@link java.util.concurrent.FutureTask}. Closing it, which try-with-resources does since Java 19, closes the pool.
 *
 * <p>No {@link java.util.concurrent.AbstractExecutorService}: {@link java.util.concurrent.ExecutorCompletionService} would run the
 * futures of one itself, in a worker, and they run nothing.
 */
final class ExecutorServiceView implements ExecutorService, AutoCloseable {
    private final Face face;
    private final long taskTimeoutNanos;

    @SuppressWarnings("unused") // held, not read: it must not be collected while this is in use
    private final PoolExecutor pool;

    ExecutorServiceView(Face face, long taskTimeoutNanos, PoolExecutor pool) {
        this.face = face;
        this.taskTimeoutNanos = taskTimeoutNanos;
        this.pool = pool;
    }

    private void start(ViewTask<?> task) {
        try {
            task.submit(face, taskTimeoutNanos);
        } finally {
            Reference.reachabilityFence(this); // else its pool could be collected, and shut down, while it submits
        }
    }

    /** {@return whether there was room for it in time} */
    boolean start(ViewTask<?> task, Clock clock) throws InterruptedException {
        return start(task, clock, () -> true);
    }

    /** {@return whether there was room for it in time, while it was wanted} */
    boolean start(ViewTask<?> task, Clock clock, BooleanSupplier isWanted) throws InterruptedException {
        try {
            return task.submitWithin(face, taskTimeoutNanos, clock.leftNanos(), isWanted);
        } finally {
            Reference.reachabilityFence(this); // as above
        }
    }

    /** Something has ended: what waits for room may not be wanted any more. */
    void lookForRoom() {
        face.lookForRoom();
    }

    private <V extends @Nullable Object> Future<V> started(ViewTask<V> task) {
        start(task);
        return task;
    }

    @Override
    public void execute(Runnable command) {
        start(ViewTask.executed(command));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return started(ViewTask.of(task));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return started(ViewTask.of(task, result));
    }

    @Override
    @SuppressWarnings(
            "NullAway") // that of a method with a type argument that may be null it takes for one that may not
    public Future<?> submit(Runnable task) {
        return started(ViewTask.<@Nullable Void>of(task, null));
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return AllOf.invoke(this, tasks, Long.MAX_VALUE);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return AllOf.invoke(this, tasks, unit.toNanos(timeout));
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return AnyOf.invoke(this, tasks, Long.MAX_VALUE);
        } catch (TimeoutException e) {
            throw new AssertionError("waited for ever, and not long enough", e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return AnyOf.invoke(this, tasks, unit.toNanos(timeout));
    }

    @Override
    public void shutdown() {
        face.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<Object> neverStarted = face.shutdownAndRecall();
        face.cancelRunning();
        List<Runnable> commands = new ArrayList<>();
        for (Object function : neverStarted) {
            if (function instanceof ViewTask.Body<?> body) {
                commands.add(body.command());
            }
        }
        return commands;
    }

    @Override
    public boolean isShutdown() {
        return !face.isOpen();
    }

    @Override
    public boolean isTerminated() {
        return face.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return face.awaitTermination(Math.max(0, unit.toNanos(timeout)));
    }

    @Override
    public void close() {
        face.close();
    }

    @Override
    public String toString() {
        return "ExecutorService[" + face + "]";
    }
}
