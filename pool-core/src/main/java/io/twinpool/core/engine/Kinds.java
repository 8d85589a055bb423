// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Workers;
import io.twinpool.worker.WorkerFactory;
import io.twinpool.worker.WorkerKind;
import java.util.ServiceLoader;

/** The kinds of workers on the class path or module path: as the engine finds them, since a forked JVM may have the API alone. */
final class Kinds {
    private Kinds() {}

    static WorkerFactory open(Workers workers) {
        for (WorkerKind kind : ServiceLoader.load(WorkerKind.class, Kinds.class.getClassLoader())) {
            if (kind.name().equals(workers.kind())) {
                return kind.open(workers);
            }
        }
        throw new UnsupportedOperationException("no workers of kind '" + workers.kind()
                + "' found by ServiceLoader: a merged jar must keep META-INF/services/" + WorkerKind.class.getName()
                + " of pool-core");
    }
}
