// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Routine;
import io.twinpool.worker.WorkerFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills children while outcomes flow, and counts: whatever had ended is known, and only one item is in doubt. */
@ExtendWith(LeakCheck.class)
class KillUnderLoadTest {
    private static final int ROUNDS = 6;
    private static final List<Integer> NUMBERS =
            IntStream.range(0, 5_000).boxed().toList();
    private static final Routine ECHO = Jobs.function(Jobs::echo);

    @SuppressWarnings("NullAway.Init")
    private WorkerFactory factory;

    @BeforeEach
    void open() {
        factory = new ProcessKind().open(Workers.processes(1));
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKillPutsOneItemInDoubt(boolean polls) throws Exception {
        Random random = new Random(polls ? 1 : 2);
        for (int round = 0; round < ROUNDS; round++) {
            try (Place place = Place.open(factory, "worker-" + round).awaitReady()) {
                int batches = random.nextInt(20);
                for (int i = 0; i < batches; i++) {
                    run(place, polls).values();
                    place.awaitIdle();
                }
                Items last = run(place, polls);
                Claims claims = last.claims();
                int from = random.nextInt(NUMBERS.size());
                while (claims.started() < from && !place.hasEnded()) {
                    Thread.onSpinWait();
                }
                assertThat(place.hasEnded()).as("ended by itself").isFalse();
                place.worker().kill();
                assertThat(place.ending()).isInstanceOf(Ending.Lost.class);

                int started = claims.started();
                for (int i = 0; i < NUMBERS.size(); i++) {
                    if (i < started - 1) {
                        assertThat(last.has(i))
                                .as("item %s of %s started", i, started)
                                .isTrue();
                        assertThat(last.value(i)).isEqualTo(i);
                    } else if (i >= started) {
                        assertThat(last.has(i))
                                .as("item %s of %s started", i, started)
                                .isFalse();
                    }
                }
                assertThat(last.order()).doesNotHaveDuplicates();
            }
        }
    }

    private Items run(Place place, boolean polls) {
        Items items = place.batch(ECHO, NUMBERS);
        place.start(items);
        for (int i = 0; polls && i < 20; i++) {
            place.worker().poll();
        }
        return items;
    }
}
