// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.OnWorkerLost;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.worker.Routine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MapRangeTest {
    /** Contract 5: nothing hangs, ever: it ends at once, and not when there is a worker again. */
    @Test
    void whatComesBackOfAMapThatWasCancelledMeanwhileEnds() {
        try (Puppets pool = Puppets.open(Workers.threads(1).onWorkerLost(OnWorkerLost.retry(1)))) {
            Results<Object> results = pool.face()
                    .map(
                            Routine.of((TaskFunction<Object, Object>) item -> item),
                            List.of("item"),
                            MapOptions.defaults(),
                            Intake.EAGER,
                            Order.INPUT,
                            Long.MAX_VALUE,
                            pool);
            pool.made(0).comeUp().begin();
            results.close();
            assertThat(pool.face().stats().cancelled()).isZero();

            pool.made(0).die();

            assertThat(pool.face().stats().cancelled()).isEqualTo(1);
        }
    }
}
