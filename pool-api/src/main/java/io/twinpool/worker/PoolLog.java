// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The host's log, as pools and workers speak to it: {@link System.Logger} of the name {@code io.twinpool}.
 *
 * <p>A log that throws stops nothing: whoever speaks here goes on with what it was about to do. The host's logging is loaded with the first
 * line, not where a pool opens or a forked JVM starts, which it would slow down. Thread-safe.
 */
public final class PoolLog {
    private PoolLog() {}

    private static final class Lazy {
        static final System.Logger LOGGER = System.getLogger("io.twinpool");
    }

    /**
     * Tells what helps to follow the life of workers.
     *
     * @param message what has happened
     */
    public static void debug(String message) {
        log(Level.DEBUG, message, null);
    }

    /**
     * Tells what the user asked to be told.
     *
     * @param message what has happened
     */
    public static void info(String message) {
        log(Level.INFO, message, null);
    }

    /**
     * Tells what somebody should look at.
     *
     * @param message what has happened
     * @param cause why; null: the message says it
     */
    public static void warn(String message, @Nullable Throwable cause) {
        log(Level.WARNING, message, cause);
    }

    /**
     * As {@link #warn}, while the JVM ends: java.util.logging closes its handlers just then, so what would go there goes to {@link
     * System#err}.
     *
     * @param message what has happened
     */
    public static void warnAtExit(String message) {
        if (Lazy.LOGGER.getClass().getName().startsWith("sun.util.logging.")) {
            System.err.println("WARNING: " + message);
        } else {
            warn(message, null);
        }
    }

    /**
     * Tells what is wrong.
     *
     * @param message what has happened
     * @param cause why
     */
    public static void error(String message, Throwable cause) {
        log(Level.ERROR, message, cause);
    }

    private static void log(Level level, String message, @Nullable Throwable cause) {
        try {
            Lazy.LOGGER.log(level, message, cause);
        } catch (Throwable t) { // of the host's handler: there is nobody left to tell
            return;
        }
    }
}
