// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Futures#await} saw when it returned.
 *
 * @param <R> the type of the results
 * @param done those that had ended, cancelled ones included
 * @param notDone all others
 */
public record DoneAndNotDone<R extends @Nullable Object>(Set<PoolFuture<R>> done, Set<PoolFuture<R>> notDone) {
    /**
     * Copies the sets.
     *
     * @param done those that had ended
     * @param notDone all others
     */
    public DoneAndNotDone {
        done = Set.copyOf(Objects.requireNonNull(done, "done"));
        notDone = Set.copyOf(Objects.requireNonNull(notDone, "notDone"));
    }
}
