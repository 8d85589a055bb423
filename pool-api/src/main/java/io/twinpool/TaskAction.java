// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serializable;

/**
 * A call without a result, to be run by a worker.
 *
 * <p>Serializable, so that a lambda in its place can go to a forked JVM with all that it captures. On threads and
 * inline nothing is serialized, and the captured objects are shared with the caller.
 *
 * @see Task
 */
@FunctionalInterface
public interface TaskAction extends Serializable {

    /**
     * Does the work.
     *
     * @throws Exception if it fails; the exception then belongs to this task alone
     */
    void run() throws Exception;
}
