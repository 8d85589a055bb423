// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts of threads that may be in the user's code.
 *
 * <p>{@link Thread#interrupt} closes the {@link java.nio.channels.InterruptibleChannel} that the thread waits in, and throws what that throws.
 * That is the fault of the user's channel, not of whoever cancels or ends something and may have more threads to interrupt: it is logged,
 * and thrown at nobody. Thread-safe.
 */
public final class Interrupts {
    private Interrupts() {}

    /**
     * Interrupts a thread.
     *
     * @param thread which
     */
    public static void send(Thread thread) {
        log(thread, sendOnly(thread));
    }

    /**
     * Interrupts a thread, for a caller who has something to do before a log handler may hold it up.
     *
     * @param thread which
     * @return what that threw, to be given to {@link #log}; null if it threw nothing
     */
    public static @Nullable Throwable sendOnly(Thread thread) {
        try {
            thread.interrupt();
            return null;
        } catch (Throwable t) { // whatever the user's channel throws
            return t;
        }
    }

    /**
     * Logs what an interrupt has thrown, if it has thrown anything.
     *
     * @param thread which was interrupted
     * @param thrown what {@link #sendOnly} gave
     */
    public static void log(Thread thread, @Nullable Throwable thrown) {
        if (thrown != null) {
            PoolLog.warn(thread.getName() + " was interrupted in a channel, whose close has failed", thrown);
        }
    }
}
