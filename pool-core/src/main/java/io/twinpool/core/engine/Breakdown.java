// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.BrokenPoolException;
import io.twinpool.WorkerLostException;

/** Why a pool cannot work any more: in words, and what was thrown. */
record Breakdown(String why, Throwable cause) {
    static Breakdown ofInitializer(int failures, Throwable cause) {
        return new Breakdown("its initializer has failed " + failures + " times in a row: " + Log.told(cause), cause);
    }

    static Breakdown ofStarts(Throwable cause) {
        return new Breakdown("its workers cannot start: " + Log.told(cause), cause);
    }

    /** Workers come up, and are lost before they start what they were given. */
    static Breakdown inVain(WorkerLostException loss) {
        return new Breakdown(told(loss), loss);
    }

    static Breakdown byPolicy(WorkerLostException loss) {
        return new Breakdown("onWorkerLost is BREAK_POOL, and " + told(loss), loss);
    }

    private static String told(WorkerLostException loss) {
        return String.valueOf(loss.getMessage());
    }

    /** {@return what is thrown from now on} A fresh one each time. */
    BrokenPoolException exception(String pool) {
        return new BrokenPoolException(pool + " cannot work any more: " + why, cause);
    }
}
