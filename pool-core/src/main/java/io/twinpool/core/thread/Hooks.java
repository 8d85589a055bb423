// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.TaskAction;
import io.twinpool.Workers;
import io.twinpool.worker.PoolLog;
import java.util.Optional;

/** What the user wants done at the beginning and at the polite end of a worker, in its thread. */
record Hooks(String worker, Optional<TaskAction> initializer, Optional<TaskAction> finalizer) {
    static Hooks of(Workers workers, String worker) {
        return new Hooks(worker, workers.initializer(), workers.finalizer());
    }

    void initialize() throws Exception {
        if (initializer.isPresent()) {
            initializer.get().run();
        }
    }

    void finish() {
        try {
            if (finalizer.isPresent()) {
                finalizer.get().run();
            }
        } catch (Throwable e) { // nobody waits for a finalizer, so the log is where its error belongs
            PoolLog.warn("the finalizer of " + worker + " threw", e);
        }
    }
}
