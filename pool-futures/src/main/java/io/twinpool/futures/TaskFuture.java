// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.core.engine.Cancel;
import io.twinpool.core.engine.PoolTask;
import io.twinpool.worker.Nanos;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A task of the core, in the words of {@link PoolFuture}. */
final class TaskFuture<R extends @Nullable Object> implements PoolFuture<R> {
    private final PoolTask<R> task;

    TaskFuture(PoolTask<R> task) {
        this.task = task;
    }

    PoolTask<R> task() {
        return task;
    }

    @Override
    public boolean cancel() {
        return task.cancel(Cancel.WAITING);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return task.cancel(mayInterruptIfRunning ? Cancel.RUNNING : Cancel.WAITING);
    }

    @Override
    public boolean isRunning() {
        return task.isRunning();
    }

    @Override
    public boolean isDone() {
        return task.isDone();
    }

    @Override
    public boolean isCancelled() {
        return task.isCancelled();
    }

    @Override
    public R result() {
        task.join(Long.MAX_VALUE);
        return task.value();
    }

    @Override
    public R result(Duration timeout) throws TimeoutException {
        joinWithin(timeout);
        return task.value();
    }

    @Override
    public Optional<Throwable> exception() {
        task.join(Long.MAX_VALUE);
        return failure();
    }

    @Override
    public Optional<Throwable> exception(Duration timeout) throws TimeoutException {
        joinWithin(timeout);
        return failure();
    }

    private Optional<Throwable> failure() {
        if (task.isCancelled()) {
            throw new CancellationException("task was cancelled");
        }
        return Optional.ofNullable(task.error());
    }

    private void joinWithin(Duration timeout) throws TimeoutException {
        if (!task.join(Nanos.of(timeout))) {
            throw late(timeout);
        }
    }

    private TimeoutException late(Duration timeout) {
        return task.lateAfter(timeout);
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        task.await(Long.MAX_VALUE);
        return task.got();
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!task.await(unit.toNanos(timeout))) {
            throw late(Duration.ofNanos(unit.toNanos(timeout)));
        }
        return task.got();
    }

    @Override
    public PoolFuture<R> addDoneCallback(Consumer<? super PoolFuture<R>> callback) {
        Objects.requireNonNull(callback, "callback");
        task.callBack(() -> callback.accept(this));
        return this;
    }

    @Override
    public CompletableFuture<R> toCompletableFuture() {
        return task.toCompletableFuture();
    }

    @Override
    public String toString() {
        return "PoolFuture[" + task.describe() + "]";
    }
}
