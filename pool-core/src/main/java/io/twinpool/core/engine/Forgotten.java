// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.PoolLog;
import java.lang.ref.Cleaner;

/** Pools that were dropped without being closed: their work is done, and their workers go. */
final class Forgotten {
    private static final Cleaner cleaner = Cleaner.create();

    private Forgotten() {}

    static void watch(Object handle, Face face) {
        cleaner.register(handle, () -> {
            if (face.isOpen()) {
                PoolLog.warn(face.name() + " was dropped without being closed; it is shut down now", null);
                face.shutdown();
            }
        });
    }
}
