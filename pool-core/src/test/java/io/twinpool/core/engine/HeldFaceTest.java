// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * API.md 4: "close(), join() and awaitTermination return after the callbacks have run": also the one of a task that has ended before
 * whoever submitted it could ask for its callback.
 */
@Timeout(60)
final class HeldFaceTest {
    @Test
    void nothingSettlesBeforeTheCallbackOfWhatWasSubmittedIsInItsTurn() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Face face = pool.face();
            Puppet worker = pool.made(0).comeUp();

            PoolTask<String> task = face.holding(() -> {
                PoolTask<String> submitted = pool.submit("done");
                worker.work();
                face.shutdown();
                assertThat(submitted.isDone()).isTrue();
                assertThat(worker.isRetired()).isFalse();
                return submitted;
            });

            assertThat(task.value()).isEqualTo("done");
            assertThat(worker.isRetired()).isTrue();
        }
    }
}
