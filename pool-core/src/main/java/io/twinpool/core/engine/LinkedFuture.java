// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A CompletableFuture that follows a promise, and takes it along when it is cancelled. */
final class LinkedFuture<R extends @Nullable Object> extends CompletableFuture<R> {
    private final Promise<R> promise;

    LinkedFuture(Promise<R> promise) {
        this.promise = promise;
    }

    void follow() {
        Throwable error = promise.error();
        if (promise.isCancelled()) {
            super.cancel(false);
        } else if (error != null) {
            completeExceptionally(error);
        } else {
            complete(promise.value());
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        promise.cancel(Cancel.RUNNING);
        return super.cancel(mayInterruptIfRunning);
    }
}
