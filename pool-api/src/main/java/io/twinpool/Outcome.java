// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How one task, or one item of a map, ended.
 *
 * <pre>{@code
 * Outcome<Integer> outcome = results.nextOutcome();
 * if (outcome instanceof Outcome.Success<Integer> success) {
 *     total += success.value();
 * } else if (outcome instanceof Outcome.Failure<Integer> failure) {
 *     log.warn("skipped one", failure.error());
 * }
 * }</pre>
 *
 * <p>Immutable and serializable, as far as the value and the error are.
 *
 * @param <R> the type of the value
 * @see Results#nextOutcome
 */
@SuppressWarnings("serial") // its value is what the user returned
public sealed interface Outcome<R extends @Nullable Object> extends Serializable
        permits Outcome.Success, Outcome.Failure {

    /**
     * A task that returned.
     *
     * @param value what it returned; null if it returned null, or returns nothing
     * @param <R> the type of the value
     * @serial exclude
     */
    @SuppressWarnings("InvalidBlockTag") // without the tag, javadoc 17 wants comments on the private fields
    record Success<R extends @Nullable Object>(@Nullable R value) implements Outcome<R> {}

    /**
     * A task that did not return.
     *
     * @param error the task's own exception as it was thrown, never wrapped in a {@link TaskFailedException}; or what
     *     ended the task from outside, such as a {@link WorkerLostException} or a {@link TaskTimeoutException}
     * @param <R> the type of the value that there is none of
     * @serial exclude
     */
    @SuppressWarnings("InvalidBlockTag") // without the tag, javadoc 17 wants comments on the private fields
    record Failure<R extends @Nullable Object>(Throwable error) implements Outcome<R> {

        /**
         * A task that ended with an error.
         *
         * @param error why it did not return
         */
        public Failure {
            requireNonNull(error, "error");
        }
    }
}
