// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workers that have been started and wait to take the place of another. Guarded by {@link Places}. */
final class Spares {
    private final int wanted;
    private final List<WorkerSeat> waiting = new ArrayList<>();
    private int failed; // initializers in a row

    Spares(int wanted) {
        this.wanted = wanted;
    }

    /** Not while they cannot be initialized: those who serve can do without them. */
    boolean areWanted() {
        return wanted > 0 && failed < Breaker.MOST_FAILED_STARTS;
    }

    boolean areShort() {
        return areWanted() && waiting.size() < wanted;
    }

    /** One could not be initialized. {@return whether no more are started now} */
    boolean failed() {
        return ++failed == Breaker.MOST_FAILED_STARTS;
    }

    /** One is up. */
    void started() {
        failed = 0;
    }

    /** Somebody who is to serve is up: what kept them from starting may have passed, as one more will show. */
    void mayTryAgain() {
        failed = Math.min(failed, Breaker.MOST_FAILED_STARTS - 1);
    }

    void add(WorkerSeat seat) {
        waiting.add(seat);
    }

    void remove(WorkerSeat seat) {
        waiting.remove(seat);
    }

    /** Whether one is up, so that nobody would have to wait for it. */
    boolean isOneUp() {
        return waiting.stream().anyMatch(seat -> seat.tenure().isUp());
    }

    /** Takes the one that is furthest: one that is up, or else has been starting for longest; null: there is none. */
    @Nullable
    WorkerSeat take() {
        WorkerSeat best = waiting.stream()
                .filter(seat -> seat.tenure().isUp())
                .findFirst()
                .orElse(waiting.isEmpty() ? null : waiting.get(0));
        waiting.remove(best);
        return best;
    }
}
