// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolStats;
import java.util.function.Predicate;

/** How much of a face's work waits, runs and has ended. Thread-safe; what moves meanwhile is counted once. */
final class Census {
    private static final int MOST_LOOKS = 10; // in a pool where something ends all the time

    private final Face face;
    private final Engine engine;

    Census(Face face, Engine engine) {
        this.face = face;
        this.engine = engine;
    }

    /** Whether something has neither ended nor started. Not in the caller's thread: there it may wait for the task that asks. */
    boolean hasUnderway() {
        return !engine.factory().runsInCaller() && face.counts().unfinished() > started();
    }

    private int started() {
        return engine.crew().started(this::isOurs)
                + engine.stragglers().running(this::isOurs)
                + face.entrance().countHere();
    }

    private boolean isOurs(EngineBatch batch) {
        return batch.face == face;
    }

    /** Looks again if something has ended meanwhile: else it, and what was taken in its place, would both count as queued. */
    PoolStats stats() {
        PoolStats stats = look();
        for (int looks = 1;
                looks < MOST_LOOKS && stats.completed() != face.counts().completed();
                looks++) {
            stats = look();
        }
        return stats;
    }

    private PoolStats look() {
        Counts counts = face.counts();
        long failed = counts.failed(); // before completed: then no more have failed than have ended
        long cancelled = counts.cancelled();
        long completed = Math.max(counts.completed(), failed + cancelled); // what ends from here on counts as queued
        Predicate<EngineBatch> isShown = batch -> face.ownsWorkers() || isOurs(batch);
        int busy = engine.crew().running(isShown) + engine.stragglers().running(isShown);
        int running = busy + face.entrance().countHere(); // on the workers of the tasks that submitted them
        long queued = Math.max(0, counts.submitted() - completed - running);
        Crew crew = engine.crew();
        int serving = crew.serving();
        return new PoolStats(
                serving,
                Math.min(busy, serving), // some of those that are busy may have left
                queued,
                running,
                completed,
                failed,
                cancelled,
                crew.turnover().countStarted(),
                crew.turnover().countLost(),
                crew.turnover().countAbandoned());
    }
}
