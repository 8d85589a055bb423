// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting of one thread for a condition whose change comes with an unpark. */
final class Parking {
    private Parking() {}

    static boolean until(BooleanSupplier condition, long nanos) throws InterruptedException {
        boolean forever = nanos == Long.MAX_VALUE;
        long deadline = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (forever) {
                LockSupport.park(condition);
            } else {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(condition, left);
            }
        }
        return true;
    }
}
