// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.jspecify.annotations.Nullable;

/** Items of a map, each started, counted and delivered by itself. */
final class RangeBatch extends MapBatch {
    RangeBatch(MapRun run, Segment segment, int first, int size, WorkerSeat seat) {
        super(run, segment, first, size, seat);
    }

    @Override
    void returned(int index, @Nullable Object value) {
        run.returned(segment, first + index, value, tally);
    }

    @Override
    void end(int index, Verdict verdict) {
        run.end(segment, first + index, verdict);
    }

    @Override
    boolean isOpen(int index) {
        return segment.isOpen(first + index);
    }

    @Override
    boolean mayRetry(int index, int retries) {
        return run.mayRetry(segment.base + first + index, retries);
    }
}
