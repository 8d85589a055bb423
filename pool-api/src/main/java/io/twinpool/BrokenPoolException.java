// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Tells that the pool cannot work any more: its initializer fails, no worker can start, or a worker was lost under
 * {@link OnWorkerLost#BREAK_POOL}.
 *
 * <p>All unfinished tasks of the pool ended with it, but for the one that was lost with its worker under
 * {@code BREAK_POOL}: that ended with the {@link WorkerLostException}. Everything submitted later is refused with it. The
 * {@linkplain #getCause cause} is the real reason: the initializer's own exception, what a JVM that did not start has
 * written, or that {@code WorkerLostException}.
 *
 * @apiNote Python's {@code BrokenExecutor}; but there any lost worker breaks the pool, and the initializer's exception
 *     is lost.
 */
public final class BrokenPoolException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * The end of a pool that cannot work.
     *
     * @param message why it cannot
     * @param cause the real reason; null if the message says all there is
     */
    public BrokenPoolException(String message, @Nullable Throwable cause) {
        super(requireNonNull(message, "message"), cause);
    }
}
