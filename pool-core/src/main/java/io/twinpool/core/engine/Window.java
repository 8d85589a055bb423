// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.MapOptions;
import java.util.function.LongSupplier;

/** How far a map may read ahead of its consumer. */
final class Window {
    private static final int LARGEST = 4096;
    private static final int BATCHES_PER_WORKER = 4;

    private final MapRun run;
    private final Intake intake;
    private final LongSupplier handed; // how many results the consumer has

    Window(MapRun run, Intake intake, LongSupplier handed) {
        this.run = run;
        this.intake = intake;
        this.handed = handed;
    }

    /** Whether the whole input is read at once. */
    boolean isUnbounded() {
        return intake == Intake.EAGER && run.options().bufferSize() == MapOptions.AUTO;
    }

    /** {@return how many items may be taken from the input and not yet handed to the consumer} */
    private int size() {
        if (isUnbounded()) {
            return Integer.MAX_VALUE;
        }
        if (run.face().engine().factory().runsInCaller() && run.options().bufferSize() == MapOptions.AUTO) {
            return 1; // it runs when it is asked for
        }
        int given = run.options().bufferSize();
        if (given != MapOptions.AUTO) {
            return given;
        }
        int chunk = run.options().chunkSize();
        long wanted = (long) BATCHES_PER_WORKER
                * run.face().engine().size()
                * (chunk == MapOptions.AUTO ? run.chunker().size() : chunk);
        return (int) Math.min(wanted, LARGEST);
    }

    /** {@return how many items may be read now} None while less than a {@link #step} of the window is free. */
    int free() {
        int size = size();
        long free = size - (run.admitted() - handed.getAsLong());
        return free >= step(size) ? (int) free : 0;
    }

    /** {@return how many results the consumer must have before {@link #free} may be more than none} */
    long nextLook() {
        int size = size();
        return run.admitted() - size + step(size);
    }

    /**
     * How much must be free, so that the reader is not woken for each item: half of the window, but not so much that what is left
     * could be less than two for each worker.
     */
    private long step(int size) {
        long half = (size + 1L) / 2;
        return Math.min(half, Math.max(1, size - 2L * run.face().engine().size()));
    }
}
