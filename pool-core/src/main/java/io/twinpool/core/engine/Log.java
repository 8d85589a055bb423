// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Ending;
import io.twinpool.worker.PoolLog;

/**
 * What the engine tells the host's log of its workers.
 *
 * <p>Nothing where a pool opens: the first line loads the host's logging, which takes longer than all the rest. Forked JVMs tell of
 * their starts while they boot.
 */
final class Log {
    private Log() {}

    static void takesOver(WorkerSeat spare) {
        PoolLog.debug(spare.name() + ", a spare until now, takes the place of another worker");
    }

    /** Once for each worker that ends without having been told to. */
    static void ended(WorkerSeat seat, Ending ending, boolean isWanted) {
        if (ending instanceof Ending.Lost lost && !seat.isDoomed()) {
            PoolLog.warn(Loss.story(seat, lost), lost.cause());
        } else if (ending instanceof Ending.StartFailed failed) {
            didNotStart(seat, "", failed.cause(), isWanted);
        } else if (ending instanceof Ending.InitializerFailed failed) {
            didNotStart(seat, ": its initializer threw", failed.cause(), isWanted);
        } else if (ending instanceof Ending.Abandoned) {
            PoolLog.warn(
                    seat.name() + " did not end when it was interrupted: it is given up, and its thread runs on;"
                            + " let its tasks heed interrupts, or use processes",
                    null);
        }
    }

    static void withoutSpares(String pool) {
        PoolLog.warn(
                pool + " goes on without further spares, whose initializers fail, until another worker comes up;"
                        + " standby(0) has none started",
                null);
    }

    private static void didNotStart(WorkerSeat seat, String why, Throwable cause, boolean isWanted) {
        if (isWanted) {
            PoolLog.warn(seat.name() + " did not start" + why, cause);
        }
    }

    static void broken(String pool, Breakdown why) {
        PoolLog.error(pool + " is broken and ends: " + why.told(), why.cause());
    }

    /** A user's exception may throw from its own {@code toString}; the pool must end all the same. */
    static String told(Throwable cause) {
        try {
            return cause.toString();
        } catch (RuntimeException | Error unspeakable) {
            return cause.getClass().getName();
        }
    }
}
