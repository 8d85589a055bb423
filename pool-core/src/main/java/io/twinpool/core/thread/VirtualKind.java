// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.Workers;
import io.twinpool.worker.WorkerFactory;
import io.twinpool.worker.WorkerKind;

/** Workers of kind {@code virtual}. */
public final class VirtualKind implements WorkerKind {
    /** For ServiceLoader. */
    public VirtualKind() {}

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public WorkerFactory open(Workers workers) {
        return new ThreadWorkers(workers, ThreadFactories.virtual());
    }
}
