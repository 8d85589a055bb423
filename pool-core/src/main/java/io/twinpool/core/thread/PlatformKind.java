// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.Workers;
import io.twinpool.worker.WorkerFactory;
import io.twinpool.worker.WorkerKind;

/** Workers of kind {@code threads}. */
public final class PlatformKind implements WorkerKind {
    /** For ServiceLoader. */
    public PlatformKind() {}

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public WorkerFactory open(Workers workers) {
        return new ThreadWorkers(workers, ThreadFactories.platform());
    }
}
