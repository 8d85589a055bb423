// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Items of a map that came back from a worker, and go before everything else. */
final class MapRange implements Waiting {
    private final MapRun run;
    private final Segment segment;
    private int from; // guarded by the queue's lock, or owned by who detached it
    private final int to;

    MapRange(MapRun run, Segment segment, int from, int to) {
        this.run = run;
        this.segment = segment;
        this.from = from;
        this.to = to;
    }

    @Override
    public Face face() {
        return run.face();
    }

    @Override
    public boolean isWaiting() {
        return from < to;
    }

    @Override
    public @Nullable EngineBatch take(WorkerSeat seat, TaskQueue queue) {
        skipEnded();
        if (from == to) {
            return null;
        }
        int count = Math.min(to - from, run.batchSize(seat, to - from));
        EngineBatch batch = run.batch(seat, segment, from, count);
        from += count;
        return batch;
    }

    /** What had started once may have ended on its way back, as when its time was up just then: it must not start again. */
    private void skipEnded() {
        for (; from < to && !segment.isOpen(from); from++) {
            run.face().entrance().left(1);
        }
    }

    MapRun run() {
        return run;
    }

    @Override
    public boolean abort(Supplier<Verdict> verdict) {
        run.face().entrance().left(to - from);
        for (int at = from; at < to; at++) {
            run.end(segment, at, verdict.get());
        }
        return from < to;
    }

    @Override
    public @Nullable Supplier<Verdict> abortVerdict() {
        return run.abortVerdict();
    }
}
