// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Ending;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps workers that come to nothing from being started for ever. Thread-safe.
 *
 * <p>Starts that fail break the pool, when so many have failed in a row: those of the initializer always (but for those of spares,
 * which are not told here), others when no worker is up; else there is a pause before the next one, longer each time. A worker that
 * comes up, and is lost soon after and before it has run anything, is lost <em>in vain</em>. When so many in a row were, there is a
 * pause before the next start, twice as long each time.
 * And when so many of them had been given work, the pool breaks: that work would never be done.
 */
final class Breaker {
    static final int MOST_FAILED_STARTS = 3;
    static final int MOST_WITHOUT_PAUSE = 3;
    static final int MOST_WITH_WORK = 8;

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SOON_NANOS = LONGEST_PAUSE_NANOS; // who has lasted longer is slow enough to replace
    private static final int MOST_DOUBLINGS = 10;

    private final Timers deadlines;
    private final Runnable onResume;
    private int failedStarts; // guarded by this: in a row
    private int inVain; // guarded by this: in a row
    private int withWork; // guarded by this: of those
    private volatile boolean isPaused; // written under this

    /** {@code onResume}: run after a pause; it calls {@link #resume}. */
    Breaker(Timers deadlines, Runnable onResume) {
        this.deadlines = deadlines;
        this.onResume = onResume;
    }

    boolean isPaused() {
        return isPaused;
    }

    synchronized void resume() {
        isPaused = false;
    }

    /** There is no room for more workers just now. */
    synchronized void pause() {
        pauseFor(SHORTEST_PAUSE_NANOS);
    }

    private void pauseFor(long nanos) {
        if (!isPaused) {
            isPaused = true;
            deadlines.schedule(onResume, nanos);
        }
    }

    /** A worker is up. */
    synchronized void started() {
        failedStarts = 0;
    }

    /** A worker has run something for the first time, or was there for long. */
    synchronized void proven() {
        inVain = 0;
        withWork = 0;
    }

    /**
     * A worker is gone.
     *
     * @param othersServe whether another one is up; asked only if it matters, as it may take a look at each
     * @return why the pool cannot go on after this; null: it can
     */
    synchronized @Nullable Breakdown ended(
            WorkerSeat seat, Ending ending, @Nullable EngineBatch left, BooleanSupplier othersServe) {
        if (ending instanceof Ending.InitializerFailed failed) {
            return ++failedStarts >= MOST_FAILED_STARTS ? Breakdown.ofInitializer(failed.cause()) : null;
        }
        if (ending instanceof Ending.StartFailed failed) {
            return startFailed(othersServe) ? Breakdown.ofStarts(failed.cause()) : null;
        }
        if (!(ending instanceof Ending.Lost) || seat.isDoomed()) {
            return null;
        }
        if (seat.tenure().isProven() || hasStarted(left) || seat.tenure().isLongerThan(SOON_NANOS)) {
            proven();
            return null;
        }
        return lostInVain(left != null) ? Breakdown.inVain(Loss.inVain(seat, ending, inVain)) : null;
    }

    /** {@return whether there is nobody to go on with} */
    private boolean startFailed(BooleanSupplier othersServe) {
        if (++failedStarts < MOST_FAILED_STARTS) {
            return false;
        }
        if (!othersServe.getAsBoolean()) {
            return true;
        }
        pauseFor(pauseNanos(failedStarts - MOST_FAILED_STARTS));
        return false;
    }

    private static boolean hasStarted(@Nullable EngineBatch left) {
        return left != null && left.claims().started() > 0;
    }

    private boolean lostInVain(boolean hadWork) {
        inVain++;
        withWork += hadWork ? 1 : 0;
        if (inVain >= MOST_WITHOUT_PAUSE) {
            pauseFor(pauseNanos(inVain - MOST_WITHOUT_PAUSE));
        }
        return withWork >= MOST_WITH_WORK;
    }

    private static long pauseNanos(int further) {
        return Math.min(LONGEST_PAUSE_NANOS, SHORTEST_PAUSE_NANOS << Math.min(further, MOST_DOUBLINGS));
    }
}
