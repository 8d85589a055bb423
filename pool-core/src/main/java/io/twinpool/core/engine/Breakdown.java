// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.BrokenPoolException;
import io.twinpool.WorkerLostException;

/** Why a pool cannot work any more: by which rule, and what was thrown. */
record Breakdown(String rule, Throwable cause) {
    static Breakdown ofInitializer(Throwable cause) {
        return new Breakdown("its initializer fails again and again: ", cause);
    }

    static Breakdown ofStarts(Throwable cause) {
        return new Breakdown("its workers cannot start: ", cause);
    }

    /** Workers come up, and are lost before they start what they were given. */
    static Breakdown inVain(WorkerLostException loss) {
        return new Breakdown("", loss);
    }

    static Breakdown byPolicy(WorkerLostException loss) {
        return new Breakdown("onWorkerLost is BREAK_POOL, and ", loss);
    }

    /** {@return all of it in words} Which may be the user's, so not to be asked under a lock. */
    String told() {
        return rule + (cause instanceof WorkerLostException ? cause.getMessage() : Log.told(cause));
    }

    /** {@return what is thrown from now on} A fresh one each time. */
    BrokenPoolException exception(String pool) {
        return new BrokenPoolException(pool + " cannot work any more: " + told(), cause);
    }
}
