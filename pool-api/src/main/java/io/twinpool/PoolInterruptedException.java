// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/**
 * Tells that the caller was interrupted in a wait that declares no {@link InterruptedException}.
 *
 * <p>The thread's interrupt flag is still set. What the caller waited for goes on, and can be waited for again. If it
 * waited for room in the queue, a {@code submit} has submitted nothing, and a map is cancelled.
 */
public final class PoolInterruptedException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * The end of a wait by an interrupt.
     *
     * @param message what the caller waited for
     * @param cause the interrupt
     */
    public PoolInterruptedException(String message, Throwable cause) {
        super(requireNonNull(message, "message"), requireNonNull(cause, "cause"));
    }
}
