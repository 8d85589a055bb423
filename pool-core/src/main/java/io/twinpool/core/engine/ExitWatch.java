// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.PoolLog;
import org.jspecify.annotations.Nullable;

/** Warns, when the JVM ends, of what an open pool has not finished. Keeps the JVM from nothing. */
final class ExitWatch {
    private final Engine engine;
    private volatile @Nullable Thread hook; // set once, by begin

    ExitWatch(Engine engine) {
        this.engine = engine;
    }

    void begin() {
        Thread made = new Thread(null, this::warn, "twinpool-exit-watch", 0, false);
        hook = made;
        try {
            Runtime.getRuntime().addShutdownHook(made);
        } catch (IllegalStateException e) {
            PoolLog.debug("the JVM is ending already: " + e.getMessage());
        }
    }

    void end() {
        Thread made = hook;
        if (made != null) {
            remove(made);
        }
    }

    private static void remove(Thread made) {
        try {
            Runtime.getRuntime().removeShutdownHook(made);
        } catch (IllegalStateException e) {
            PoolLog.debug("the JVM is ending already: " + e.getMessage());
        }
    }

    private void warn() {
        long unfinished = engine.faces().stream()
                .mapToLong(face -> face.counts().unfinished())
                .sum();
        if (unfinished > 0) {
            boolean isOpen = engine.faces().stream().anyMatch(Face::isOpen);
            PoolLog.warnAtExit(engine.name() + (isOpen ? " is still open" : " is shut down, and not done")
                    + " as the JVM ends, with " + unfinished + " of its tasks unfinished");
        }
    }
}
