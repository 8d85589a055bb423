// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.core.engine.Face;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A pool as an {@link java.util.concurrent.ExecutorService}.
 *
 * <p>Its futures follow {@link java.util.concurrent.FutureTask}. Closing it, which try-with-resources does since Java 19, closes the pool.
 */
final class ExecutorServiceView extends AbstractExecutorService implements AutoCloseable {
    private final Face face;
    private final long taskTimeoutNanos;

    @SuppressWarnings("unused") // held, not read: it must not be collected while this is in use
    private final PoolExecutor pool;

    ExecutorServiceView(Face face, long taskTimeoutNanos, PoolExecutor pool) {
        this.face = face;
        this.taskTimeoutNanos = taskTimeoutNanos;
        this.pool = pool;
    }

    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "command");
        ViewTask<?> task = command instanceof ViewTask<?> ours ? ours : ViewTask.executed(command);
        task.submit(face, taskTimeoutNanos);
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return ViewTask.of(callable);
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return ViewTask.of(runnable, value);
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
        List<Object> neverStarted = face.shutdownAndCancel();
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
}
