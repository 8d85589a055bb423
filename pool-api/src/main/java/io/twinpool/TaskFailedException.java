// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells the one who waited for a result that the task itself threw.
 *
 * <p>The {@linkplain #getCause cause} is the task's own exception, with its type, its fields and the stack that it had
 * on the worker. If a forked worker's exception cannot be rebuilt here, a {@link RemoteTaskException} stands in for it.
 *
 * @apiNote Plays the part of {@link java.util.concurrent.ExecutionException} where nothing checked may be thrown.
 */
public final class TaskFailedException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Null outside a map; an {@link OptionalLong} could not be serialized. */
    private final @Nullable Long index;

    /**
     * A failure in the caller's own words.
     *
     * @param message what failed
     * @param cause what the task threw
     * @param index which item of a map it was, counted from 0; empty outside a map
     */
    public TaskFailedException(String message, Throwable cause, OptionalLong index) {
        super(requireNonNull(message, "message"), requireNonNull(cause, "cause"));
        this.index = requireNonNull(index, "index").isPresent() ? index.getAsLong() : null;
    }

    /**
     * The failure of a task outside a map.
     *
     * @param cause what the task threw
     */
    public TaskFailedException(Throwable cause) {
        this("task failed: " + described(requireNonNull(cause, "cause")), cause, OptionalLong.empty());
    }

    /**
     * The failure of one item of a map.
     *
     * @param cause what the task threw
     * @param index which item of the map it was, counted from 0
     */
    public TaskFailedException(Throwable cause, long index) {
        this("item " + index + " failed: " + described(requireNonNull(cause, "cause")), cause, OptionalLong.of(index));
    }

    /**
     * Tells which item of a map failed.
     *
     * @return the place of the item in the input, counted from 0; empty outside a map
     */
    public OptionalLong index() {
        return index == null ? OptionalLong.empty() : OptionalLong.of(index);
    }

    /**
     * What the task threw.
     *
     * @return never null
     */
    @Override
    public synchronized Throwable getCause() {
        return requireNonNull(super.getCause(), "cause");
    }

    /** A user's exception may throw from its own {@code toString}; its failure must still be told. */
    private static String described(Throwable cause) {
        try {
            return cause.toString();
        } catch (RuntimeException | Error unspeakable) {
            return cause.getClass().getName();
        }
    }
}
