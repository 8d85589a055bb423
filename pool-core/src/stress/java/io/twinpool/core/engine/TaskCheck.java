// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever meets: a task ends once, starts once at most, and not at all once a cancellation of what waits has returned true. */
class TaskCheck {
    @Test
    void cancellationMeetsTheStart() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.ONE)) {
                Puppet worker = pool.made(0).comeUp();
                Story story = new Story(pool);

                Threads.run(worker::work, story::cancel, story::cancel);

                Story.finish(pool);
                story.check();
            }
        });
    }

    @Test
    void cancellationMeetsAWorkerThatComesUp() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.ONE)) {
                Puppet worker = pool.made(0);
                Story first = new Story(pool);
                Story second = new Story(pool);

                Threads.run(worker::comeUp, first::cancel, second::cancel);

                Story.finish(pool);
                first.check();
                second.check();
            }
        });
    }

    @Test
    void cancellationMeetsASiblingThatTakesWhatWaits() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.TWO)) {
                Puppet worker = pool.made(0).comeUp();
                Story first = new Story(pool);
                worker.work(); // it is quick: what follows goes in one batch
                Puppet thief = pool.made(1);
                Story second = new Story(pool);
                Story third = new Story(pool);

                Threads.run(worker::work, thief::comeUp, third::cancel);

                Story.finish(pool);
                first.check();
                second.check();
                third.check();
            }
        });
    }

    @Test
    void cancellationMeetsTheLossOfTheWorker() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.ONE)) {
                Puppet worker = pool.made(0).comeUp();
                Story story = new Story(pool);

                Threads.run(worker::die, story::cancel);

                pool.made(1).comeUp();
                Story.finish(pool);
                story.check();
            }
        });
    }

    @Test
    void shutdownMeetsTheStart() {
        Schedules.each(() -> {
            try (Puppets pool = Puppets.unwatched(Schedules.ONE)) {
                Puppet worker = pool.made(0).comeUp();
                Story first = new Story(pool);
                Story second = new Story(pool);

                List<Object> functions = new ArrayList<>();

                Threads.run(worker::work, () -> functions.addAll(pool.face().shutdownAndCancel()));

                functions.addAll(pool.face().underway().awaitNone(() -> false)); // of what the worker had in hand
                count(functions.size(), first, second);
                Story.finish(pool);
                first.check();
                second.check();
            }
        });
    }

    // ---- in a lot

    /** Workers that tasks have to travel to, in lots of as many as a test has, so short that they make one trip. */
    private static Puppets afar(Workers workers) {
        Puppets pool = Puppets.unwatchedAfar(workers, 3);
        pool.face().chunker().measured(16, 1);
        return pool;
    }

    @Test
    void cancellationMeetsHoldAndClaim() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.ONE)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Puppet worker = pool.made(0).comeUp();

                Threads.run(worker::work, first::cancel, second::cancel);

                Story.finish(pool);
                first.check();
                second.check();
            }
        });
    }

    @Test
    void cancellationMeetsAWorkerThatPutsALotTogether() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.ONE)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Puppet worker = pool.made(0);

                Threads.run(worker::comeUp, first::cancel, second::cancel);

                Story.finish(pool);
                first.check();
                second.check();
            }
        });
    }

    @Test
    void cancellationMeetsTwoWorkersInOneLot() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.TWO)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Story third = new Story(pool);
                Puppet worker = pool.made(0).comeUp();
                Puppet sibling = pool.made(1).comeUp();

                Threads.run(worker::work, sibling::work, second::cancel);

                Story.finish(pool);
                first.check();
                second.check();
                third.check();
            }
        });
    }

    /** It joins while the other one takes the last. */
    @Test
    void aWorkerComesToALotThatAnotherOneGoesThrough() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.TWO)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Puppet worker = pool.made(0).comeUp();
                Puppet sibling = pool.made(1);

                Threads.run(worker::work, sibling::comeUp, second::cancel);

                Story.finish(pool);
                first.check();
                second.check();
            }
        });
    }

    @Test
    void aWorkerThatSeesNoLotMeetsOneThatDoes() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.TWO)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Story third = new Story(pool);
                Puppet worker = pool.made(0).comeUp();
                Puppet blind = pool.made(1);
                blind.beBlind();

                Threads.run(worker::work, blind::comeUp, third::cancel);

                Story.finish(pool);
                first.check();
                second.check();
                third.check();
            }
        });
    }

    @Test
    void cancellationMeetsTheLossOfAHolder() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.ONE)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Puppet worker = pool.made(0).comeUp();
                worker.hold();

                Threads.run(worker::die, first::cancel, second::cancel);

                pool.made(1).comeUp();
                Story.finish(pool);
                first.check();
                second.check();
            }
        });
    }

    /** What was taken back of its share before is not its to start: the end of the worker gives it back. */
    @Test
    void cancellationMeetsTheLossOfAHolderThatWasToStartNothingMore() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.ONE)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Puppet worker = pool.made(0).comeUp();
                worker.beSpent();
                worker.hold();

                Threads.run(worker::die, first::cancel);

                pool.made(1).comeUp();
                Story.finish(pool);
                first.check();
                second.check();
            }
        });
    }

    @Test
    void shutdownMeetsTwoWorkersInOneLot() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.TWO)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Story third = new Story(pool);
                Puppet worker = pool.made(0).comeUp();
                Puppet sibling = pool.made(1).comeUp();
                List<Object> functions = new ArrayList<>();

                Threads.run(
                        worker::work,
                        sibling::work,
                        () -> functions.addAll(pool.face().shutdownAndCancel()));

                functions.addAll(pool.face().underway().awaitNone(() -> false)); // of what the workers had in hand
                count(functions.size(), first, second, third);
                Story.finish(pool);
                first.check();
                second.check();
                third.check();
            }
        });
    }

    @Test
    void shutdownMeetsAWorkerThatPutsALotTogether() {
        Schedules.each(() -> {
            try (Puppets pool = afar(Schedules.ONE)) {
                Story first = new Story(pool);
                Story second = new Story(pool);
                Puppet worker = pool.made(0);
                List<Object> functions = new ArrayList<>();

                Threads.run(worker::comeUp, () -> functions.addAll(pool.face().shutdownAndCancel()));

                functions.addAll(pool.face().underway().awaitNone(() -> false)); // as above
                count(functions.size(), first, second);
                Story.finish(pool);
                first.check();
                second.check();
            }
        });
    }

    private static void count(int cancelled, Story... stories) {
        int seen = 0;
        for (Story story : stories) {
            seen += story.wasCancelled() ? 1 : 0;
        }
        if (seen != cancelled) {
            throw new AssertionError(cancelled + " functions were given back, " + seen + " tasks cancelled");
        }
    }
}
