// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What this package tells the host's log. */
final class Log {
    private static final System.Logger LOGGER = System.getLogger("io.twinpool");

    private Log() {}

    static void debug(String message) {
        LOGGER.log(Level.DEBUG, message);
    }

    static void info(String message) {
        LOGGER.log(Level.INFO, message);
    }

    static void warn(String message, @Nullable Throwable cause) {
        LOGGER.log(Level.WARNING, message, cause);
    }
}
