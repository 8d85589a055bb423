// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools that break while they work: the initializer of a replacement fails. */
@SuppressWarnings("FutureReturnValueIgnored") // of the task that spends its worker
final class BreakdownTest extends FuturesContract {
    BreakdownTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTasksWait() {
        assumeWorkersOfTheirOwn();
    }

    /** Two workers start well; the first task that ends costs the pool one, and no other starts. */
    private Workers fragile(Traces starts) {
        return workers(2).maxTasksPerChild(1).killGrace(Duration.ofMillis(50)).initializer(() -> {
            starts.leave("start");
            if (starts.all().size() > 2) {
                Work.refuse(7);
            }
        });
    }

    private static void assertBroken(Throwable error) {
        assertThat(error).isInstanceOf(BrokenPoolException.class).cause().isInstanceOf(Refusal.class);
    }

    /** Contract 6 and 5, nothing hangs: what runs and what waits when the pool breaks ends with the real cause, and so does the pool. */
    @Test
    void whatRunsAndWhatWaitsEndsWithTheCause() throws Exception {
        Traces starts = traces();
        try (PoolExecutor pool = PoolExecutor.of(fragile(starts));
                Gate gate = gate("gate")) {
            starts.await(2);
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            PoolFuture<Integer> spending = pool.submit(Work::square, 3);
            PoolFuture<Integer> waiting = pool.submit(Work::square, 4);

            assertThat(spending.result(WAIT)).isEqualTo(9);
            assertBroken(running.exception(WAIT).orElseThrow());
            assertBroken(waiting.exception(WAIT).orElseThrow());
            assertThat(running.isCancelled() || waiting.isCancelled()).isFalse();
            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isInstanceOf(BrokenPoolException.class);
        }
    }

    /** Contract 6: each waiting task too, with an exception of its own (STYLE: a fresh exception for each future). */
    @Test
    void everyFutureGetsAnExceptionOfItsOwn() throws Exception {
        Traces starts = traces();
        try (PoolExecutor pool = PoolExecutor.of(fragile(starts));
                Gate gate = gate("gate")) {
            starts.await(2);
            List<PoolFuture<Integer>> futures = new ArrayList<>();
            futures.add(pool.submit(() -> gate.pass(1)));
            gate.awaitArrivals(1);
            Gate second = gate("second");
            pool.submit(() -> second.pass(2));
            second.awaitArrivals(1);
            for (int i = 0; i < 3; i++) {
                futures.add(pool.submit(Work::square, i));
            }
            second.open();

            List<Throwable> errors = new ArrayList<>();
            for (PoolFuture<Integer> future : futures) {
                errors.add(future.exception(WAIT).orElseThrow());
            }
            assertThat(errors).allSatisfy(BreakdownTest::assertBroken).doesNotHaveDuplicates();
        }
    }

    /** Contract 6: the items of a map, the one that runs included; what had ended stays. */
    @Test
    void theItemsOfAMapEndWithTheCause() throws Exception {
        Traces starts = traces();
        MapOptions one = MapOptions.defaults().chunkSize(1);
        try (PoolExecutor pool = PoolExecutor.of(fragile(starts));
                Gate gate = gate("gate")) {
            starts.await(2);
            Results<Integer> results = pool.map(x -> x == 1 ? gate.pass(x) : x, List.of(1, 2, 3, 4), one);

            List<Throwable> errors = new ArrayList<>();
            while (results.hasNext()) {
                if (results.nextOutcome() instanceof Outcome.Failure<Integer> failure) {
                    errors.add(failure.error());
                }
            }
            assertThat(errors).hasSizeBetween(2, 3).allSatisfy(BreakdownTest::assertBroken);
        }
    }

    /** Contract 7: callbacks come for those that a broken pool has ended, and close() waits for them. */
    @Test
    void callbacksHearOfTheBreakdown() throws Exception {
        Traces starts = traces();
        List<Throwable> heard = new ArrayList<>();
        try (PoolExecutor pool = PoolExecutor.of(fragile(starts));
                Gate gate = gate("gate")) {
            starts.await(2);
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            running.addDoneCallback(done -> heard.add(done.exception().orElseThrow()));
            gate.awaitArrivals(1);
            pool.submit(Work::square, 3);

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
        assertThat(heard).hasSize(1).allSatisfy(BreakdownTest::assertBroken);
    }

    /** API.md 1: completed counts every item that ended, those that a broken pool has ended included. */
    @Test
    void theCountsAddUpAfterwards() throws Exception {
        Traces starts = traces();
        try (PoolExecutor pool = PoolExecutor.of(fragile(starts));
                Gate gate = gate("gate")) {
            starts.await(2);
            pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            pool.submit(Work::square, 3);

            assertThat(pool.awaitTermination(WAIT)).isTrue();

            assertThat(pool.stats().completed()).isEqualTo(2);
            assertThat(pool.stats().failed()).isEqualTo(1);
            assertThat(pool.stats().queued() + pool.stats().running()).isZero();
        }
    }
}
