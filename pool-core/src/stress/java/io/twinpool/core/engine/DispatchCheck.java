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
                PoolTask<?>[] tasks = new PoolTask<?>[2];
                tasks[0] = pool.submit("first");

                Threads.run(worker::work, () -> tasks[1] = pool.submit("second"));

                nobodySleepsOverWork(pool);
                allAreDone(pool, tasks);
            }
        });
    }

    @Test
    void ofABurstEveryIdleWorkerGetsItsShare() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.TWO)) {
                pool.made(0).comeUp();
                pool.made(1).comeUp();

                PoolTask<?>[] tasks = new PoolTask<?>[2];

                Threads.run(() -> tasks[0] = pool.submit("first"), () -> tasks[1] = pool.submit("second"));

                nobodySleepsOverWork(pool);
                allAreDone(pool, tasks);
            }
        });
    }

    @Test
    void workThatComesWhileOneWakesAndOneGoesIdleIsTaken() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.TWO)) {
                Puppet worker = pool.made(0).comeUp();
                PoolTask<?>[] tasks = new PoolTask<?>[3];
                tasks[0] = pool.submit("first");
                Puppet other = pool.made(1);

                Threads.run(
                        worker::work,
                        other::comeUp,
                        () -> tasks[1] = pool.submit("second"),
                        () -> tasks[2] = pool.submit("third"));

                nobodySleepsOverWork(pool);
                allAreDone(pool, tasks);
            }
        });
    }

    private static void allAreDone(Puppets pool, PoolTask<?>[] tasks) {
        Story.finish(pool);
        for (PoolTask<?> task : tasks) {
            if (!task.isDone()) {
                throw new AssertionError("nobody takes " + task.describe() + ": " + pool.made());
            }
        }
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
