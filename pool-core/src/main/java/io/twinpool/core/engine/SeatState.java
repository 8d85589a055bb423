// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whose a seat is just now, and what may come next. Each method is one transition and says whether it was made.
 *
 * <pre>
 *   Starting --work--&gt; Busy --rest--&gt; Idle --claim--&gt; Busy --leave--&gt; Leaving
 *   Starting --standBy--&gt; Spare --promote--&gt; Busy
 *   Starting --rest--&gt; Idle
 *   Starting --leave--&gt; Leaving
 *   Idle, Spare --quit--&gt; Leaving
 *   every state --end--&gt; Ended
 * </pre>
 *
 * <p>The seat is the worker's while it is Starting or Busy. Whoever moves it from Idle or Spare to Busy wakes the worker, which then asks
 * for work. A spare that is promoted while it is Starting becomes Busy like any other.
 */
final class SeatState {
    private enum Phase {
        STARTING,
        SPARE,
        IDLE,
        BUSY,
        LEAVING,
        ENDED
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    boolean isWorkers() {
        Phase now = phase.get();
        return now == Phase.STARTING || now == Phase.BUSY;
    }

    boolean isStarting() {
        return phase.get() == Phase.STARTING;
    }

    boolean isIdle() {
        return phase.get() == Phase.IDLE;
    }

    boolean isLeaving() {
        return phase.get() == Phase.LEAVING;
    }

    boolean hasEnded() {
        return phase.get() == Phase.ENDED;
    }

    /** Whether it is nobody's any more, for ever. */
    boolean isGone() {
        Phase now = phase.get();
        return now == Phase.LEAVING || now == Phase.ENDED;
    }

    /** It has a batch. {@return whether it is Busy, now or before} */
    boolean work() {
        return phase.compareAndSet(Phase.STARTING, Phase.BUSY) || phase.get() == Phase.BUSY;
    }

    /** There is nothing to do for it. */
    boolean rest() {
        return phase.compareAndSet(Phase.BUSY, Phase.IDLE) || phase.compareAndSet(Phase.STARTING, Phase.IDLE);
    }

    boolean claim() {
        return phase.compareAndSet(Phase.IDLE, Phase.BUSY);
    }

    boolean standBy() {
        return phase.compareAndSet(Phase.STARTING, Phase.SPARE);
    }

    boolean promote() {
        return phase.compareAndSet(Phase.SPARE, Phase.BUSY);
    }

    /** Its time is over, as it finds out itself. */
    boolean leave() {
        return phase.compareAndSet(Phase.BUSY, Phase.LEAVING) || phase.compareAndSet(Phase.STARTING, Phase.LEAVING);
    }

    /** Its time is over, as somebody else has decided while it had nothing to do. */
    boolean quit() {
        return phase.compareAndSet(Phase.IDLE, Phase.LEAVING) || phase.compareAndSet(Phase.SPARE, Phase.LEAVING);
    }

    boolean end() {
        return phase.getAndSet(Phase.ENDED) != Phase.ENDED;
    }
}
