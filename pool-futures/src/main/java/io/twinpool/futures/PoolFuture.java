// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.BrokenPoolException;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTerminatedException;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskSerializationException;
import io.twinpool.TaskTimeoutException;
import io.twinpool.WorkerLostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The result of one task, to come.
 *
 * <p>It ends exactly once: with a result, a failure or a cancellation. Thread-safe. What happened before the task was submitted is
 * visible to the task; what the task did is visible to whoever sees its end.
 *
 * <p>{@code get()} throws {@link java.util.concurrent.ExecutionException} for every failure; its cause is the task's own exception or the
 * pool's, such as {@link WorkerLostException}.
 *
 * @implNote Follows CPython 3.13 {@code concurrent.futures.Future}, and {@link Future} for the methods that are declared there. A difference:
 *     to cancel what is cancelled already gives false, as in the JDK.
 * @param <R> the type of the result
 */
public interface PoolFuture<R extends @Nullable Object> extends Future<R> {
    /**
     * Cancels the task if it has not started; it then never runs.
     *
     * @return whether this call cancelled it; false if it runs, has ended or was cancelled before
     */
    boolean cancel();

    /**
     * Cancels the task. A running task is cancelled only if it may be interrupted: the future then ends at once, and the task is asked
     * to stop by an interrupt; after {@link io.twinpool.Workers#killGrace} its forked JVM is killed, or its thread given up and
     * replaced. No other task is touched.
     *
     * @param mayInterruptIfRunning whether to stop a running task too; without it, {@link #cancel()}
     * @return whether this call cancelled it
     */
    @Override
    boolean cancel(boolean mayInterruptIfRunning);

    /** {@return whether the task has started and not ended} */
    boolean isRunning();

    /**
     * Waits for the result.
     *
     * @return the task's result; null if it returned null
     * @throws TaskFailedException if the task threw; the cause is the task's own exception
     * @throws CancellationException if it was cancelled
     * @throws WorkerLostException if its worker ended while running it; side effects may have happened
     * @throws TaskTimeoutException if it was stopped because its time was up
     * @throws TaskSerializationException if its argument could not be read in the forked JVM, or its result could not cross from there;
     *     then it has run
     * @throws BrokenPoolException if the pool cannot work any more
     * @throws PoolTerminatedException if the pool was terminated before the task ended
     * @throws PoolInterruptedException if this thread was interrupted while waiting; the flag stays set and the task goes on
     */
    R result();

    /**
     * Waits for the result; otherwise as {@link #result()}.
     *
     * @param timeout how long to wait; zero only looks; counted from this call
     * @return the task's result; null if it returned null
     * @throws TimeoutException if time runs out; the task goes on
     */
    R result(Duration timeout) throws TimeoutException;

    /**
     * Waits for the end and gives the failure.
     *
     * @return the task's own exception or the pool's; empty if the task returned
     * @throws CancellationException if it was cancelled
     * @throws PoolInterruptedException if this thread was interrupted while waiting
     */
    Optional<Throwable> exception();

    /**
     * Waits for the end and gives the failure; otherwise as {@link #exception()}.
     *
     * @param timeout how long to wait; zero only looks; counted from this call
     * @return the task's own exception or the pool's; empty if the task returned
     * @throws TimeoutException if time runs out; the task goes on
     */
    Optional<Throwable> exception(Duration timeout) throws TimeoutException;

    /**
     * Has a callback called with this future after its end. Callbacks of a pool run one at a time, in the order in which the futures
     * end and, for one future, were added, on a thread that only they use. If the future has ended already, the callback runs at
     * once in the calling thread, perhaps while another one runs: what callbacks share must be thread-safe. What a callback throws
     * is logged.
     *
     * @param callback what to call; may be added twice, and is then called twice
     * @return this
     */
    PoolFuture<R> addDoneCallback(Consumer<? super PoolFuture<R>> callback);

    /**
     * {@return a new future that ends as this does} Failures are the task's own exceptions. (To dependents a
     * {@link java.util.concurrent.CompletionException} or {@link java.util.concurrent.CancellationException} that a task has thrown comes
     * within a CompletionException: the JDK's future would take it for one of its own.) Its dependents run on the pool's callback
     * thread, or, if they come when it has been seen to be done, in the thread that adds them; one that comes in that very moment may run in
     * the thread that looks. Its own {@code get} and {@code join} do not wait for the callback thread: they may be called in a callback,
     * and in a task of the same pool, where they lend the worker's place. Those of its dependents may be called in such a task, but not in a
     * callback. What {@code allOf} and {@code anyOf} make is the JDK's own, and lends nothing: in a task of the same pool wait for each future
     * by itself. Cancelling it cancels this, and stops the task if it runs.
     */
    CompletableFuture<R> toCompletableFuture();
}
