// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import io.twinpool.worker.WorkerFactory;
import io.twinpool.worker.WorkerKind;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Workers that are forked JVMs, one task at a time each. */
public final class ProcessKind implements WorkerKind {
    /** For {@link java.util.ServiceLoader}. */
    public ProcessKind() {}

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public WorkerFactory open(Workers workers) {
        if (workers.processOptions().maxWorkerMemory().isPresent() && !MemoryLimit.isSupported()) {
            throw new UnsupportedOperationException(
                    "maxWorkerMemory needs /proc, as Linux has it: leave it out on " + System.getProperty("os.name"));
        }
        try {
            return ForkedJvms.open(workers);
        } catch (IOException e) {
            throw new UncheckedIOException("forked JVMs cannot be prepared: " + e, e);
        }
    }
}
