// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.ArrayList;
import java.util.List;

/** Runs things at the same time. */
final class Threads {
    private Threads() {}

    /** Runs all in threads of their own, and waits for the end of all. */
    static void run(Runnable... bodies) {
        List<Thread> threads = new ArrayList<>();
        for (Runnable body : bodies) {
            threads.add(new Thread(body));
        }
        threads.forEach(Thread::start);
        threads.forEach(Threads::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
