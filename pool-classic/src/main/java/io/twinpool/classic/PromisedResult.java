// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import io.twinpool.core.engine.Promise;
import io.twinpool.worker.Nanos;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A promise of the core, in the words of {@link AsyncResult}. */
final class PromisedResult<R extends @Nullable Object> implements AsyncResult<R> {
    private final Promise<R> promise;

    private PromisedResult(Promise<R> promise) {
        this.promise = promise;
    }

    static <R extends @Nullable Object> AsyncResult<R> of(Promise<R> promise) {
        return new PromisedResult<>(promise);
    }

    /** Has the callbacks told of the end. */
    static <R extends @Nullable Object> void tell(Promise<R> promise, Callbacks<? super R> callbacks) {
        promise.callBackInTurn(() -> call(promise, callbacks));
    }

    private static <R extends @Nullable Object> void call(Promise<R> promise, Callbacks<? super R> callbacks) {
        Throwable error = promise.error();
        if (error == null) {
            callbacks.result().accept(promise.value());
        } else {
            callbacks.error().accept(error);
        }
    }

    @Override
    public R get() {
        promise.join(Long.MAX_VALUE);
        return promise.value();
    }

    @Override
    public R get(Duration timeout) throws TimeoutException {
        if (!promise.join(Nanos.of(timeout))) {
            throw promise.lateAfter(timeout);
        }
        return promise.value();
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return promise.await(Nanos.of(timeout));
    }

    @Override
    public boolean ready() {
        return promise.isDone();
    }

    @Override
    public boolean successful() {
        if (!promise.isDone()) {
            throw new IllegalStateException("result is not ready: get() or await() comes before successful()");
        }
        return promise.error() == null;
    }

    @Override
    public CompletableFuture<R> toCompletableFuture() {
        return promise.toCompletableFuture();
    }

    @Override
    public String toString() {
        return "AsyncResult[" + promise.describe() + "]";
    }
}
