// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Batch;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The errand that a worker's I/O thread is on, and those whose threads it has overtaken. Thread-safe. */
final class Errands {
    private static final int LONGEST_PATIENCE = 9; // a power of two

    private final Lookout lookout;
    private final Consumer<Errand> standIn;
    private final Set<Errand> overtaken = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Errand running; // written by the I/O thread
    private volatile long begun; // written by the I/O thread: how many
    private @Nullable Errand seen; // the lookout's, as what follows
    private long seenBegun;
    private int looks; // at the same errand

    /**
     * Makes a place for errands.
     *
     * @param lookout that looks whether they come back
     * @param standIn starts a thread that takes over from an errand's
     */
    Errands(Lookout lookout, Consumer<Errand> standIn) {
        this.lookout = lookout;
        this.standIn = standIn;
    }

    /** Runs an errand in the I/O thread. {@return false: the calling thread is that no more} */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    boolean run(Errand errand) {
        begun++;
        running = errand;
        lookout.wake();
        boolean isInTime = errand.run();
        if (isInTime) {
            running = null;
        } else {
            overtaken.remove(errand);
        }
        return isInTime;
    }

    /** {@return whether the calling thread is the I/O thread from now on, since the last one's errand has not come back} */
    synchronized boolean overtake(Errand errand) {
        boolean isNew = overtaken.add(errand);
        if (errand.overtake()) {
            running = null;
            return true;
        }
        if (isNew) { // else another one has overtaken it
            overtaken.remove(errand);
        }
        return false;
    }

    /** Interrupts the errand for an item, if there is one. */
    boolean interrupt(Batch batch, int index, Consumer<StackTraceElement[]> stack) {
        Errand now = running;
        return (now != null && now.interrupt(batch, index, stack))
                || overtaken.stream().anyMatch(errand -> errand.interrupt(batch, index, stack));
    }

    /**
     * Looks whether an errand takes too long. The more have been overtaken, the longer the next may take, so that an endless number of
     * those that never come back does not make an endless number of threads soon.
     *
     * @return whether there was one since the last look
     */
    boolean look() {
        Errand now = running;
        boolean isSame = now != null && now == seen;
        boolean isActive = now != null || begun != seenBegun;
        seen = now;
        seenBegun = begun;
        looks = isSame ? looks + 1 : 0;
        if (now != null && looks >= Math.max(now.patience(), 1 << Math.min(overtaken.size(), LONGEST_PATIENCE))) {
            looks = 0;
            standIn.accept(now);
        }
        return isActive;
    }
}
