// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** What runs brief actions of the engine after a while. Thread-safe. */
interface Timers {
    /**
     * Runs an action after a while, for ever being never; not if the pool has ended by then.
     *
     * @return takes it back
     */
    Runnable schedule(Runnable action, long nanos);

    /** How many timers are set. */
    int pending();

    /** None goes off any more. */
    void close();
}
