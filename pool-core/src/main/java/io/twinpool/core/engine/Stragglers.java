// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Items that linger in this JVM: the user's code that writes their argument or reads their outcome has not come back, and their worker has
 * gone on without them. They are running, on no seat. Thread-safe.
 */
final class Stragglers {
    private final Timers deadlines;
    private final Map<Straggler, Runnable> all = new ConcurrentHashMap<>(); // with what takes its time limit back

    private record Straggler(EngineBatch batch, int index) {
        boolean isOpen() {
            return batch.isOpen(index);
        }

        ItemStop stop() {
            return new ItemStop(batch, index);
        }
    }

    Stragglers(Timers deadlines) {
        this.deadlines = deadlines;
    }

    void add(EngineBatch batch, int index) {
        Straggler straggler = new Straggler(batch, index);
        all.put(straggler, () -> {});
        if (!straggler.isOpen()) {
            straggler.stop().begin(); // it was cancelled before it could be seen here
        } else if (batch.isTimed()) {
            watch(straggler);
        }
    }

    private void watch(Straggler straggler) {
        Runnable takeBack = deadlines.schedule(() -> timeOut(straggler), straggler.batch.timeoutNanos);
        if (all.replace(straggler, takeBack) == null) {
            takeBack.run(); // it is back already
        }
    }

    private void timeOut(Straggler straggler) {
        if (all.containsKey(straggler) && straggler.isOpen()) {
            straggler.stop().timeOutHere();
        }
    }

    boolean has(EngineBatch batch, int index) {
        return all.containsKey(new Straggler(batch, index));
    }

    /** It is back. */
    void remove(EngineBatch batch, int index) {
        Runnable takeBack = all.remove(new Straggler(batch, index));
        if (takeBack != null) {
            takeBack.run();
        }
        batch.seat.stops().settle();
    }

    /** How many chosen items have not ended. */
    int running(Predicate<EngineBatch> which) {
        return (int) all.keySet().stream()
                .filter(straggler -> which.test(straggler.batch) && straggler.isOpen())
                .count();
    }

    /** Ends chosen items, and stops them. */
    void end(Predicate<EngineBatch> which, Supplier<Verdict> verdict) {
        for (Straggler straggler : all.keySet()) {
            if (which.test(straggler.batch)) {
                end(straggler.batch, straggler.index, verdict.get());
            }
        }
    }

    /** Ends an item, and stops it. */
    void end(EngineBatch batch, int index, Verdict verdict) {
        batch.end(index, verdict);
        new ItemStop(batch, index).begin();
    }
}
