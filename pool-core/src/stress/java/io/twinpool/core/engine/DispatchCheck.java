// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.junit.jupiter.api.Test;

/** Nobody sleeps while there is something to take, whatever the order in which work comes and workers go idle. */
class DispatchCheck {
    @Test
    void workThatComesAsItsWorkerGoesIdleIsTaken() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.ONE)) {
                Puppet worker = pool.made(0).comeUp();
                pool.submit("first");

                Threads.run(worker::work, () -> pool.submit("second"));

                nobodySleepsOverWork(pool);
            }
        });
    }

    @Test
    void ofABurstEveryIdleWorkerGetsItsShare() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.TWO)) {
                pool.made(0).comeUp();
                pool.made(1).comeUp();

                Threads.run(() -> pool.submit("first"), () -> pool.submit("second"));

                nobodySleepsOverWork(pool);
            }
        });
    }

    @Test
    void workThatComesWhileOneWakesAndOneGoesIdleIsTaken() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.TWO)) {
                Puppet worker = pool.made(0).comeUp();
                pool.submit("first");
                Puppet other = pool.made(1);

                Threads.run(worker::work, other::comeUp, () -> pool.submit("second"), () -> pool.submit("third"));

                nobodySleepsOverWork(pool);
            }
        });
    }

    private static void nobodySleepsOverWork(Puppets pool) {
        Dispatch dispatch = pool.engine().dispatch();
        for (WorkerSeat seat : pool.engine().crew().seats()) {
            if (seat.isIdle() && dispatch.hasWorkFor(seat)) {
                throw new AssertionError(seat.name() + " sleeps over work: " + pool.made());
            }
        }
        if (dispatch.hasWork() && pool.made().stream().noneMatch(Puppet::isBusy)) {
            throw new AssertionError("nobody is awake: " + pool.made());
        }
    }
}
