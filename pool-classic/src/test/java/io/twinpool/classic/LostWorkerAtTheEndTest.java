// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The polite end of a pool that has lost a worker: bpo-22393, for which CPython's hangs. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class LostWorkerAtTheEndTest {
    private static final int OTHERS = 10;

    @TempDir
    Path directory;

    private static Pool open() {
        return Pool.of(Workers.processes(1).standby(0));
    }

    private static int die(Gate gate) throws InterruptedException {
        gate.pass();
        Runtime.getRuntime().halt(9);
        return 0;
    }

    private static List<AsyncResult<Integer>> others(Pool pool) {
        List<AsyncResult<Integer>> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(pool.applyAsync(Work::square, i));
        }
        return others;
    }

    private static void assertSuccessful(List<AsyncResult<Integer>> others) {
        for (int i = 0; i < OTHERS; i++) {
            assertThat(others.get(i).ready()).isTrue();
            assertThat(others.get(i).successful()).isTrue();
            assertThat(others.get(i).get()).isEqualTo(i * i);
        }
    }

    /** Contract 5: what had not started runs elsewhere, also when the pool takes no more; shut down before the death, or after. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void joinReturnsWhenATaskHasEndedItsWorker(boolean isShutDownBefore) throws Exception {
        try (Pool pool = open();
                Gate doom = Gate.in(directory)) {
            AsyncResult<Integer> culprit = pool.applyAsync(LostWorkerAtTheEndTest::die, doom);
            List<AsyncResult<Integer>> others = others(pool);
            doom.awaitArrivals(1);
            if (isShutDownBefore) {
                pool.shutdown();
            }
            doom.open();
            assertThatThrownBy(() -> culprit.get(WAIT)).isInstanceOf(WorkerLostException.class);
            pool.shutdown();

            assertThat(pool.join(WAIT)).isTrue();

            assertSuccessful(others);
            assertThat(pool.stats().workersLost()).isEqualTo(1);
        }
    }

    /** Contract 2 and 5: the same for an item, alone or among others of its chunk. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void joinReturnsWhenAnItemHasEndedItsWorker(int chunkSize) throws Exception {
        Traces traces = Traces.in(directory);
        try (Pool pool = open();
                Gate doom = Gate.in(directory, "doom")) {
            AsyncResult<List<Integer>> culprit = pool.mapAsync(
                    x -> x == 2 ? die(doom) : traces.leaving(x),
                    List.of(0, 1, 2, 3, 4),
                    MapOptions.defaults().chunkSize(chunkSize),
                    Callbacks.onResult(list -> {}));
            List<AsyncResult<Integer>> others = others(pool);
            doom.awaitArrivals(1);
            doom.open();
            pool.shutdown();

            assertThat(pool.join(WAIT)).isTrue();

            assertThat(culprit.ready()).isTrue();
            assertThatThrownBy(culprit::get)
                    .isInstanceOf(WorkerLostException.class)
                    .hasNoSuppressedExceptions();
            assertSuccessful(others);
            assertThat(pool.stats().failed()).isEqualTo(1);
        }
        assertThat(traces.all()).containsExactlyInAnyOrder("0", "1", "3", "4");
    }
}
