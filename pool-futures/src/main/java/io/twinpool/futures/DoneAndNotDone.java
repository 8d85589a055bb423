// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Futures#await} saw when it returned: two sets that cannot be changed, each in the order in which the futures were given.
 *
 * @param <R> the type of the results
 * @param done those that had ended, cancelled ones included
 * @param notDone all others
 */
public record DoneAndNotDone<R extends @Nullable Object>(Set<PoolFuture<R>> done, Set<PoolFuture<R>> notDone) {
    /**
     * Copies the sets, with their order.
     *
     * @param done those that had ended
     * @param notDone all others
     */
    public DoneAndNotDone {
        done = copy(done, "done");
        notDone = copy(notDone, "notDone");
    }

    private static <R extends @Nullable Object> Set<PoolFuture<R>> copy(Set<PoolFuture<R>> futures, String name) {
        Set<PoolFuture<R>> copy = new LinkedHashSet<>();
        for (PoolFuture<R> future : Objects.requireNonNull(futures, name)) {
            copy.add(Objects.requireNonNull(future, name + " must not contain null"));
        }
        return Collections.unmodifiableSet(copy);
    }
}
