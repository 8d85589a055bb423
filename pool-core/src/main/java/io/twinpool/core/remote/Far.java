// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Ending;
import org.jspecify.annotations.Nullable;

/**
 * The far half of a worker as whoever starts it handles it.
 *
 * <p>Thread-safe.
 */
public interface Far {
    /**
     * Starts the far half and waits for its links. Called once, by the worker's I/O thread.
     *
     * @param onEnd to be run, by any thread, when it has ended; more than once does no harm
     * @return its links
     * @throws Exception if it cannot be started or does not come; it is gone then
     */
    Links connect(Runnable onEnd) throws Exception;

    /**
     * {@return whether it should be replaced because of a limit, such as one of its memory} Asked after each outcome, by one thread at a time; so it must be quick,
     * and need not look each time.
     */
    boolean isSpent();

    /** It is about to be told to leave: what it has started is noted, to be ended behind it. */
    void leaves();

    /** Asks it to end: SIGTERM. */
    void terminate();

    /** Ends it, and what it has started: SIGKILL. Also before and during {@link #connect}. */
    void kill();

    /**
     * Waits, not for long, until it is gone and silent.
     *
     * @param reason why it was killed: it broke the rules, an {@link java.io.IOException}, or this JVM could not go on with it; null: it was not, or otherwise
     * @return how it ended
     */
    Ending.Lost lost(@Nullable Throwable reason);

    /**
     * Waits, not for long, until it is gone and silent.
     *
     * @return why it never got ready
     */
    Throwable failedStart();
}
