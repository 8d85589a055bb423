// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import org.jspecify.annotations.Nullable;

/**
 * What happens to the tasks that a worker had started when it died.
 *
 * <p>Unless the pool breaks, the worker is replaced, and tasks that it had not started run elsewhere. Immutable.
 *
 * @see Workers#onWorkerLost(OnWorkerLost)
 * @see WorkerLostException
 */
public final class OnWorkerLost {

    /** The task fails with {@link WorkerLostException}, and the pool goes on: every task starts at most once. */
    public static final OnWorkerLost FAIL_TASK = new OnWorkerLost(0, false);

    /**
     * The task fails with {@link WorkerLostException}, all others with a {@link BrokenPoolException} that has it as
     * cause, and the pool takes no more tasks: what {@code ProcessPoolExecutor} of CPython does.
     */
    public static final OnWorkerLost BREAK_POOL = new OnWorkerLost(0, true);

    private final int retries;
    private final boolean breaksPool;

    private OnWorkerLost(int retries, boolean breaksPool) {
        this.retries = retries;
        this.breaksPool = breaksPool;
    }

    /**
     * The task starts again on another worker, and fails with {@link WorkerLostException} when its attempts are spent.
     * For tasks that may safely run twice.
     *
     * @param attempts how many more starts a task gets after its first one, at least 1
     * @return the rule
     * @throws IllegalArgumentException if {@code attempts} is less than 1
     */
    public static OnWorkerLost retry(int attempts) {
        return new OnWorkerLost(Check.atLeast(1, "attempts", attempts), false);
    }

    /**
     * Tells how often a task starts again.
     *
     * @return the number of further starts after the first; 0 unless made by {@link #retry}
     */
    public int retries() {
        return retries;
    }

    /**
     * Tells whether the loss of a worker ends the pool.
     *
     * @return true for {@link #BREAK_POOL} alone
     */
    public boolean breaksPool() {
        return breaksPool;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OnWorkerLost that && retries == that.retries && breaksPool == that.breaksPool;
    }

    @Override
    public int hashCode() {
        return breaksPool ? -1 : retries;
    }

    @Override
    public String toString() {
        if (breaksPool) {
            return "BREAK_POOL";
        }
        return retries == 0 ? "FAIL_TASK" : "retry(" + retries + ")";
    }
}
