// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Neighboring items of a map that travel together. */
abstract class MapBatch extends EngineBatch {
    final MapRun run;
    final Segment segment;
    final int first; // of its items, in the segment
    private final int size;
    private boolean isOffered; // guarded by this

    MapBatch(MapRun run, Segment segment, int first, int size, WorkerSeat seat) {
        super(run.face(), seat, run.timeoutNanos(), seat.claims(size));
        this.run = run;
        this.segment = segment;
        this.first = first;
        this.size = size;
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final Routine routine(int index) {
        return run.routine();
    }

    @Override
    public final @Nullable Object argument(int index) {
        return segment.item(first + index);
    }

    @Override
    final void argument(int index, @Nullable Object written) {
        segment.item(first + index, written);
    }

    @Override
    final void returnedAlone(int index, @Nullable Object value) {
        run.returnedAlone(segment, first + index, value);
    }

    @Override
    final void giveBack(Claims.Span span) {
        run.giveBack(segment, first + span.from(), first + span.to());
    }

    @Override
    final @Nullable Supplier<Verdict> abortVerdict() {
        return run.abortVerdict();
    }

    @Override
    final boolean isOf(MapRun other) {
        return run == other;
    }

    @Override
    final boolean hasStealable() {
        return claims().waiting() > (claims().started() == 0 ? 1 : 0);
    }

    @Override
    final boolean offer() {
        if (size == 1) {
            return false; // as most are where there are very many workers
        }
        synchronized (this) {
            isOffered = true;
        }
        return true;
    }

    @Override
    final boolean retract() {
        if (size == 1) {
            return false;
        }
        synchronized (this) {
            boolean was = isOffered;
            isOffered = false;
            return was;
        }
    }

    @Override
    final String describe(int index) {
        return "item " + (segment.base + first + index) + " of a map";
    }

    @Override
    final Chunker chunker() {
        return run.chunker();
    }
}
