// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A call that gives a result, to be run by a worker.
 *
 * <p>Serializable, so that a lambda in its place can go to a forked JVM with all that it captures. On threads and
 * inline nothing is serialized, and the captured objects are shared with the caller.
 *
 * @param <R> the type of the result
 * @see TaskAction
 */
@FunctionalInterface
public interface Task<R extends @Nullable Object> extends Callable<R>, Serializable {

    /**
     * Computes the result.
     *
     * @return the result; may be null
     * @throws Exception if it fails; the exception then belongs to this task alone
     */
    @Override
    R call() throws Exception;
}
