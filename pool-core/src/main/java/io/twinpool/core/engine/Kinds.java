// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Workers;
import io.twinpool.worker.WorkerFactory;
import io.twinpool.worker.WorkerKind;
import java.util.ServiceLoader;

/** The kinds of workers on the class path or module path. */
final class Kinds {
    private Kinds() {}

    static WorkerFactory open(Workers workers) {
        refuse(workers.maxWorkerAge().isPresent(), "maxWorkerAge");
        refuse(workers.idleTimeout().isPresent(), "idleTimeout");
        refuse(workers.minWorkers() > 0 && workers.minWorkers() != workers.size(), "minWorkers");
        refuse(workers.standby().orElse(0) > 0, "standby");
        for (WorkerKind kind : ServiceLoader.load(WorkerKind.class, WorkerKind.class.getClassLoader())) {
            if (kind.name().equals(workers.kind())) {
                return kind.open(workers);
            }
        }
        throw new UnsupportedOperationException("no workers of kind '" + workers.kind() + "' found by ServiceLoader");
    }

    private static void refuse(boolean set, String option) {
        if (set) {
            throw new UnsupportedOperationException("option " + option + " is not supported by this version");
        }
    }
}
