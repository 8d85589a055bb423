// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.Workers;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;

/** Makes workers that run in the thread that brings them work. */
final class InlineWorkers extends ThreadWorkers {
    private final Workers workers;

    InlineWorkers(Workers workers) {
        super(workers, ThreadFactories.platform());
        this.workers = workers;
    }

    @Override
    public Worker create(String name, Seat seat) {
        return new InlineWorker(seat, Hooks.of(workers, name));
    }

    @Override
    public boolean runsInCaller() {
        return true;
    }
}
