// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.Workers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** API.md 4, settled details: endless durations mean no limit and never overflow; zero and less only look. */
final class EndlessTimesTest extends PoolContract {
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration NEGATIVE = Duration.ofSeconds(Long.MIN_VALUE);
    private static final MapOptions OPTIONS = MapOptions.defaults().timeout(ENDLESS);

    EndlessTimesTest(Kind kind) {
        super(kind);
    }

    @Test
    void anEndlessWaitLastsUntilTheEnd() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = openOne()) {
            AsyncResult<Integer> result = pool.applyAsync(gate::pass, 1);
            pool.shutdown();
            Bystander<Integer> getting =
                    Bystander.calling(() -> result.get(ENDLESS)).awaitBlocked();
            Bystander<Boolean> awaiting =
                    Bystander.calling(() -> result.await(ENDLESS)).awaitBlocked();
            Bystander<Boolean> joining =
                    Bystander.calling(() -> pool.join(ENDLESS)).awaitBlocked();

            assertThatThrownBy(() -> result.get(NEGATIVE)).isInstanceOf(TimeoutException.class);
            assertThat(result.await(NEGATIVE)).isFalse();
            assertThat(pool.join(NEGATIVE)).isFalse();
            gate.open();

            assertThat(getting.result()).isEqualTo(1);
            assertThat(awaiting.result()).isTrue();
            assertThat(joining.result()).isTrue();
        }
    }

    @Test
    void anEndlessMapEndsWhenItsItemsHave() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = open();
                Results<Integer> ordered = pool.imap(gate::<Integer>pass, List.of(1, 2), OPTIONS);
                Results<Integer> unordered = pool.imapUnordered(gate::<Integer>pass, List.of(1, 2), OPTIONS);
                Results<Integer> rows = pool.istarmap(Work::add, List.of(Args2.of(1, 2)), OPTIONS)) {
            AsyncResult<List<Integer>> list =
                    pool.mapAsync(gate::<Integer>pass, List.of(1, 2), OPTIONS, Callbacks.onResult(ignored -> {}));
            assertThatThrownBy(() -> ordered.next(NEGATIVE)).isInstanceOf(TimeoutException.class);
            gate.open();

            assertThat(ordered.next(ENDLESS)).isEqualTo(1);
            assertThat(ordered.toList()).containsExactly(2);
            assertThat(unordered.toList()).containsExactlyInAnyOrder(1, 2);
            assertThat(rows.toList()).containsExactly(3);
            assertThat(list.get(ENDLESS)).containsExactly(1, 2);
        }
    }

    @Test
    void workersMayHaveEndlessLimits() throws Exception {
        Workers workers = workers(1)
                .taskTimeout(ENDLESS)
                .killGrace(ENDLESS)
                .idleTimeout(ENDLESS)
                .maxWorkerAge(ENDLESS);
        try (Pool pool = Pool.of(workers)) {
            assertThat(pool.withTaskTimeout(ENDLESS).apply(Work::square, 3)).isEqualTo(9);
            assertThat(pool.map(Work::square, List.of(1, 2))).containsExactly(1, 4);
            pool.shutdown();
            assertThat(pool.join(ENDLESS)).isTrue();
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    /** The grace of a worker that hears its interrupt is not waited for. */
    @Test
    void anEndlessGraceDelaysNoTerminate() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = Pool.of(workers(1).killGrace(ENDLESS))) {
            pool.applyAsync(gate::pass, 1);
            gate.awaitArrivals(1);

            pool.terminate();

            assertThat(pool.join(ENDLESS)).isTrue();
        }
    }
}
