// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many items one worker has returned from for one face.
 *
 * <p>An outcome must be counted for whoever has seen it, at the price of no atomic instruction. So the worker says that it is about to
 * publish one, publishes it, and says that it is counted; a reader waits out the nanoseconds between.
 */
final class Tally {
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Tally.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Counts counts;

    @SuppressWarnings("unused") // through WORD
    private long
            word; // twice the count, plus 1 while an outcome is being published; written by the reporting thread only

    Tally(Counts counts) {
        this.counts = counts;
    }

    /** Before an outcome is published, by a compare-and-set, which orders this before it. */
    void begin() {
        WORD.setOpaque(this, (long) WORD.getOpaque(this) + 1);
    }

    /** After it was published, or somebody else's came first. */
    void end(boolean published) {
        end(published ? 1 : 0);
    }

    /** After so many outcomes were published together. */
    void end(int published) {
        WORD.setRelease(this, (long) WORD.getOpaque(this) - 1 + 2L * published);
        counts.tallied(published);
    }

    long count() {
        long now = (long) WORD.getAcquire(this);
        while ((now & 1) != 0) {
            Thread.onSpinWait();
            now = (long) WORD.getAcquire(this);
        }
        return now / 2;
    }
}
