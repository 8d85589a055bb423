// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument, to be called by a worker.
 *
 * <p>Serializable, so that a lambda in its place can go to a forked JVM with all that it captures. For a map a
 * forked worker gets it once and then only arguments; what a function captures crosses again with each {@code submit}
 * or {@code apply}. On threads and inline nothing is serialized: one object is called by many threads at a time.
 *
 * @param <T> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskFunction<T extends @Nullable Object, R extends @Nullable Object> extends Serializable {

    /**
     * Computes the result for one argument.
     *
     * @param t the argument; null if the caller gave null
     * @return the result; may be null
     * @throws Exception if it fails; the exception then belongs to this call alone
     */
    R apply(T t) throws Exception;
}
