// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.util.concurrent.TimeUnit;

/** Connections that were refused, told to the log once a second at most: a flood of them must not become one of lines. */
final class Refusals {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name; // of whoever refuses
    private String reason = ""; // of the last one
    private int untold;
    private long toldNanos = System.nanoTime() - PAUSE_NANOS;

    Refusals(String name) {
        this.name = name;
    }

    void add(String why) {
        reason = why;
        untold++;
    }

    boolean areUntold() {
        return untold > 0;
    }

    /** Tells, unless it has just told. */
    void tell() {
        long now = System.nanoTime();
        if (untold > 0 && now - toldNanos >= PAUSE_NANOS) {
            PoolLog.warn(
                    name + ": " + untold + (untold == 1 ? " connection" : " connections")
                            + " to the workers' socket refused: " + reason,
                    null);
            untold = 0;
            toldNanos = now;
        }
    }
}
