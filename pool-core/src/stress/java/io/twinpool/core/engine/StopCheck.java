// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.junit.jupiter.api.Test;

/** What ends a task that runs meets its outcome, the loss of its worker, or its way back to the queue: it ends once, by whoever is first. */
class StopCheck {
    private static Puppets pool() {
        return Puppets.unwatched(Schedules.PATIENT);
    }

    @Test
    void aTimeOutMeetsTheOutcome() {
        Schedules.each(() -> {
            try (Puppets pool = pool()) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp().begin();

                Threads.run(worker::work, Story.timeOut(pool));

                story.checkEnd();
            }
        });
    }

    @Test
    void aTimeOutMeetsTheLossOfTheWorker() {
        Schedules.each(() -> {
            try (Puppets pool = pool()) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp().begin();

                Threads.run(worker::die, Story.timeOut(pool));

                story.checkEnd();
            }
        });
    }

    @Test
    void aTimeOutMeetsTheWayBackToTheQueue() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.RETRYING)) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp().begin();

                Threads.run(worker::die, Story.timeOut(pool));

                pool.made(1).comeUp();
                Story.finish(pool);
                story.checkWayBack();
            }
        });
    }

    @Test
    void aStopMeetsTheStart() {
        Schedules.each(() -> {
            try (Puppets pool = pool()) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp();

                Threads.run(worker::work, story::stop, story::stop);

                Story.finish(pool);
                story.checkEnd();
            }
        });
    }

    @Test
    void aStopMeetsTheOutcome() {
        Schedules.each(() -> {
            try (Puppets pool = pool()) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp().begin();

                Threads.run(worker::work, story::stop, story::cancel);

                story.checkEnd();
            }
        });
    }

    @Test
    void aStopMeetsTheLossOfTheWorker() {
        Schedules.each(() -> {
            try (Puppets pool = pool()) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp().begin();

                Threads.run(worker::die, story::stop);

                story.checkEnd();
            }
        });
    }

    @Test
    void aStopMeetsTheWayBackToTheQueue() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.RETRYING)) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp().begin();

                Threads.run(worker::die, story::stop);

                pool.made(1).comeUp();
                Story.finish(pool);
                story.checkWayBack();
            }
        });
    }

    @Test
    void theEndOfThePoolMeetsTheStart() {
        Schedules.each(() -> {
            try (Puppets pool = pool()) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp();

                Threads.run(worker::work, pool::close);

                story.checkEnd();
            }
        });
    }

    @Test
    void theEndOfThePoolMeetsTheLossOfTheWorker() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.RETRYING)) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp().begin();

                Threads.run(worker::die, pool::close);

                story.checkRetried();
            }
        });
    }

    @Test
    void aShutdownMeetsTheWayBackToTheQueue() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.RETRYING)) {
                Story story = new Story(pool);
                Puppet worker = pool.made(0).comeUp().begin();

                Threads.run(worker::die, () -> pool.face().shutdownAndCancel());

                pool.made().stream().skip(1).forEach(Puppet::comeUp); // if the face has not settled before
                Story.finish(pool);
                story.wasCancelled();
                story.checkWayBack();
            }
        });
    }
}
