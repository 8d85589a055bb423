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
        send(thread, () -> {});
    }

    /**
     * Interrupts a thread that may wait for the end of this call.
     *
     * @param thread which
     * @param sent tells it; called when it is interrupted, before anything is logged
     */
    static void send(Thread thread, Runnable sent) {
        Throwable thrown = thrownByInterrupt(thread);
        sent.run();
        if (thrown != null) {
            PoolLog.warn(thread.getName() + " was interrupted in a channel, whose close has failed", thrown);
        }
    }

    private static @Nullable Throwable thrownByInterrupt(Thread thread) {
        try {
            thread.interrupt();
            return null;
        } catch (Throwable t) { // whatever the user's channel throws
            return t;
        }
    }
}
