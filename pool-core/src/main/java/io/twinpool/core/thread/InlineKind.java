// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.Workers;
import io.twinpool.worker.WorkerFactory;
import io.twinpool.worker.WorkerKind;

/** Workers of kind {@code inline}. */
public final class InlineKind implements WorkerKind {
    /** For ServiceLoader. */
    public InlineKind() {}

    @Override
    public String name() {
        return "inline";
    }

    @Override
    public WorkerFactory open(Workers workers) {
        return new InlineWorkers(workers);
    }
}
