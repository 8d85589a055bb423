// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.PoolInterruptedException;
import io.twinpool.core.engine.Blocked;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One wait for several futures. */
final class Awaiting<R extends @Nullable Object> {
    private final Set<PoolFuture<R>> futures;
    private final ReturnWhen when;
    private final AtomicInteger unfinished;
    private final CountDownLatch satisfied = new CountDownLatch(1);

    Awaiting(Set<PoolFuture<R>> futures, ReturnWhen when) {
        this.futures = futures;
        this.when = when;
        this.unfinished = new AtomicInteger(futures.size());
    }

    DoneAndNotDone<R> await(Clock clock) {
        if (futures.isEmpty()) {
            return split();
        }
        Set<Told> told = new LinkedHashSet<>();
        for (PoolFuture<R> future : futures) {
            Told listener = new Told(future);
            told.add(listener);
            Endings.tell(future, listener);
        }
        try {
            if (satisfied.getCount() > 0) { // else an interrupt is not this wait's
                Endings.hurry(futures, clock);
                Blocked.on(clock.leftNanos(), () -> satisfied.await(clock.leftNanos(), TimeUnit.NANOSECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolInterruptedException("interrupted while waiting for futures", e);
        } finally {
            told.forEach(listener -> Endings.forget(listener.future, listener));
        }
        return split();
    }

    private final class Told implements Runnable {
        final PoolFuture<R> future;

        Told(PoolFuture<R> future) {
            this.future = future;
        }

        @Override
        public void run() {
            boolean last = unfinished.decrementAndGet() == 0;
            if (last || when == ReturnWhen.FIRST_COMPLETED || failed()) {
                satisfied.countDown();
            }
        }

        private boolean failed() {
            return when == ReturnWhen.FIRST_EXCEPTION && Endings.isFailed(future);
        }
    }

    private DoneAndNotDone<R> split() {
        Set<PoolFuture<R>> done = new LinkedHashSet<>();
        Set<PoolFuture<R>> notDone = new LinkedHashSet<>();
        for (PoolFuture<R> future : futures) {
            (future.isDone() ? done : notDone).add(future);
        }
        return new DoneAndNotDone<>(done, notDone);
    }
}
