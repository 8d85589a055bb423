// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core;

import io.twinpool.Workers;
import io.twinpool.core.engine.Face;
import io.twinpool.core.engine.Foundation;

/**
 * Running workers on which several pools can stand, of either facade.
 *
 * <pre>{@code
 * try (SharedWorkers shared = SharedWorkers.open(Workers.processes(4))) {
 *     PoolExecutor executor = PoolExecutor.over(shared);
 *     Pool pool = Pool.over(shared);
 *     ...
 * }
 * }</pre>
 *
 * <p>Shutting down or closing one of the pools ends what was submitted through it, as its own rules say, and leaves the workers
 * and the other pools alone. Thread-safe.
 */
public final class SharedWorkers implements AutoCloseable {
    private final Foundation foundation;

    private SharedWorkers(Foundation foundation) {
        this.foundation = foundation;
        foundation.shutdownWhenCollected(this);
    }

    /**
     * Starts workers.
     *
     * @param workers which workers; not null
     * @return the running workers; close them: they do not keep the JVM alive
     * @throws IllegalArgumentException if forked JVMs cannot have such a {@code javaHome} or {@code workingDirectory}
     * @throws UnsupportedOperationException if this JVM cannot have such workers, or an option is not supported
     * @throws io.twinpool.TaskSerializationException if the initializer or the finalizer cannot cross to forked JVMs
     * @throws java.io.UncheckedIOException if the temporary files of forked JVMs cannot be made; nothing was started
     * @throws IllegalStateException if forked JVMs would be nested too deep
     */
    public static SharedWorkers open(Workers workers) {
        return new SharedWorkers(Foundation.open(workers));
    }

    /**
     * A further pool on these workers, for the facades.
     *
     * @return what a facade stands on, open
     * @throws java.util.concurrent.RejectedExecutionException after close
     */
    public Face face() {
        return foundation.face(this);
    }

    /**
     * Takes no further work on any pool that stands here, waits for what was taken, and ends the workers. If the calling thread is
     * interrupted, everything unfinished is terminated instead of waited for, and the flag stays set. Idempotent.
     *
     * @throws IllegalStateException if called from one of the pool's own tasks, which it would wait for; the shutdown has begun then
     */
    @Override
    public void close() {
        foundation.close();
    }

    @Override
    public String toString() {
        return "SharedWorkers[" + foundation + "]";
    }
}
