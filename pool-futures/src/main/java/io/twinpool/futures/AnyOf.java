// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code invokeAny}: the first success, and the others cancelled. Unlike the JDK's it sends the callables as they are. */
final class AnyOf {
    private AnyOf() {}

    static <T> T invoke(ExecutorServiceView view, Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks must not be empty");
        }
        tasks.forEach(task -> Objects.requireNonNull(task, "task"));
        BlockingQueue<ViewTask<T>> ended = new LinkedBlockingQueue<>();
        List<ViewTask<T>> started = new ArrayList<>();
        try {
            for (Callable<T> task : tasks) {
                ViewTask<T> future = ViewTask.of(task);
                view.execute(future);
                started.add(future);
                future.whenEnded(() -> ended.add(future));
            }
            return firstSuccess(ended, started.size(), nanos);
        } finally {
            started.forEach(future -> future.cancel(true));
        }
    }

    private static <T> T firstSuccess(BlockingQueue<ViewTask<T>> ended, int count, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + nanos;
        ExecutionException failure = new ExecutionException("no task succeeded", null);
        for (int i = 0; i < count; i++) {
            Future<T> next = nanos == Long.MAX_VALUE
                    ? ended.take()
                    : ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new TimeoutException("no task succeeded within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
            }
            try {
                return next.get();
            } catch (ExecutionException e) {
                failure = e;
            }
        }
        throw failure;
    }
}
