// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** {@code invokeAll}: all have ended, or are cancelled when the time is up; what has not begun by then never does. */
final class AllOf {
    private AllOf() {}

    static <T> List<Future<T>> invoke(ExecutorServiceView view, Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException {
        Clock clock = Clock.of(nanos);
        List<ViewTask<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(ViewTask.of(task)));
        try {
            boolean inTime = begin(view, futures, clock) && await(futures, clock);
            assert inTime || clock.leftNanos() <= 0;
            return new ArrayList<>(futures);
        } finally {
            cancel(futures);
        }
    }

    /** The last first: what runs would leave its worker to what has not begun. Those that have ended do not care. */
    static void cancel(List<? extends ViewTask<?>> futures) {
        for (int i = futures.size() - 1; i >= 0; i--) {
            futures.get(i).cancel(true);
        }
    }

    private static <T> boolean begin(ExecutorServiceView view, List<ViewTask<T>> futures, Clock clock)
            throws InterruptedException {
        for (ViewTask<T> future : futures) {
            if (clock.leftNanos() <= 0 || !view.start(future, clock)) {
                return false;
            }
        }
        return true;
    }

    private static <T> boolean await(List<ViewTask<T>> futures, Clock clock) throws InterruptedException {
        for (ViewTask<T> future : futures) {
            if (!future.awaitEnd(clock.leftNanos())) {
                return false;
            }
        }
        return true;
    }
}
