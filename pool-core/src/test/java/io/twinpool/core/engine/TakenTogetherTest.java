// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks that a worker takes in one trip, while some of them are cancelled. */
final class TakenTogetherTest {
    private static final int ROUNDS = 2_000;
    private static final int TOGETHER = 200;

    /** {@link TaskBatch#of}: whoever finds one task in the batch may take it back, and all behind it. */
    @Test
    void cancellingOneWhileTheyAreTakenLosesNoneOfTheOthers() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Puppet worker = pool.made(0).comeUp();
            pool.face().chunker().measured(TOGETHER, 1); // so quick that they travel together

            for (int round = 0; round < ROUNDS; round++) {
                pool.submit("taken at once");
                List<PoolTask<String>> burst = IntStream.range(0, TOGETHER)
                        .mapToObj(i -> pool.submit("taken together"))
                        .toList();
                CompletableFuture<Boolean> cancelled = cancelledWhenTaken(burst.get(0));

                while (worker.isBusy()) {
                    worker.work();
                }

                boolean isCancelled = cancelled.join();
                while (worker.isBusy()) { // what was given back behind the last look
                    worker.work();
                }
                assertThat(burst.get(0).isCancelled()).isEqualTo(isCancelled);
                assertThat(burst).allMatch(Promise::isDone);
            }
        }
    }

    private static CompletableFuture<Boolean> cancelledWhenTaken(PoolTask<String> task) {
        return CompletableFuture.supplyAsync(() -> {
            while (task.isWaiting()) {
                Thread.onSpinWait();
            }
            return task.cancel(Cancel.WAITING);
        });
    }
}
