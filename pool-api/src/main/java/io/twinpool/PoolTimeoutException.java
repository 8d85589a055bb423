// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells that the deadline of a whole iteration has passed: of a map or of {@code asCompleted}.
 *
 * <p>The iteration has then ended: {@code hasNext()} is false. A map has cancelled what had not started; what runs goes
 * on, and its results are dropped. The futures given to {@code asCompleted} are left as they are.
 *
 * @see MapOptions#timeout(java.time.Duration)
 */
public final class PoolTimeoutException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** How many had not ended. */
    private final long unfinished;

    /** Null if unknown; an {@link OptionalLong} could not be serialized. */
    private final @Nullable Long total;

    /**
     * The end of an iteration by its deadline.
     *
     * @param message how long the wait was, and how many of how many were unfinished
     * @param unfinished how many had not ended
     * @param total how many there were in all; empty if the input did not know
     */
    public PoolTimeoutException(String message, long unfinished, OptionalLong total) {
        super(requireNonNull(message, "message"), null);
        this.unfinished = unfinished;
        this.total = requireNonNull(total, "total").isPresent() ? total.getAsLong() : null;
    }

    /**
     * Tells how many items or futures had not ended.
     *
     * @return their number; of a map whose input does not know its size, only those that were taken from it
     */
    public long unfinished() {
        return unfinished;
    }

    /**
     * Tells how many items or futures there were in all.
     *
     * @return their number; empty if the input did not know it
     */
    public OptionalLong total() {
        return total == null ? OptionalLong.empty() : OptionalLong.of(total);
    }
}
