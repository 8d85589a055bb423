// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The list of idle workers, which those who end are not looked for in one by one. */
@Timeout(60)
final class IdleSeatsTest {
    private static long gone(Puppets pool) {
        return pool.engine().crew().idle().stream().filter(WorkerSeat::isGone).count();
    }

    private static Puppets open(int workers) {
        Puppets pool = Puppets.open(Workers.threads(workers));
        pool.made().forEach(Puppet::comeUp);
        assertThat(pool.engine().crew().idle()).hasSize(workers);
        return pool;
    }

    @Test
    void fewWhoHaveEndedAreKept() {
        try (Puppets pool = open(500)) {
            for (Puppet each : List.copyOf(pool.made())) {
                each.leave();

                assertThat(gone(pool)).isLessThan(500 / 32);
            }
        }
    }

    @Test
    void inASmallPoolNobodyWhoHasEndedIsKept() {
        try (Puppets pool = open(8)) {
            for (Puppet each : List.copyOf(pool.made())) {
                each.leave();

                assertThat(gone(pool)).isZero();
            }
        }
    }

    @Test
    void whoIsIdleStaysListedWhenOthersEnd() {
        try (Puppets pool = open(200)) {
            IntStream.range(0, 150).forEach(i -> pool.made(i).leave());

            List<PoolTask<String>> tasks =
                    IntStream.range(0, 50).mapToObj(i -> pool.submit("task")).toList();

            pool.made().stream().filter(Puppet::isBusy).forEach(Puppet::work);
            assertThat(tasks).allMatch(Promise::isDone);
        }
    }

    @Test
    void nobodyIsListedAfterTheEnd() {
        Puppets pool =
                open(100); // each ends in the call that tells the one before it to end: no more than a stack holds

        pool.close();

        assertThat(pool.engine().crew().idle()).isEmpty();
    }
}
