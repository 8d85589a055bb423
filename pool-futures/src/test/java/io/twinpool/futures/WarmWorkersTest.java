// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tasks behind a long one on workers that have been quick so far, and to which a pool would send several together: none of them runs, and
 * all can be cancelled.
 *
 * <p>API.md 4.3: a task that has not started can always be cancelled. CPython 3.13 process:396: what is in the call queue says that it runs.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of the tasks before
final class WarmWorkersTest extends FuturesContract {
    private static final int WAITING = 200;

    WarmWorkersTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTasksWait() {
        assumeWorkersOfTheirOwn();
    }

    /** Where the tasks come that are to wait. */
    enum Moment {
        BEHIND_QUICK_ONES,
        WITH_THE_LONG_ONE,
        WHEN_IT_RUNS
    }

    private static List<PoolFuture<Integer>> submitQuick(PoolExecutor pool) {
        List<PoolFuture<Integer>> quick = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            quick.add(pool.submit(x -> x, i));
        }
        return quick;
    }

    /** Short tasks before are what makes a pool send several together; those that still wait are what it sends the long one with. */
    private static void beQuick(PoolExecutor pool, boolean isToTheEnd) {
        Futures.await(submitQuick(pool), ReturnWhen.ALL_COMPLETED);
        List<PoolFuture<Integer>> quick = submitQuick(pool);
        if (isToTheEnd) {
            Futures.await(quick, ReturnWhen.ALL_COMPLETED);
        }
    }

    private static List<PoolFuture<Integer>> submit(PoolExecutor pool, Traces traces) {
        return IntStream.range(0, WAITING)
                .mapToObj(i -> pool.submit(traces::<Integer>leaving, i))
                .toList();
    }

    /** CPython 3.13 process:396, base:364; whenever they come. */
    @ParameterizedTest
    @EnumSource
    void whatWaitsDoesNotRunAndCanBeCancelled(Moment moment) throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = openOne();
                Gate gate = gate("gate")) {
            beQuick(pool, moment != Moment.BEHIND_QUICK_ONES);
            List<PoolFuture<Integer>> waiting = new ArrayList<>();
            PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
            if (moment != Moment.WHEN_IT_RUNS) {
                waiting.addAll(submit(pool, traces));
            }
            gate.awaitArrivals(1);
            if (moment == Moment.WHEN_IT_RUNS) {
                waiting.addAll(submit(pool, traces));
            }

            assertThat(running.isRunning()).isTrue();
            assertThat(waiting).noneMatch(PoolFuture::isRunning).noneMatch(PoolFuture::isDone);
            assertThat(waiting).allMatch(PoolFuture::cancel);
            assertThat(pool.stats().cancelled()).isEqualTo(WAITING);
        }
        assertThat(traces.all()).isEmpty();
    }

    /** API.md 4.3: ... also when those in the middle are cancelled alone: the others run, in their order. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsCancelledAmongOthersDoesNotRun(boolean mayInterrupt) throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = openOne();
                Gate gate = gate("gate")) {
            beQuick(pool, false);
            pool.submit(() -> gate.pass(1));
            List<PoolFuture<Integer>> waiting = submit(pool, traces);
            gate.awaitArrivals(1);

            for (int i = 0; i < WAITING; i += 2) {
                assertThat(waiting.get(i).cancel(mayInterrupt)).isTrue();
            }
        }
        assertThat(traces.all())
                .containsExactlyElementsOf(IntStream.range(0, WAITING)
                        .filter(i -> i % 2 == 1)
                        .mapToObj(String::valueOf)
                        .toList());
    }
}
