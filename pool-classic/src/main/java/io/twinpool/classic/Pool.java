// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolStats;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.Task;
import io.twinpool.TaskBiFunction;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.TaskSerializationException;
import io.twinpool.TaskTriFunction;
import io.twinpool.Workers;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.engine.Face;
import io.twinpool.core.engine.Intake;
import io.twinpool.core.engine.Order;
import io.twinpool.core.engine.PoolTask;
import io.twinpool.core.engine.Promise;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.Routine;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pool of workers that applies functions: to one argument, to all items of a list, lazily to an endless input.
 *
 * <pre>{@code
 * try (Pool pool = Pool.processes(4)) {
 *     List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
 *     pool.applyAsync(Images::shrink, image, Callbacks.onResult(album::add));
 *     for (String title : pool.imapUnordered(Pages::title, pages)) {
 *         System.out.println(title);
 *     }
 *     pool.shutdown();
 *     pool.join();
 * }
 * }</pre>
 *
 * <p>Tasks start in the order in which they were submitted; items of a map go to the workers in batches, and may start behind a long one of
 * their batch. {@link #close} terminates what is unfinished, as Python's {@code with} does; Python's {@code close()} is {@link #shutdown}
 * here. To wait for what is unfinished, {@link #shutdown} and {@link #join} before. A task on a
 * worker of this JVM may wait for another task, of the same pool, where that then starts before all else, or of any other: each that waits
 * lets its pool have one more worker meanwhile.
 *
 * <p>Thread-safe. Null arguments are refused with {@link NullPointerException}, except arguments of the user's own functions. After shutdown,
 * everything that submits throws {@link RejectedExecutionException}; on a pool that cannot work any more, {@link BrokenPoolException}; with a
 * function or single argument that cannot cross to a forked JVM, {@link TaskSerializationException}; interrupted while it waits for room in
 * the queue, {@link PoolInterruptedException}. A chunk size less than 1 is an {@link IllegalArgumentException}. What happened before a call
 * was submitted is visible to it; what it did is visible to whoever sees its end. On forked JVMs functions, arguments and results are
 * serialized: a function sees a copy of its argument as it was when it was submitted, of an item of a map as it is when it is sent, some
 * time before it starts. So what was given to a map must not be changed before it has ended.
 *
 * <p>A lazy map reads an input that is none of the JDK's plain collections by a thread of its own: see {@link MapOptions#bufferSize}.
 *
 * @implNote Follows CPython 3.13 {@code multiprocessing.pool.Pool}.
 */
public final class Pool implements AutoCloseable {
    private final Face face;
    private final long taskTimeoutNanos;

    @SuppressWarnings("unused") // held, not read: of which this is a view; must not be collected while this is in use
    private final @Nullable Pool whole;

    private Pool(Face face, long taskTimeoutNanos, @Nullable Pool whole) {
        this.face = face;
        this.taskTimeoutNanos = taskTimeoutNanos;
        this.whole = whole;
    }

    private static Pool on(Face face) {
        Pool pool = new Pool(face, face.taskTimeoutNanos(), null);
        face.shutdownWhenCollected(pool);
        return pool;
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
    public static Pool of(Workers workers) {
        return on(Face.open(workers));
    }

    /**
     * {@return an open pool of threads}
     *
     * @param n how many, at least 1
     * @throws IllegalArgumentException if it is less
     */
    public static Pool threads(int n) {
        return of(Workers.threads(n));
    }

    /**
     * {@return an open pool of forked JVMs}
     *
     * @param n how many, at least 1
     * @throws IllegalArgumentException if it is less
     * @throws UncheckedIOException as {@link #of}, and all else that it lists
     */
    public static Pool processes(int n) {
        return of(Workers.processes(n));
    }

    /**
     * {@return an open pool on workers that others may use too}
     *
     * @param shared the running workers
     * @throws RejectedExecutionException if they have been closed
     */
    public static Pool over(SharedWorkers shared) {
        return on(Objects.requireNonNull(shared, "shared").face());
    }

    /**
     * Calls a function in a worker and waits for its result: {@link #applyAsync} and {@link AsyncResult#get()}.
     *
     * @param <R> the type of the result
     * @param task what to call
     * @return its result; null if it returned null
     * @throws TaskFailedException if it threw; the cause is its own exception
     * @throws PoolInterruptedException if this thread was interrupted while waiting; the call goes on, unless it still waited for room in the queue
     */
    public <R extends @Nullable Object> R apply(Task<R> task) {
        AsyncResult<R> result = applyAsync(task);
        return result.get();
    }

    /**
     * Calls a function in a worker and waits for its result: {@link #applyAsync} and {@link AsyncResult#get()}.
     *
     * @param <T> the type of the argument
     * @param <R> the type of the result
     * @param fn what to call
     * @param a its argument; may be null
     * @return its result; null if it returned null
     * @throws TaskFailedException if it threw; the cause is its own exception
     * @throws PoolInterruptedException if this thread was interrupted while waiting; the call goes on, unless it still waited for room in the queue
     */
    public <T extends @Nullable Object, R extends @Nullable Object> R apply(
            TaskFunction<? super T, ? extends R> fn, T a) {
        AsyncResult<R> result = applyAsync(fn, a);
        return result.get();
    }

    /**
     * Calls a function in a worker and waits for its result: {@link #applyAsync} and {@link AsyncResult#get()}.
     *
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param <R> the type of the result
     * @param fn what to call
     * @param a its first argument; may be null
     * @param b its second argument; may be null
     * @return its result; null if it returned null
     * @throws TaskFailedException if it threw; the cause is its own exception
     * @throws PoolInterruptedException if this thread was interrupted while waiting; the call goes on, unless it still waited for room in the queue
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> R apply(
            TaskBiFunction<? super T, ? super U, ? extends R> fn, T a, U b) {
        AsyncResult<R> result = applyAsync(fn, a, b);
        return result.get();
    }

    /**
     * Has a function called in a worker. Never waits, unless the pool has a {@link Workers#queueCapacity} and it is reached.
     *
     * @param <R> the type of the result
     * @param task what to call
     * @return its result to come
     */
    public <R extends @Nullable Object> AsyncResult<R> applyAsync(Task<R> task) {
        return PromisedResult.of(this.<R>submit(Routine.of(task), null));
    }

    /**
     * Has a function called in a worker, and is told of its end.
     *
     * @param <R> the type of the result
     * @param task what to call
     * @param callbacks called on the pool's callback thread
     * @return its result to come
     */
    public <R extends @Nullable Object> AsyncResult<R> applyAsync(Task<R> task, Callbacks<? super R> callbacks) {
        return submit(Routine.of(task), null, callbacks);
    }

    /**
     * Has a function called in a worker. Never waits, unless the pool has a {@link Workers#queueCapacity} and it is reached.
     *
     * @param <T> the type of the argument
     * @param <R> the type of the result
     * @param fn what to call
     * @param a its argument; may be null
     * @return its result to come
     */
    public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
            TaskFunction<? super T, ? extends R> fn, T a) {
        return PromisedResult.of(this.<R>submit(Routine.of(fn), a));
    }

    /**
     * Has a function called in a worker, and is told of its end.
     *
     * @param <T> the type of the argument
     * @param <R> the type of the result
     * @param fn what to call
     * @param a its argument; may be null
     * @param callbacks called on the pool's callback thread
     * @return its result to come
     */
    public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
            TaskFunction<? super T, ? extends R> fn, T a, Callbacks<? super R> callbacks) {
        return submit(Routine.of(fn), a, callbacks);
    }

    /**
     * Has a function called in a worker. Never waits, unless the pool has a {@link Workers#queueCapacity} and it is reached.
     *
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param <R> the type of the result
     * @param fn what to call
     * @param a its first argument; may be null
     * @param b its second argument; may be null
     * @return its result to come
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            AsyncResult<R> applyAsync(TaskBiFunction<? super T, ? super U, ? extends R> fn, T a, U b) {
        return PromisedResult.of(this.<R>submit(Routine.of(fn), Args2.of(a, b)));
    }

    /**
     * Has a function called in a worker, and is told of its end.
     *
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param <R> the type of the result
     * @param fn what to call
     * @param a its first argument; may be null
     * @param b its second argument; may be null
     * @param callbacks called on the pool's callback thread
     * @return its result to come
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            AsyncResult<R> applyAsync(
                    TaskBiFunction<? super T, ? super U, ? extends R> fn, T a, U b, Callbacks<? super R> callbacks) {
        return submit(Routine.of(fn), Args2.of(a, b), callbacks);
    }

    /**
     * Calls a function with every item and waits for all results.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @return the results, in input order, as a list that cannot be changed
     * @throws TaskFailedException if it threw for an item: the failure with the lowest index, after all items have ended, the others
     *     suppressed (at most 100)
     * @throws RuntimeException all else that {@link AsyncResult#get()} lists, that of the item with the lowest index
     * @throws PoolInterruptedException if this thread was interrupted while waiting; the calls go on, unless it still waited for room in the
     *     queue: then what had not started is cancelled
     */
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
        AsyncResult<List<R>> results = mapAsync(fn, items);
        return results.get();
    }

    /**
     * Calls a function with every item and waits for all results; otherwise as the method without {@code chunkSize}.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, in input order, as a list that cannot be changed
     */
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
        AsyncResult<List<R>> results = all(Routine.of(fn), items, chunks(chunkSize));
        return results.get();
    }

    /**
     * Has a function called with every item. The whole input is read by this call.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @return the list of the results to come, in input order; it cannot be changed
     */
    public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
        return all(Routine.of(fn), items, MapOptions.defaults());
    }

    /**
     * Has a function called with every item, and is told of the end. The whole input is read by this call, unless its deadline passes before.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @param options chunks, deadline, failFast; a buffer size has no meaning here
     * @param callbacks called once, with the whole list, also an empty one, or with the failure of the lowest index
     * @return the list of the results to come, in input order; it cannot be changed
     */
    public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
            TaskFunction<? super T, ? extends R> fn,
            Iterable<? extends T> items,
            MapOptions options,
            Callbacks<? super List<R>> callbacks) {
        return all(Routine.of(fn), items, options, callbacks);
    }

    /**
     * Calls a function with every item, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @return the results, in input order; close them to cancel what has not started
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
        return imap(fn, items, MapOptions.defaults());
    }

    /**
     * Calls a function with every item, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @param options chunks, buffer, deadline, failFast
     * @return the results, in input order; close them to cancel what has not started
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, MapOptions options) {
        return lazily(Routine.of(fn), items, options, Order.INPUT);
    }

    /**
     * Calls a function with every item, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, in input order; close them to cancel what has not started
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
        return lazily(Routine.of(fn), items, chunks(chunkSize), Order.INPUT);
    }

    /**
     * Calls a function with every item, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
        return imapUnordered(fn, items, MapOptions.defaults());
    }

    /**
     * Calls a function with every item, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @param options chunks, buffer, deadline, failFast
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, MapOptions options) {
        return lazily(Routine.of(fn), items, options, Order.COMPLETION);
    }

    /**
     * Calls a function with every item, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param fn what to call
     * @param items its arguments; items may be null
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
            TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
        return lazily(Routine.of(fn), items, chunks(chunkSize), Order.COMPLETION);
    }

    /**
     * Calls a function with every row of arguments and waits for all results.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @return the results, in input order, as a list that cannot be changed
     * @throws TaskFailedException if it threw for an item: the failure with the lowest index, after all items have ended, the others
     *     suppressed (at most 100)
     * @throws RuntimeException all else that {@link AsyncResult#get()} lists, that of the item with the lowest index
     * @throws PoolInterruptedException if this thread was interrupted while waiting; the calls go on, unless it still waited for room in the
     *     queue: then what had not started is cancelled
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            TaskBiFunction<? super T, ? super U, ? extends R> fn,
            Iterable<? extends Args2<? extends T, ? extends U>> rows) {
        AsyncResult<List<R>> results = starmapAsync(fn, rows);
        return results.get();
    }

    /**
     * Calls a function with every row of arguments and waits for all results; otherwise as the method without {@code chunkSize}.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, in input order, as a list that cannot be changed
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            TaskBiFunction<? super T, ? super U, ? extends R> fn,
            Iterable<? extends Args2<? extends T, ? extends U>> rows,
            int chunkSize) {
        AsyncResult<List<R>> results = all(Routine.of(fn), given(rows), chunks(chunkSize));
        return results.get();
    }

    /**
     * Has a function called with every row of arguments. The whole input is read by this call.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @return the list of the results to come, in input order; it cannot be changed
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            AsyncResult<List<R>> starmapAsync(
                    TaskBiFunction<? super T, ? super U, ? extends R> fn,
                    Iterable<? extends Args2<? extends T, ? extends U>> rows) {
        return all(Routine.of(fn), given(rows), MapOptions.defaults());
    }

    /**
     * Has a function called with every row of arguments, and is told of the end. The whole input is read by this call.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param options chunks, deadline, failFast; a buffer size has no meaning here
     * @param callbacks called once, with the whole list, also an empty one, or with the failure of the lowest index
     * @return the list of the results to come, in input order; it cannot be changed
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            AsyncResult<List<R>> starmapAsync(
                    TaskBiFunction<? super T, ? super U, ? extends R> fn,
                    Iterable<? extends Args2<? extends T, ? extends U>> rows,
                    MapOptions options,
                    Callbacks<? super List<R>> callbacks) {
        return all(Routine.of(fn), given(rows), options, callbacks);
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @return the results, in input order; close them to cancel what has not started
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> Results<R> istarmap(
            TaskBiFunction<? super T, ? super U, ? extends R> fn,
            Iterable<? extends Args2<? extends T, ? extends U>> rows) {
        return istarmap(fn, rows, MapOptions.defaults());
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param options chunks, buffer, deadline, failFast
     * @return the results, in input order; close them to cancel what has not started
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> Results<R> istarmap(
            TaskBiFunction<? super T, ? super U, ? extends R> fn,
            Iterable<? extends Args2<? extends T, ? extends U>> rows,
            MapOptions options) {
        return lazily(Routine.of(fn), given(rows), options, Order.INPUT);
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, in input order; close them to cancel what has not started
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> Results<R> istarmap(
            TaskBiFunction<? super T, ? super U, ? extends R> fn,
            Iterable<? extends Args2<? extends T, ? extends U>> rows,
            int chunkSize) {
        return lazily(Routine.of(fn), given(rows), chunks(chunkSize), Order.INPUT);
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            Results<R> istarmapUnordered(
                    TaskBiFunction<? super T, ? super U, ? extends R> fn,
                    Iterable<? extends Args2<? extends T, ? extends U>> rows) {
        return istarmapUnordered(fn, rows, MapOptions.defaults());
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param options chunks, buffer, deadline, failFast
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            Results<R> istarmapUnordered(
                    TaskBiFunction<? super T, ? super U, ? extends R> fn,
                    Iterable<? extends Args2<? extends T, ? extends U>> rows,
                    MapOptions options) {
        return lazily(Routine.of(fn), given(rows), options, Order.COMPLETION);
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            Results<R> istarmapUnordered(
                    TaskBiFunction<? super T, ? super U, ? extends R> fn,
                    Iterable<? extends Args2<? extends T, ? extends U>> rows,
                    int chunkSize) {
        return lazily(Routine.of(fn), given(rows), chunks(chunkSize), Order.COMPLETION);
    }

    /**
     * Calls a function with every row of arguments and waits for all results.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @return the results, in input order, as a list that cannot be changed
     * @throws TaskFailedException if it threw for an item: the failure with the lowest index, after all items have ended, the others
     *     suppressed (at most 100)
     * @throws RuntimeException all else that {@link AsyncResult#get()} lists, that of the item with the lowest index
     * @throws PoolInterruptedException if this thread was interrupted while waiting; the calls go on, unless it still waited for room in the
     *     queue: then what had not started is cancelled
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            List<R> starmap(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows) {
        AsyncResult<List<R>> results = starmapAsync(fn, rows);
        return results.get();
    }

    /**
     * Calls a function with every row of arguments and waits for all results; otherwise as the method without {@code chunkSize}.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, in input order, as a list that cannot be changed
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            List<R> starmap(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows,
                    int chunkSize) {
        AsyncResult<List<R>> results = all(Routine.of(fn), given(rows), chunks(chunkSize));
        return results.get();
    }

    /**
     * Has a function called with every row of arguments. The whole input is read by this call.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @return the list of the results to come, in input order; it cannot be changed
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            AsyncResult<List<R>> starmapAsync(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows) {
        return all(Routine.of(fn), given(rows), MapOptions.defaults());
    }

    /**
     * Has a function called with every row of arguments, and is told of the end. The whole input is read by this call.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param options chunks, deadline, failFast; a buffer size has no meaning here
     * @param callbacks called once, with the whole list, also an empty one, or with the failure of the lowest index
     * @return the list of the results to come, in input order; it cannot be changed
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            AsyncResult<List<R>> starmapAsync(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows,
                    MapOptions options,
                    Callbacks<? super List<R>> callbacks) {
        return all(Routine.of(fn), given(rows), options, callbacks);
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @return the results, in input order; close them to cancel what has not started
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            Results<R> istarmap(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows) {
        return istarmap(fn, rows, MapOptions.defaults());
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param options chunks, buffer, deadline, failFast
     * @return the results, in input order; close them to cancel what has not started
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            Results<R> istarmap(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows,
                    MapOptions options) {
        return lazily(Routine.of(fn), given(rows), options, Order.INPUT);
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, in input order; close them to cancel what has not started
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            Results<R> istarmap(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows,
                    int chunkSize) {
        return lazily(Routine.of(fn), given(rows), chunks(chunkSize), Order.INPUT);
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            Results<R> istarmapUnordered(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows) {
        return istarmapUnordered(fn, rows, MapOptions.defaults());
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param options chunks, buffer, deadline, failFast
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            Results<R> istarmapUnordered(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows,
                    MapOptions options) {
        return lazily(Routine.of(fn), given(rows), options, Order.COMPLETION);
    }

    /**
     * Calls a function with every row of arguments, lazily: items are read as results are consumed,
     * {@linkplain MapOptions#bufferSize a bounded buffer} ahead.
     *
     * @param <T> the type of the first arguments
     * @param <U> the type of the second arguments
     * @param <V> the type of the third arguments
     * @param <R> the type of the results
     * @param fn what to call
     * @param rows its arguments; a null row fails as that item
     * @param chunkSize items per trip to a worker, at least 1; without it the pool finds out
     * @return the results, as they are ready; close them to cancel what has not started
     */
    public <
                    T extends @Nullable Object,
                    U extends @Nullable Object,
                    V extends @Nullable Object,
                    R extends @Nullable Object>
            Results<R> istarmapUnordered(
                    TaskTriFunction<? super T, ? super U, ? super V, ? extends R> fn,
                    Iterable<? extends Args3<? extends T, ? extends U, ? extends V>> rows,
                    int chunkSize) {
        return lazily(Routine.of(fn), given(rows), chunks(chunkSize), Order.COMPLETION);
    }

    private <R extends @Nullable Object> AsyncResult<List<R>> all(
            Routine routine, Iterable<?> items, MapOptions options, Callbacks<? super List<R>> callbacks) {
        Objects.requireNonNull(callbacks, "callbacks");
        return PromisedResult.of(
                this.<R>submitAll(routine, items, options, all -> PromisedResult.tell(all, callbacks)));
    }

    private <R extends @Nullable Object> AsyncResult<List<R>> all(
            Routine routine, Iterable<?> items, MapOptions options) {
        return PromisedResult.of(this.<R>submitAll(routine, items, options, all -> {}));
    }

    private <R extends @Nullable Object> Promise<List<R>> submitAll(
            Routine routine, Iterable<?> items, MapOptions options, Consumer<Promise<List<R>>> asks) {
        try {
            return face.mapAll(routine, items, options, taskTimeoutNanos, asks);
        } finally {
            Reference.reachabilityFence(this); // as in submit
        }
    }

    private <R extends @Nullable Object> AsyncResult<R> submit(
            Routine routine, @Nullable Object argument, Callbacks<? super R> callbacks) {
        Objects.requireNonNull(callbacks, "callbacks");
        try {
            PoolTask<R> task = face.submit(
                    routine, argument, taskTimeoutNanos, promise -> PromisedResult.tell(promise, callbacks));
            return PromisedResult.of(task);
        } finally {
            Reference.reachabilityFence(this); // as in submit
        }
    }

    private <R extends @Nullable Object> PoolTask<R> submit(Routine routine, @Nullable Object argument) {
        try {
            return face.submit(routine, argument, taskTimeoutNanos);
        } finally {
            Reference.reachabilityFence(this); // else it could be collected, and shut down, while it submits
        }
    }

    private <R extends @Nullable Object> Results<R> lazily(
            Routine routine, Iterable<?> items, MapOptions options, Order order) {
        return face.map(routine, items, options, Intake.LAZY, order, taskTimeoutNanos, this);
    }

    private static <A> Iterable<A> given(Iterable<A> rows) {
        return Objects.requireNonNull(rows, "rows");
    }

    private static MapOptions chunks(int chunkSize) {
        return MapOptions.defaults().chunkSize(chunkSize);
    }

    /**
     * {@return a view of this pool whose tasks are stopped when they run longer} The workers are the same; shutting the view down shuts
     * this down.
     *
     * @param timeout how long a task, or an item of a map, may run, positive; counted from its start on a worker; in place
     *     of {@link Workers#taskTimeout}, be it shorter or longer
     * @throws IllegalArgumentException if it is not positive
     */
    public Pool withTaskTimeout(Duration timeout) {
        return new Pool(face, Face.taskTimeoutNanos(timeout), this);
    }

    /** Takes nothing further; what was taken still runs: Python's {@code close()}. Does not wait. Idempotent. */
    public void shutdown() {
        face.shutdown();
    }

    /**
     * Waits, after {@link #shutdown} or {@link #terminate}, for the end of all tasks, of their callbacks and of the workers, but for shared
     * ones. From inside a callback it waits for the tasks alone.
     *
     * @throws IllegalStateException before shutdown or terminate, or from one of the pool's own tasks
     * @throws InterruptedException if this thread was interrupted
     */
    public void join() throws InterruptedException {
        joinWithin(Long.MAX_VALUE);
    }

    /**
     * As {@link #join()}, but not for ever.
     *
     * @param timeout how long to wait; zero only looks
     * @return whether everything has ended
     * @throws IllegalStateException before shutdown or terminate, or from one of the pool's own tasks
     * @throws InterruptedException if this thread was interrupted
     */
    public boolean join(Duration timeout) throws InterruptedException {
        return joinWithin(Nanos.of(timeout));
    }

    private boolean joinWithin(long nanos) throws InterruptedException {
        if (face.isOpen()) {
            throw new IllegalStateException("pool is still open: shutdown() or terminate() comes before join()");
        }
        if (face.isInOwnTask()) {
            throw new IllegalStateException("join() from one of the pool's own tasks would wait for itself");
        }
        return face.awaitTermination(nanos);
    }

    /**
     * Stops everything now: what is unfinished ends with {@link PoolTerminatedException}, and the workers are ended, those that do not
     * respond after {@link Workers#killGrace}. Does not wait. On shared workers only this pool's tasks are stopped. Idempotent.
     */
    public void terminate() {
        face.terminate(true);
    }

    /**
     * As {@link #terminate}; logs a warning that counts what was unfinished, and returns after the callbacks have run, except when called
     * from one, or with the thread's interrupt flag set. Does not wait for workers. Idempotent.
     *
     * @throws IllegalStateException if called from one of the pool's own tasks; the pool is terminated then
     * @implNote Follows {@code Pool.__exit__} of CPython 3.13.
     */
    @Override
    public void close() {
        face.warnOfUnfinished();
        face.terminate(true);
        if (face.isInOwnTask()) {
            throw new IllegalStateException(
                    "close() from one of the pool's own tasks would wait for itself; the pool is terminated now");
        }
        face.awaitCallbacks();
    }

    /** {@return how many tasks of this pool wait, run and have ended, and what became of its workers} */
    public PoolStats stats() {
        return face.stats();
    }

    @Override
    public String toString() {
        return "Pool[" + face + "]";
    }
}
