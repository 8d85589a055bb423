// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import io.twinpool.BrokenPoolException;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTerminatedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskSerializationException;
import io.twinpool.TaskTimeoutException;
import io.twinpool.WorkerLostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call that a pool makes, to come.
 *
 * <p>Thread-safe. What the call did is visible to whoever sees its end.
 *
 * @implNote Follows CPython 3.13 {@code multiprocessing.pool.AsyncResult}.
 * @param <R> the type of the result
 */
public interface AsyncResult<R extends @Nullable Object> {
    /**
     * Waits for the result.
     *
     * @return the result; null if the function returned null
     * @throws TaskFailedException if the function threw; the cause is its own exception. For a map: that of the item with the lowest index,
     *     after all items have ended, the others suppressed
     * @throws WorkerLostException if its worker ended while running it; side effects may have happened
     * @throws TaskTimeoutException if it was stopped because its time was up
     * @throws PoolTimeoutException if the time of the whole map was up
     * @throws TaskSerializationException if its argument could not be read in the forked JVM, or its result could not cross from there;
     *     then it has run
     * @throws CancellationException if it was cancelled
     * @throws BrokenPoolException if the pool cannot work any more
     * @throws PoolTerminatedException if the pool was terminated before the end
     * @throws RuntimeException what the input of a map itself has thrown, if no item failed
     * @throws PoolInterruptedException if this thread was interrupted while waiting; the flag stays set and the task goes on
     */
    R get();

    /**
     * Waits for the result; otherwise as {@link #get()}.
     *
     * @param timeout how long to wait; zero only looks; counted from this call
     * @return the result; null if the function returned null
     * @throws TimeoutException if time runs out; the task goes on
     */
    R get(Duration timeout) throws TimeoutException;

    /**
     * Waits for the end.
     *
     * @param timeout how long to wait; zero only looks
     * @return whether it has ended
     * @throws InterruptedException if this thread was interrupted
     */
    boolean await(Duration timeout) throws InterruptedException;

    /** {@return whether it has ended, in whatever way} */
    boolean ready();

    /**
     * {@return whether it ended with a result}
     *
     * @throws IllegalStateException if it has not ended
     */
    boolean successful();

    /**
     * {@return a new future that ends as this does} Failures are the task's own exceptions. (To dependents a
     * {@link java.util.concurrent.CompletionException} or {@link java.util.concurrent.CancellationException} that a task has thrown comes
     * within a CompletionException: the JDK's future would take it for one of its own.) Its dependents run on the pool's callback
     * thread, for which its own {@code get} and {@code join} do not wait: they may be called in a callback, and in a task of the same
     * pool, where they lend the worker's place. Those of its dependents may be called in such a task, but not in a callback. What
     * {@code allOf} and {@code anyOf} make is the JDK's own, and lends nothing: in a task of the same pool wait for each future by
     * itself. Cancelling it cancels the task, and stops it if it runs.
     */
    CompletableFuture<R> toCompletableFuture();
}
