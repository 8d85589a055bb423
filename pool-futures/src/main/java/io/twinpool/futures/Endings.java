// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import org.jspecify.annotations.Nullable;

/** Being told of the end of a future, whoever implements it. */
final class Endings {
    private Endings() {}

    /** Calls a brief listener when a future ends; at once, if it has ended. */
    static <R extends @Nullable Object> void tell(PoolFuture<R> future, Runnable listener) {
        if (!(future instanceof TaskFuture<R> ours)) {
            PoolFuture<R> same = future.addDoneCallback(ended -> listener.run());
            assert same == future;
        } else if (!ours.task().whenEnded(listener)) {
            listener.run();
        }
    }

    static <R extends @Nullable Object> void forget(PoolFuture<R> future, Runnable listener) {
        if (future instanceof TaskFuture<R> ours) {
            ours.task().forget(listener);
        }
    }

    /** Whether a future has failed; a cancelled one has not. */
    static boolean isFailed(PoolFuture<?> future) {
        return future instanceof TaskFuture<?> ours
                ? ours.task().isFailure()
                : future.isDone() && !future.isCancelled() && future.exception().isPresent();
    }
}
