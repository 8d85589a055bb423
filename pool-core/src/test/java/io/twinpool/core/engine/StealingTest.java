// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nobody sleeps while another one has more than it can start at once: ADR 1. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class StealingTest {
    private static final Workers TWO = Workers.threads(2);

    /** A map whose items make one batch. */
    private static MapAll<Integer> map(Puppets pool, int items) {
        MapAll<Integer> map = new MapAll<>(
                pool.face(),
                Routine.of((TaskFunction<Integer, Integer>) x -> x),
                MapOptions.defaults().chunkSize(items),
                Long.MAX_VALUE);
        map.begin(IntStream.range(0, items).boxed().toList(), () -> {});
        return map;
    }

    private static void workOff(Puppets pool) {
        while (pool.made().stream().anyMatch(Puppet::isBusy)) {
            pool.made().stream().filter(Puppet::isBusy).forEach(Puppet::work);
        }
    }

    private static boolean isNothingShared(Puppets pool) {
        return pool.engine().dispatch().isNothingShared();
    }

    @Test
    void whoIsIdleTakesHalfOfABatchThatBegins() {
        try (Puppets pool = Puppets.open(TWO)) {
            Puppet idle = pool.made(0).comeUp();
            MapAll<Integer> map = map(pool, 4); // which goes to the one that is idle
            assertThat(idle.isBusy()).isTrue();

            Puppet thief = pool.made(1).comeUp();

            assertThat(thief.isBusy()).isTrue();
            workOff(pool);
            assertThat(map.value()).containsExactly(0, 1, 2, 3);
            assertThat(isNothingShared(pool)).isTrue();
        }
    }

    @Test
    void aBatchThatBeginsWakesWhoIsIdle() {
        try (Puppets pool = Puppets.open(TWO)) {
            Puppet one = pool.made(0).comeUp();
            Puppet other = pool.made(1).comeUp();

            MapAll<Integer> map = map(pool, 4);

            assertThat(one.isBusy() && other.isBusy()).isTrue();
            workOff(pool);
            assertThat(map.value()).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void whoGoesIdleLaterTakesFromABatchThatHasBegun() {
        try (Puppets pool = Puppets.open(TWO)) {
            PoolTask<String> task = pool.submit("task");
            Puppet thief = pool.made(1).comeUp();
            Puppet sharing = pool.made(0).comeUp();
            MapAll<Integer> map = map(pool, 8);
            sharing.begin();

            thief.work();

            assertThat(task.isDone()).isTrue();
            assertThat(thief.isBusy()).isTrue();
            workOff(pool);
            assertThat(map.value()).hasSize(8);
            assertThat(isNothingShared(pool)).isTrue();
        }
    }

    @Test
    void theNextBatchIsSharedAfterOneThatHadNothingLeft() {
        try (Puppets pool = Puppets.open(Workers.threads(3))) {
            MapAll<Integer> first = map(pool, 2);
            pool.made(0).comeUp().begin();
            pool.made(1).comeUp().begin(); // the other half
            pool.made(2).comeUp(); // finds nothing to take
            assertThat(pool.made(2).isBusy()).isFalse();
            assertThat(isNothingShared(pool)).isTrue();
            workOff(pool);
            assertThat(first.value()).containsExactly(0, 1);

            MapAll<Integer> second = map(pool, 8);

            List<Puppet> busy = pool.made().stream().filter(Puppet::isBusy).toList();
            assertThat(busy).hasSize(3);
            workOff(pool);
            assertThat(second.value()).hasSize(8);
            assertThat(isNothingShared(pool)).isTrue();
        }
    }

    /** A worker that is lost has no batch any more; what it had not started is in the queue, and then on another seat. */
    @Test
    void whatALostWorkerHadIsSharedFromItsNextSeat() {
        try (Puppets pool = Puppets.open(TWO)) {
            MapAll<Integer> map = map(pool, 8);
            pool.made(0).comeUp().die();
            assertThat(isNothingShared(pool)).isTrue();

            Puppet next = pool.made(1).comeUp();
            Puppet thief = pool.made(2).comeUp();

            assertThat(next.isBusy() && thief.isBusy()).isTrue();
            workOff(pool);
            assertThat(map.value()).hasSize(8);
            assertThat(isNothingShared(pool)).isTrue();
        }
    }

    @Test
    void noSingleTaskIsLookedForOnTheSeatsOfOthers() {
        try (Puppets pool = Puppets.open(TWO)) {
            pool.submit("task");
            MapAll<Integer> map = map(pool, 1);

            Puppet one = pool.made(0).comeUp();
            Puppet other = pool.made(1).comeUp();

            assertThat(one.isBusy() && other.isBusy()).isTrue();
            assertThat(isNothingShared(pool)).isTrue();
            workOff(pool);
            assertThat(map.value()).containsExactly(0);
        }
    }
}
