// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import io.twinpool.Workers;

/** A kind of worker, found by {@link java.util.ServiceLoader}. */
public interface WorkerKind {
    /** {@return the {@link Workers#kind} that it serves} */
    String name();

    /**
     * Makes what starts the workers of a new pool. Starts none yet.
     *
     * @param workers the options, of this kind
     * @return the pool's own factory
     * @throws UnsupportedOperationException if this JVM cannot have such workers, or an option is not supported
     */
    WorkerFactory open(Workers workers);
}
