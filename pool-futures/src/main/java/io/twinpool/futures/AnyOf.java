// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.core.engine.Blocked;
import io.twinpool.worker.Nanos;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code invokeAny}: the first success, and the others cancelled. Unlike the JDK's it sends the callables as they are. */
final class AnyOf<T> {
    private final List<ViewTask<T>> started = new ArrayList<>();
    private final BlockingQueue<ViewTask<T>> ended = new LinkedBlockingQueue<>();
    private int seen; // of those that have ended
    private boolean areAllStarted; // else there was no room for the rest in time
    private ExecutionException failure = new ExecutionException("no task succeeded", null); // the last one

    private AnyOf() {}

    static <T> T invoke(ExecutorServiceView view, Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks must not be empty");
        }
        tasks.forEach(task -> Objects.requireNonNull(task, "task"));
        return new AnyOf<T>().firstSuccess(view, tasks, nanos);
    }

    private T firstSuccess(ExecutorServiceView view, Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        Clock clock = Clock.of(nanos);
        try {
            ViewTask<T> winner = begin(view, tasks, clock);
            if (winner == null) {
                winner = await(clock);
            }
            return winner.get();
        } finally {
            AllOf.cancel(started);
        }
    }

    /** Begins one after the other until one has succeeded; null: none has yet. */
    private @Nullable ViewTask<T> begin(ExecutorServiceView view, Collection<? extends Callable<T>> tasks, Clock clock)
            throws InterruptedException {
        for (Callable<T> task : tasks) {
            boolean isBegun = false;
            while (!isBegun) {
                isBegun = begin(view, task, clock);
                if (!isBegun && ended.isEmpty()) {
                    return null; // there was no room in time
                }
                ViewTask<T> winner = successSoFar();
                if (winner != null) {
                    return winner;
                }
            }
        }
        areAllStarted = true;
        return null;
    }

    /** {@return whether it has begun} Its wait for room ends when another one has ended, perhaps with success. */
    private boolean begin(ExecutorServiceView view, Callable<T> task, Clock clock) throws InterruptedException {
        ViewTask<T> future = ViewTask.of(task);
        if (!view.start(future, clock, ended::isEmpty)) {
            return false;
        }
        started.add(future);
        future.whenEnded(() -> {
            ended.add(future);
            view.lookForRoom();
        });
        return true;
    }

    private @Nullable ViewTask<T> successSoFar() throws InterruptedException {
        for (ViewTask<T> next = ended.poll(); next != null; next = ended.poll()) {
            if (isSuccess(next)) {
                return next;
            }
        }
        return null;
    }

    private ViewTask<T> await(Clock clock) throws InterruptedException, ExecutionException, TimeoutException {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).hurry();
        }
        while (!areAllStarted || seen < started.size()) {
            ViewTask<T> next = Blocked.on(clock.leftNanos(), () -> ended.poll(clock.leftNanos(), TimeUnit.NANOSECONDS));
            if (next == null) {
                throw new TimeoutException("no task succeeded within " + Nanos.told(clock.nanos()));
            }
            if (isSuccess(next)) {
                return next;
            }
        }
        throw failure;
    }

    private boolean isSuccess(ViewTask<T> future) throws InterruptedException {
        seen++;
        try {
            future.get();
            return true;
        } catch (ExecutionException e) {
            failure = e;
        } catch (CancellationException e) { // by somebody else, such as shutdownNow
            failure = new ExecutionException(e);
        }
        return false;
    }
}
