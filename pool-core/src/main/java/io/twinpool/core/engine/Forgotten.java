// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.PoolLog;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What was dropped without being closed: a pool, whose work is done and whose workers go, or the results of a map. */
final class Forgotten {
    private static @Nullable Cleaner cleaner; // guarded by the class

    private Forgotten() {}

    /** Made when it is needed: it takes a thread, and one that cannot be had now can be had later. */
    private static synchronized Cleaner cleaner() {
        if (cleaner == null) {
            cleaner = Cleaner.create();
        }
        return cleaner;
    }

    /** Weakly, as the results lead to the user's function and input, and these perhaps to the handle; what still has to end holds them. */
    static void watch(KeptResults<?> handle, MapResults<?> results) {
        WeakReference<MapResults<?>> left = new WeakReference<>(results);
        cleaner().register(handle, () -> {
            MapResults<?> dropped = left.get();
            if (dropped != null) {
                dropped.dropped();
            }
        });
    }

    static void watch(Object handle, Face face) {
        cleaner().register(handle, () -> {
            if (face.isOpen()) {
                PoolLog.warn(face.name() + " was dropped without being closed; it is shut down now", null);
                face.shutdown();
            }
        });
    }
}
