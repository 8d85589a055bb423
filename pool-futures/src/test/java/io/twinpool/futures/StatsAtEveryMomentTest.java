// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.PoolStats;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code stats()} read again and again while the pool works: the figures of one reading always fit together. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to be counted
final class StatsAtEveryMomentTest extends FuturesContract {
    private static final int ROUNDS = 1000;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong begun = new AtomicLong(); // submits that have been called
    private final AtomicLong taken = new AtomicLong(); // submits that have returned

    StatsAtEveryMomentTest(Kind kind) {
        super(kind);
    }

    private Bystander<Long> sampling(PoolExecutor pool) {
        return Bystander.calling(() -> {
            long last = 0;
            long samples = 0;
            for (; !over.get() || samples == 0; samples++) {
                last = sample(pool, last);
            }
            return samples;
        });
    }

    /** One look; {@return how many had ended}. */
    private long sample(PoolExecutor pool, long last) {
        long least = taken.get();
        PoolStats stats = pool.stats();
        long most = begun.get();

        assertThat(stats.queued() + stats.running() + stats.completed())
                .as("%s, of which %s to %s were submitted", stats, least, most)
                .isBetween(least, most);
        assertThat(stats.failed() + stats.cancelled()).as("%s", stats).isLessThanOrEqualTo(stats.completed());
        assertThat(stats.completed()).as("%s", stats).isGreaterThanOrEqualTo(last);
        assertThat(stats.busyWorkers()).as("%s", stats).isLessThanOrEqualTo(stats.workers());
        return stats.completed();
    }

    /** API.md 1, PoolStats: submitted = queued + running + completed, failed and cancelled ones included, at every moment. */
    @Test
    void theyAddUpWhileTasksAreSubmittedFailAndAreCancelled() throws Exception {
        try (PoolExecutor pool = open()) {
            Bystander<Long> sampler = sampling(pool);
            for (int i = 0; i < ROUNDS; i++) {
                begun.addAndGet(3);
                pool.submit(Work::square, i);
                pool.submit(Work::refuse, i);
                pool.submit(Work::square, i).cancel();
                taken.addAndGet(3);
            }
            over.set(true);

            assertThat(sampler.result()).isPositive();
        }
    }

    /** API.md 1, PoolStats: of items, also of those that go to a worker in chunks. */
    @Test
    void theyAddUpWhileMapsRun() throws Exception {
        List<Integer> items = IntStream.range(-10, 90).boxed().toList();
        try (PoolExecutor pool = open()) {
            Bystander<Long> sampler = sampling(pool);
            for (int i = 0; i < ROUNDS / 20; i++) {
                begun.addAndGet(items.size());
                try (Results<Integer> results = pool.map(
                        Work::squareOfNatural, items, MapOptions.defaults().chunkSize(1 + i))) {
                    taken.addAndGet(items.size());
                    for (int given = 0; given < i; given++) {
                        results.nextOutcome();
                    }
                }
            }
            over.set(true);

            assertThat(sampler.result()).isPositive();
        }
    }

    /** API.md 1, PoolStats: in the end all that was submitted has ended. */
    @Test
    void theyAddUpAfterATermination() throws Exception {
        PoolExecutor pool = open(2);
        try (pool) {
            Bystander<Long> sampler = sampling(pool);
            for (int i = 0; i < ROUNDS; i++) {
                begun.incrementAndGet();
                pool.submit(Work::square, i);
                taken.incrementAndGet();
            }
            pool.terminateWorkers();
            over.set(true);

            assertThat(sampler.result()).isPositive();
        }
        assertThat(pool.stats().completed()).isEqualTo(ROUNDS);
        assertThat(pool.stats().queued()).isZero();
    }
}
