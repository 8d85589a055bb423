// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever ends and listens at once: the first finish wins, and each listener that was accepted runs once, after it. */
class PromiseCheck {
    @Test
    void eachListenerRunsOnceAndAfterTheEnd() {
        StressPool.sweep(); // the pool is there before the schedules are
        Schedules.many(() -> {
            TestPromise promise = new TestPromise();
            AtomicInteger ends = new AtomicInteger();
            AtomicInteger due = new AtomicInteger();
            AtomicInteger told = new AtomicInteger();

            Threads.run(
                    () -> ends.addAndGet(promise.end(null, Verdict.returned("one")) ? 1 : 0),
                    () -> ends.addAndGet(promise.cancel(Cancel.RUNNING) ? 1 : 0),
                    () -> listen(promise, due, told),
                    () -> listen(promise, due, told));

            if (ends.get() != 1 || due.get() != told.get()) {
                throw new AssertionError("ended " + ends + " times, told " + told + " of " + due);
            }
        });
    }

    private static void listen(TestPromise promise, AtomicInteger due, AtomicInteger told) {
        boolean accepted = promise.whenEnded(() -> told.addAndGet(promise.isDone() ? 1 : 100));
        due.addAndGet(accepted ? 1 : 0);
    }
}
