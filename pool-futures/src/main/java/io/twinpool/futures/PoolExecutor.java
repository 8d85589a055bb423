// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.Args2;
import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolStats;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.Task;
import io.twinpool.TaskAction;
import io.twinpool.TaskBiFunction;
import io.twinpool.TaskFunction;
import io.twinpool.TaskSerializationException;
import io.twinpool.Workers;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.engine.Face;
import io.twinpool.core.engine.Intake;
import io.twinpool.core.engine.Order;
import io.twinpool.core.engine.Zip;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.Routine;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A pool of workers that takes tasks and gives futures.
 *
 * <pre>{@code
 * try (PoolExecutor executor = PoolExecutor.processes(4)) {
 *     PoolFuture<Long> answer = executor.submit(Sums::upTo, 1_000_000L);
 *     for (Image small : executor.map(Images::shrink, images)) {
 *         album.add(small);
 *     }
 *     System.out.println(answer.result());
 * }
 * }</pre>
 *
 * <p>Tasks start in the order in which they were submitted; items of a map go to the workers in batches, and may start behind a long one of
 * their batch. {@link #close} waits for all of them; {@link #terminateWorkers} does not. A task on a
 * worker of this JVM may wait for another task, of the same pool, where that then starts before all else, or of any other: each that waits
 * lets its pool have one more worker meanwhile.
 *
 * <p>Thread-safe. Null arguments are refused with {@link NullPointerException}, except arguments of the user's own functions. What
 * happened before a task was submitted is visible to it; what it did is visible to whoever sees its end. On forked JVMs tasks, arguments
 * and results are serialized: a task sees a copy of its argument as it was when it was submitted, an item of a map as it is when it is sent,
 * some time before it starts. So what was given to a map must not be changed before it has ended.
 *
 * @implNote Follows CPython 3.13 {@code concurrent.futures.Executor}.
 */
public final class PoolExecutor implements AutoCloseable {
    private final Face face;
    private final long taskTimeoutNanos;
    private final @Nullable PoolExecutor whole; // of which this is a view; kept from being collected

    private PoolExecutor(Face face, long taskTimeoutNanos, @Nullable PoolExecutor whole) {
        this.face = face;
        this.taskTimeoutNanos = taskTimeoutNanos;
        this.whole = whole;
    }

    private static PoolExecutor on(Face face) {
        PoolExecutor executor = new PoolExecutor(face, face.taskTimeoutNanos(), null);
        face.shutdownWhenCollected(executor);
        return executor;
    }

    /**
     * Starts workers of its own.
     *
     * @param workers which workers
     * @return an open pool; close it: it does not keep the JVM alive
     * @throws IllegalArgumentException if forked JVMs cannot have such a {@code javaHome} or {@code workingDirectory}
     * @throws UnsupportedOperationException if this JVM cannot have such workers, or an option is not supported
     * @throws TaskSerializationException if the initializer or the finalizer cannot cross to forked JVMs
     * @throws UncheckedIOException if the temporary files of forked JVMs cannot be made; nothing was started
     * @throws IllegalStateException if forked JVMs would be nested too deep
     */
    public static PoolExecutor of(Workers workers) {
        return on(Face.open(workers));
    }

    /**
     * {@return an open pool of threads}
     *
     * @param n how many, at least 1
     * @throws IllegalArgumentException if it is less
     */
    public static PoolExecutor threads(int n) {
        return of(Workers.threads(n));
    }

    /**
     * {@return an open pool of forked JVMs}
     *
     * @param n how many, at least 1
     * @throws IllegalArgumentException if it is less
     * @throws UncheckedIOException as {@link #of}, and all else that it lists
     */
    public static PoolExecutor processes(int n) {
        return of(Workers.processes(n));
    }

    /**
     * {@return an open pool on workers that others may use too}
     *
     * @param shared the running workers
     * @throws RejectedExecutionException if they have been closed
     */
    public static PoolExecutor over(SharedWorkers shared) {
        return on(Objects.requireNonNull(shared, "shared").face());
    }

    /**
     * Submits a task. Never waits, unless the pool has a {@link Workers#queueCapacity} and it is reached.
     *
     * @param <R> the type of the result
     * @param task what to run
     * @return its result to come
     * @throws RejectedExecutionException after shutdown
     * @throws BrokenPoolException if the pool cannot work any more
     * @throws TaskSerializationException if the task cannot cross to a forked JVM
     * @throws PoolInterruptedException if this thread was interrupted while waiting for room; nothing was submitted
     */
    public <R extends @Nullable Object> PoolFuture<R> submit(Task<R> task) {
        return submit(Routine.of(task), null);
    }

    /**
     * Submits a task without a result; otherwise as {@link #submit(Task)}.
     *
     * @param task what to run
     * @return its end to come; the result is null
     */
    public PoolFuture<@Nullable Void> submit(TaskAction task) {
        return submit(Routine.of(task), null);
    }

    /**
     * Submits a call; otherwise as {@link #submit(Task)}.
     *
     * @param <T> the type of the argument
     * @param <R> the type of the result
     * @param fn what to call
     * @param arg its argument; may be null
     * @return its result to come
     */
    public <T extends @Nullable Object, R extends @Nullable Object> PoolFuture<R> submit(
            TaskFunction<? super T, ? extends R> fn, T arg) {
        return submit(Routine.of(fn), arg);
    }

    /**
     * Submits a call; otherwise as {@link #submit(Task)}.
     *
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param <R> the type of the result
     * @param fn what to call
     * @param arg1 its first argument; may be null
     * @param arg2 its second argument; may be null
     * @return its result to come
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> PoolFuture<R> submit(
            TaskBiFunction<? super T, ? super U, ? extends R> fn, T arg1, U arg2) {
        return submit(Routine.of(fn), Args2.of(arg1, arg2));
    }

    private <R extends @Nullable Object> PoolFuture<R> submit(Routine routine, @Nullable Object argument) {
        try {
            return new TaskFuture<>(face.submit(routine, argument, taskTimeoutNanos));
        } finally {
            Reference.reachabilityFence(this); // else it could be collected, and shut down, while it submits
        }
    }

    /**
     * Calls a function with every item. All items are read and submitted by this call, unless options end the map before; results come
     * lazily, in input order.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @return the results; close them to cancel what has not started
     * @throws RejectedExecutionException after shutdown
     * @throws BrokenPoolException if the pool cannot work any more
     * @throws TaskSerializationException if the function cannot cross to a forked JVM; an item that cannot fails as that item
     * @throws PoolInterruptedException if this thread was interrupted while waiting for room in the queue; what had not started is cancelled
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> map(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
        return map(fn, items, MapOptions.defaults());
    }

    /**
     * Calls a function with every item; otherwise as {@link #map(TaskFunction, Iterable)}.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @param options chunks, deadline, failFast, and with a {@link MapOptions#bufferSize} items are read as results are consumed, at most
     *     that many ahead
     * @return the results; close them to cancel what has not started
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> map(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, MapOptions options) {
        return face.map(Routine.of(fn), items, options, Intake.EAGER, Order.INPUT, taskTimeoutNanos, this);
    }

    /**
     * Calls a function with the first items of both inputs, the second items and so on, until the shorter one ends; otherwise as
     * {@link #map(TaskFunction, Iterable)}.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param a its first arguments
     * @param b its second arguments
     * @return the results; close them to cancel what has not started
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> Results<R> map(
            TaskBiFunction<? super T, ? super U, ? extends R> fn, Iterable<? extends T> a, Iterable<? extends U> b) {
        return map(fn, a, b, MapOptions.defaults());
    }

    /**
     * As {@link #map(TaskBiFunction, Iterable, Iterable)}, with options.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param a its first arguments
     * @param b its second arguments
     * @param options chunks, buffer, deadline, failFast
     * @return the results; close them to cancel what has not started
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> Results<R> map(
            TaskBiFunction<? super T, ? super U, ? extends R> fn,
            Iterable<? extends T> a,
            Iterable<? extends U> b,
            MapOptions options) {
        return face.map(Routine.of(fn), Zip.of(a, b), options, Intake.EAGER, Order.INPUT, taskTimeoutNanos, this);
    }

    /**
     * {@return a view of this pool whose tasks are stopped when they run longer} The workers are the same; shutting the view down shuts
     * this down.
     *
     * @param timeout how long a task may run, positive; counted from its start on a worker; in place of {@link Workers#taskTimeout}, be
     *     it shorter or longer
     * @throws IllegalArgumentException if it is not positive
     */
    public PoolExecutor withTaskTimeout(Duration timeout) {
        return new PoolExecutor(face, Face.taskTimeoutNanos(timeout), this);
    }

    /** Takes no further tasks; those taken still run. Does not wait. Idempotent. */
    public void shutdown() {
        face.shutdown();
    }

    /**
     * Takes no further tasks. Does not wait. Idempotent.
     *
     * @param cancelFutures whether tasks that have not started are cancelled; whoever waits for them sees it at once
     */
    public void shutdown(boolean cancelFutures) {
        if (cancelFutures) {
            face.shutdownAndCancel();
        } else {
            face.shutdown();
        }
    }

    /**
     * Waits until, after a shutdown, all tasks have ended, their callbacks have run and the workers are gone, but for shared ones. From
     * inside a callback it waits for the tasks alone.
     *
     * @param timeout how long to wait; zero only looks
     * @return whether that came true
     * @throws InterruptedException if this thread was interrupted
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return face.awaitTermination(Nanos.of(timeout));
    }

    /**
     * Stops everything now: unfinished tasks end with {@link PoolTerminatedException}, and workers are interrupted or get SIGTERM; those
     * that do not respond are ended after {@link Workers#killGrace}. Does not wait. On shared workers only this pool's tasks are stopped.
     */
    public void terminateWorkers() {
        face.terminate(true);
    }

    /**
     * As {@link #terminateWorkers}, but forked JVMs are killed at once; threads are treated as there. On shared workers it is the same as
     * {@link #terminateWorkers}.
     */
    public void killWorkers() {
        face.terminate(false);
    }

    /**
     * Takes no further tasks and waits for the end of all that were taken, of their callbacks and of the workers, but for shared ones. If
     * this thread is interrupted meanwhile, what is unfinished is terminated instead, and the flag stays set. From inside a callback it
     * waits for the tasks alone. Idempotent.
     *
     * @throws IllegalStateException if called from one of the pool's own tasks, for which it would wait; the pool is shut down then
     */
    @Override
    public void close() {
        face.close();
    }

    /**
     * {@return a view of this pool for code that wants an {@link ExecutorService}} Shutting it down shuts this down. On forked JVMs its
     * tasks must be serializable, as a lambda is with a cast to {@code (Callable<Long> & Serializable)}: those that {@link java.util.concurrent.CompletableFuture} and {@link
     * java.util.concurrent.ExecutorCompletionService} make are not, and are refused with {@link TaskSerializationException}; the
     * result given with a {@link Runnable} crosses with it and comes back, as a copy with what the task has changed. On a pool that cannot
     * work any more it throws {@link BrokenPoolException}. Where the queue is full it waits, and rejects nothing.
     *
     * <p>Its futures follow {@link java.util.concurrent.FutureTask}: {@code cancel(false)} cancels a running task too, which runs on. What
     * a task given to {@code execute} throws goes to the uncaught exception handler of its thread.
     *
     * <p>In one of the pool's own tasks, a wait for its futures lets another worker take the place of the one that waits. Other waits
     * do not: for a latch, a queue, {@link java.util.concurrent.ExecutorCompletionService}, or what
     * {@link java.util.concurrent.CompletableFuture#allOf} or {@code supplyAsync} made.
     */
    public ExecutorService asExecutorService() {
        return new ExecutorServiceView(face, taskTimeoutNanos, whole == null ? this : whole);
    }

    /** {@return how many tasks of this pool wait, run and have ended, and what became of its workers} */
    public PoolStats stats() {
        return face.stats();
    }

    @Override
    public String toString() {
        return "PoolExecutor[" + face + "]";
    }
}
