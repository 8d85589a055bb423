// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.Task;
import io.twinpool.core.engine.Cancel;
import io.twinpool.core.engine.Face;
import io.twinpool.core.engine.PoolTask;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Shape;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A task of the {@link ExecutorServiceView}, with the manners of {@link java.util.concurrent.FutureTask}.
 *
 * <p>It is submitted before anybody else sees it; only {@code invokeAll} shows some that were not, for want of time: they are cancelled.
 */
final class ViewTask<V extends @Nullable Object> implements RunnableFuture<V> {
    private @Nullable Body<V> body; // until it is submitted: then it is the pool's, which lets go of it at the end
    private volatile @Nullable PoolTask<V> task; // set once, by submit

    private ViewTask(Body<V> body, Runnable command) {
        this.body = body;
        body.command = command;
    }

    private ViewTask(Body<V> body) {
        this.body = body;
        body.command = this;
    }

    static <V extends @Nullable Object> ViewTask<V> of(Callable<V> callable) {
        Objects.requireNonNull(callable, "task");
        return new ViewTask<>(new Body<>(callable, callable));
    }

    static <V extends @Nullable Object> ViewTask<V> of(Runnable runnable, V value) {
        Objects.requireNonNull(runnable, "task");
        return new ViewTask<>(new Body<>(new RunAndReturn<>(runnable, value), runnable));
    }

    /** For {@code execute}: nobody looks at the result, so what it throws goes to the thread's handler. */
    static ViewTask<?> executed(Runnable command) {
        Objects.requireNonNull(command, "command");
        return new ViewTask<>(new Body<>(new RunUnwatched(command), command), command);
    }

    /** What crosses to the worker. */
    static final class Body<V extends @Nullable Object> implements Task<V> {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // the user's; on forked JVMs it must be serializable, and is refused if it is not
        private final Callable<V> callable;

        private final transient Object given; // the user's, whose loader finds all of it
        private transient @Nullable Runnable command; // what shutdownNow gives back; set once, before submit

        Body(Callable<V> callable, Object given) {
            this.callable = callable;
            this.given = given;
        }

        @Override
        public V call() throws Exception {
            return callable.call();
        }

        Runnable command() {
            return Objects.requireNonNull(command, "not of this JVM");
        }
    }

    /** A body whose classes are the user's. */
    private static final class BodyRoutine extends Routine {
        private final Object given;

        BodyRoutine(Body<?> body) {
            super(Shape.TASK, body);
            this.given = body.given;
        }

        @Override
        public Class<?> home() {
            return given.getClass();
        }

        @Override
        public Object given() {
            return given;
        }
    }

    private record RunAndReturn<V extends @Nullable Object>(Runnable runnable, V value)
            implements Callable<V>, java.io.Serializable {
        @Override
        public V call() {
            runnable.run();
            return value;
        }
    }

    private record RunUnwatched(Runnable runnable) implements Callable<@Nullable Void>, java.io.Serializable {
        @Override
        public @Nullable Void call() {
            try {
                runnable.run();
                return null;
            } catch (Throwable e) { // also one that the compiler knows nothing of
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
                throw e;
            }
        }
    }

    void submit(Face face, long taskTimeoutNanos) {
        task = face.submit(routine(), null, taskTimeoutNanos);
    }

    /** {@return whether there was room for it in time, while it was wanted} */
    boolean submitWithin(Face face, long taskTimeoutNanos, long roomNanos, BooleanSupplier isWanted)
            throws InterruptedException {
        task = face.submitWithin(routine(), taskTimeoutNanos, roomNanos, isWanted);
        return task != null;
    }

    private Routine routine() {
        Routine routine = new BodyRoutine(Objects.requireNonNull(body, "is submitted once"));
        body = null;
        return routine;
    }

    private PoolTask<V> submitted() {
        PoolTask<V> known = task;
        if (known == null) {
            throw new CancellationException("task was cancelled: there was no time left to submit it");
        }
        return known;
    }

    /** Waits for the end; returns whether it came. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return submitted().await(nanos);
    }

    /** Calls a brief listener at the end; at once, if it has ended. */
    void whenEnded(Runnable listener) {
        if (!submitted().whenEnded(listener)) {
            listener.run();
        }
    }

    /** This thread is about to wait for it. */
    void hurry() {
        submitted().hurry();
    }

    /** Does nothing: the pool runs it, and what {@code shutdownNow} gives back is cancelled. */
    @Override
    public void run() {}

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        PoolTask<V> known = task;
        return known != null && known.cancel(mayInterruptIfRunning ? Cancel.RUNNING : Cancel.RESULT_ONLY);
    }

    @Override
    public boolean isCancelled() {
        PoolTask<V> known = task;
        return known == null || known.isCancelled();
    }

    @Override
    public boolean isDone() {
        PoolTask<V> known = task;
        return known == null || known.isDone();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        return new TaskFuture<>(submitted()).get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        Objects.requireNonNull(unit, "unit"); // before it is asked whether there is anything to wait for
        return new TaskFuture<>(submitted()).get(timeout, unit);
    }

    /** In the words of FutureTask. What was thrown has words of the user's, which may throw, and is left out. */
    @Override
    public String toString() {
        PoolTask<V> known = task;
        return "Future[" + (known == null ? "Cancelled" : state(known)) + "]";
    }

    private static String state(PoolTask<?> task) {
        boolean isRunning = task.isRunning(); // asked first: what ends meanwhile is not taken for one that waits
        if (!task.isDone()) {
            return isRunning ? "Not completed, running" : "Not completed, waiting";
        }
        if (task.isCancelled()) {
            return "Cancelled";
        }
        return task.isFailure() ? "Completed exceptionally" : "Completed normally";
    }
}
