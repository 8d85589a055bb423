// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What this package tells the host's log. A log that throws stops nothing. */
final class Log {
    private static final System.Logger LOGGER = System.getLogger("io.twinpool");

    private Log() {}

    static void debug(String message) {
        log(Level.DEBUG, message, null);
    }

    static void info(String message) {
        log(Level.INFO, message, null);
    }

    static void warn(String message, @Nullable Throwable cause) {
        log(Level.WARNING, message, cause);
    }

    private static void log(Level level, String message, @Nullable Throwable cause) {
        try {
            LOGGER.log(level, message, cause);
        } catch (Throwable t) { // of the host's handler: the worker is started, or its end is told, all the same
            return;
        }
    }
}
