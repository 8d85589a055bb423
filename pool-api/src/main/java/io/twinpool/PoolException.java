// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The parent of the exceptions that tell what has happened to a task or a pool.
 *
 * <p>All are unchecked and can be serialized. {@link java.util.concurrent.CancellationException},
 * {@link java.util.concurrent.RejectedExecutionException} and {@link java.util.concurrent.TimeoutException} keep the
 * meaning that they have in {@code java.util.concurrent}, and are not below this one.
 */
public abstract class PoolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    PoolException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
