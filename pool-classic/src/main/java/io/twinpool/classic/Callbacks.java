// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to call when a result is there, or when there will be none: exactly one of the two is called, once.
 *
 * <p>Callbacks of a pool run one at a time, in the order in which results end, after the result can be seen, on a thread that only they use.
 * What they throw is logged. Immutable.
 *
 * @implNote Follows {@code callback} and {@code error_callback} of CPython 3.13 {@code multiprocessing.pool.Pool}; there they run before the
 *     result is ready, and one that raises stops the pool.
 * @param <R> the type of the result
 */
public final class Callbacks<R extends @Nullable Object> {
    private final Consumer<? super R> result;
    private final Consumer<? super Throwable> error;

    private Callbacks(Consumer<? super R> result, Consumer<? super Throwable> error) {
        this.result = Objects.requireNonNull(result, "callback");
        this.error = Objects.requireNonNull(error, "callback");
    }

    /**
     * {@return callbacks for a result alone}
     *
     * @param <R> the type of the result
     * @param callback called with the result
     */
    public static <R extends @Nullable Object> Callbacks<R> onResult(Consumer<? super R> callback) {
        return new Callbacks<>(callback, error -> {});
    }

    /**
     * {@return callbacks for a failure alone}
     *
     * @param <R> the type of the result
     * @param callback called with the task's own exception, or the pool's, or a {@link java.util.concurrent.CancellationException}
     */
    public static <R extends @Nullable Object> Callbacks<R> onError(Consumer<? super Throwable> callback) {
        return new Callbacks<>(result -> {}, callback);
    }

    /**
     * {@return these callbacks, with this one for a failure in place of the one they had}
     *
     * @param callback called with the task's own exception, or the pool's, or a {@link java.util.concurrent.CancellationException}
     */
    public Callbacks<R> andOnError(Consumer<? super Throwable> callback) {
        return new Callbacks<>(result, callback);
    }

    /**
     * {@return these callbacks, with this one for a result in place of the one they had}
     *
     * @param <S> the type of the result
     * @param callback called with the result
     */
    public <S extends R> Callbacks<S> andOnResult(Consumer<? super S> callback) {
        return new Callbacks<>(callback, error);
    }

    Consumer<? super R> result() {
        return result;
    }

    Consumer<? super Throwable> error() {
        return error;
    }
}
