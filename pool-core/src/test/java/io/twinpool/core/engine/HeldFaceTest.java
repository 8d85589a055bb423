// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Task;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.worker.Routine;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * API.md 4: "close(), join() and awaitTermination return after the callbacks have run": also the one of a task that has ended before
 * whoever submitted it could ask for its callback.
 */
@Timeout(60)
final class HeldFaceTest {
    private static final Routine TASK = Routine.of((Task<String>) () -> "done");
    private static final Routine FUNCTION = Routine.of((TaskFunction<Integer, Integer>) x -> x);

    private static void assertHeld(Face face, Puppet worker, Promise<?> submitted) {
        face.shutdown();
        assertThat(submitted.isDone()).isTrue();
        assertThat(worker.isRetired()).isFalse();
    }

    @Test
    void nothingSettlesBeforeTheCallbackOfATaskIsInItsTurn() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Face face = pool.face();
            Puppet worker = pool.made(0).comeUp();

            face.submit(TASK, null, Long.MAX_VALUE, task -> {
                worker.work();
                assertHeld(face, worker, task);
            });

            assertThat(worker.isRetired()).isTrue();
        }
    }

    @Test
    void norBeforeThatOfAList() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Face face = pool.face();
            Puppet worker = pool.made(0).comeUp();

            face.mapAll(FUNCTION, List.of(1), MapOptions.defaults(), Long.MAX_VALUE, all -> {
                worker.work();
                assertHeld(face, worker, all);
            });

            assertThat(worker.isRetired()).isTrue();
        }
    }

    /** Its iterator may block: nobody waits for that. */
    @Test
    void readingHoldsNothing() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Face face = pool.face();
            Puppet worker = pool.made(0).comeUp();
            Iterable<Integer> items = () -> {
                face.shutdown();
                assertThat(worker.isRetired()).isTrue();
                return List.of(1).iterator();
            };

            assertThatThrownBy(() -> face.mapAll(FUNCTION, items, MapOptions.defaults(), Long.MAX_VALUE, all -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }
}
