// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.core.engine.Blocked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Being told of the end of a future, whoever implements it. */
final class Endings {
    private Endings() {}

    /** Calls a brief listener when a future ends; at once, if it has ended. */
    static <R extends @Nullable Object> void tell(PoolFuture<R> future, Runnable listener) {
        if (!(future instanceof TaskFuture<R> ours)) {
            PoolFuture<R> unused = future.addDoneCallback(ended -> listener.run());
        } else if (!ours.task().whenEnded(listener)) {
            listener.run();
        }
    }

    static <R extends @Nullable Object> void forget(PoolFuture<R> future, Runnable listener) {
        if (future instanceof TaskFuture<R> ours) {
            ours.task().forget(listener);
        }
    }

    /** This thread is about to wait for these, if there is time: if it is a worker of their pool, they go before all, in this order. */
    static void hurry(Collection<? extends PoolFuture<?>> futures, Clock clock) {
        if (!Blocked.isWorker() || clock.leftNanos() <= 0) {
            return;
        }
        List<PoolFuture<?>> backwards = new ArrayList<>(futures);
        Collections.reverse(backwards);
        for (PoolFuture<?> future : backwards) {
            if (future instanceof TaskFuture<?> ours) {
                ours.task().hurry();
            }
        }
    }

    /** Whether a future has failed; a cancelled one has not. */
    static boolean isFailed(PoolFuture<?> future) {
        return future instanceof TaskFuture<?> ours
                ? ours.task().isFailure()
                : future.isDone() && !future.isCancelled() && future.exception().isPresent();
    }
}
