// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many of the batches that workers have others may take a part of: while there are none, nobody need look at all workers.
 *
 * <p>It may count too many, and misses none: a batch counts before it can be seen on its seat, until it has left that or nothing
 * of it can be taken ever again. So if somebody who is listed as idle finds none here, a batch that he should have seen comes later, and
 * the one who begins that finds him listed. Thread-safe.
 */
final class Surplus {
    private final AtomicInteger batches = new AtomicInteger();

    /** A batch is about to be on its seat. */
    void add(EngineBatch batch) {
        if (batch.offer()) {
            batches.incrementAndGet();
        }
    }

    /** A batch has left its seat, or nothing can be taken of it any more. */
    void remove(EngineBatch batch) {
        if (batch.retract()) {
            batches.decrementAndGet();
        }
    }

    boolean isNone() {
        return batches.get() == 0;
    }
}
