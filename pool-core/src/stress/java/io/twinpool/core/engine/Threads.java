// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs things at the same time. */
final class Threads {
    private Threads() {}

    /** Runs all in threads of their own, and waits for the end of all. Throws an AssertionError if one of them has thrown something. */
    static void run(Runnable... bodies) {
        List<Thread> threads = new ArrayList<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        for (Runnable body : bodies) {
            threads.add(new Thread(() -> run(body, thrown)));
        }
        threads.forEach(Thread::start);
        threads.forEach(Threads::join);
        if (thrown.get() != null) {
            throw new AssertionError(thrown.get());
        }
    }

    private static void run(Runnable body, AtomicReference<Throwable> thrown) {
        try {
            body.run();
        } catch (Exception | AssertionError e) { // Lincheck ends threads by other errors
            thrown.compareAndSet(null, e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
