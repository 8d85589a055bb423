// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serial;

/**
 * Tells that the pool was terminated before this task ended.
 *
 * <p>The task may have started, and may have had side effects.
 *
 * @apiNote Where Python's {@code Pool.terminate()} leaves a waiter hanging (gh-126743), this ends its wait.
 */
public final class PoolTerminatedException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** How many tasks shared the fate. */
    private final int outstanding;

    /**
     * The end of a task by the end of its pool.
     *
     * @param outstanding how many tasks had not ended when the pool was terminated
     */
    public PoolTerminatedException(int outstanding) {
        super(
                "pool was terminated with " + outstanding + (outstanding == 1 ? " task" : " tasks") + " outstanding",
                null);
        this.outstanding = outstanding;
    }

    /**
     * Tells how many tasks had not ended when the pool was terminated, this one included.
     *
     * @return their number; each item of a map counts as one
     */
    public int outstanding() {
        return outstanding;
    }
}
