// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How a worker ended. */
public sealed interface Ending {
    /** As it was asked to, by {@link Worker#retire}: finalizer and all. */
    record Left() implements Ending {}

    /**
     * By itself, or by {@link Worker#kill}.
     *
     * @param pid its process, empty for a thread
     * @param exitCode 128 + signal as shells count; empty where there is none
     * @param how a clause that follows the worker's name: {@code ended with exit code 137}
     * @param lastWords the last lines of its standard error, perhaps empty
     * @param cause what was thrown in this JVM, and ended it; null: nothing was
     */
    record Lost(
            OptionalLong pid,
            OptionalInt exitCode,
            String how,
            String lastWords,
            @Nullable Throwable cause) implements Ending {
        /**
         * One that nothing thrown in this JVM has led to.
         *
         * @param pid its process, empty for a thread
         * @param exitCode 128 + signal as shells count; empty where there is none
         * @param how a clause that follows the worker's name: {@code ended with exit code 137}
         * @param lastWords the last lines of its standard error, perhaps empty
         */
        public Lost(OptionalLong pid, OptionalInt exitCode, String how, String lastWords) {
            this(pid, exitCode, how, lastWords, null);
        }
    }

    /**
     * Still running, but given up, because it does not hear interrupts and cannot be killed: a thread.
     *
     * @param how a clause that follows the worker's name
     */
    record Abandoned(String how) implements Ending {}

    /**
     * Never got ready, and no fault of the initializer's is known.
     *
     * @param cause why it could not be started
     */
    record StartFailed(Throwable cause) implements Ending {}

    /**
     * Never got ready, because of its initializer.
     *
     * @param cause what that threw
     */
    record InitializerFailed(Throwable cause) implements Ending {}
}
