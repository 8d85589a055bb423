// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Worker;
import java.util.function.Consumer;

/** The end of a worker on purpose: decided by the pool, and told to the worker, which may not be there yet. */
final class Doom {
    private volatile boolean isDecided; // set once
    private volatile boolean isTold; // set once

    boolean isDecided() {
        return isDecided;
    }

    /** Whether its worker has been told, and so interrupted if it is a thread. */
    boolean isTold() {
        return isTold;
    }

    void decide() {
        isDecided = true;
    }

    void tell(Worker worker, Consumer<Worker> end) {
        end.accept(worker);
        isTold = true;
    }
}
