// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of three arguments, to be called by a worker.
 *
 * <p>Serializable, so that a lambda in its place can go to a forked JVM with all that it captures. For a map a
 * forked worker gets it once and then only arguments; what a function captures crosses again with each {@code submit}
 * or {@code apply}. On threads and inline nothing is serialized: one object is called by many threads at a time.
 *
 * @param <T> the type of the first argument
 * @param <U> the type of the second argument
 * @param <V> the type of the third argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskTriFunction<
                T extends @Nullable Object,
                U extends @Nullable Object,
                V extends @Nullable Object,
                R extends @Nullable Object>
        extends Serializable {

    /**
     * Computes the result for three arguments.
     *
     * @param t the first argument; null if the caller gave null
     * @param u the second argument; null if the caller gave null
     * @param v the third argument; null if the caller gave null
     * @return the result; may be null
     * @throws Exception if it fails; the exception then belongs to this call alone
     */
    R apply(T t, U u, V v) throws Exception;
}
