// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/** Pools that were dropped without being closed: their work is done, and their workers go. */
final class Forgotten {
    private static final System.Logger logger = System.getLogger("io.twinpool");
    private static final Cleaner cleaner = Cleaner.create();

    private Forgotten() {}

    static void watch(Object handle, Face face) {
        cleaner.register(handle, () -> {
            if (face.isOpen()) {
                logger.log(Level.WARNING, "{0} was dropped without being closed; it is shut down now", face.name());
                face.shutdown();
            }
        });
    }
}
