// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Ending;
import java.util.concurrent.atomic.AtomicLong;

/** How many workers a pool has started, and how many of them ended badly. Thread-safe. */
final class Turnover {
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong abandoned = new AtomicLong();

    void started() {
        started.incrementAndGet();
    }

    void ended(WorkerSeat seat, Ending ending) {
        if (ending instanceof Ending.Abandoned) {
            abandoned.incrementAndGet();
        } else if (ending instanceof Ending.Lost && !seat.isDoomed()) {
            lost.incrementAndGet();
        }
    }

    long countStarted() {
        return started.get();
    }

    long countLost() {
        return lost.get();
    }

    long countAbandoned() {
        return abandoned.get();
    }
}
