// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** A result that the test ends. */
final class TestPromise extends Promise<String> {
    private final AtomicInteger counted = new AtomicInteger();

    TestPromise() {
        super(StressPool.POOL.face());
    }

    @Override
    void count(Verdict verdict) {
        counted.incrementAndGet();
    }

    /** {@return how often it was counted, other than in a worker's tally} */
    int counted() {
        return counted.get();
    }

    @Override
    public boolean cancel(Cancel cancel) {
        return end(null, Verdict.CANCELLED);
    }
}
