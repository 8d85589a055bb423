// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Work of a face that somebody has in hand, between queue and worker, when it is shut down: whoever has it sees the shutdown and ends it
 * here, which takes no user code and no time. Thread-safe.
 */
final class Underway {
    private static final long LONGEST_WAY_NANOS = 1_000_000_000; // a fuse: a thread in between may be kept from running
    private static final long LONGEST_LOOK_NANOS =
            1_000_000; // that counts: a longer one was a standstill of this thread

    private final Queue<Object> functions = new ConcurrentLinkedQueue<>(); // of single tasks that were ended here
    private final AtomicInteger ending = new AtomicInteger(); // those who are about to add to them

    /** Ends work; {@code abort} does, and gives the functions of the single tasks among it. */
    void end(Supplier<List<Object>> abort) {
        ending.incrementAndGet(); // an end is counted before its function is known here
        try {
            functions.addAll(abort.get());
        } finally {
            ending.decrementAndGet();
        }
    }

    /** Waits until nothing is on its way any more; {@code isAny} tells. {@return the functions of single tasks that were} */
    @SuppressWarnings("ThreadPriorityCheck") // those who have something in hand may need this processor to go on
    List<Object> awaitNone(BooleanSupplier isAny) {
        long waited = 0;
        long looked = System.nanoTime();
        while ((isAny.getAsBoolean() || ending.get() > 0) && waited < LONGEST_WAY_NANOS) {
            Thread.yield();
            long now = System.nanoTime();
            waited += Math.min(now - looked, LONGEST_LOOK_NANOS);
            looked = now;
        }
        List<Object> all = new ArrayList<>();
        for (Object next = functions.poll(); next != null; next = functions.poll()) {
            all.add(next);
        }
        return all;
    }
}
