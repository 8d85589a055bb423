// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolTimeoutException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What errors say to who meets them: thing, rule, value, and what to do. STYLE, "Errors". */
final class MessagesTest extends PoolContract {
    MessagesTest(Kind kind) {
        super(kind);
    }

    /** A wrong moment names the state, and what comes first. */
    @Test
    void askingTooEarlySaysWhatComesFirst() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate()) {
            AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(1));

            assertThatThrownBy(result::successful)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("result is not ready: get() or await() comes before successful()");
            assertThatThrownBy(pool::join)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("pool is still open: shutdown() or terminate() comes before join()");
        }
    }

    /** For a deadline: how many of how many, and its length. */
    @Test
    void aListThatRanOutOfTimeSaysItsLimit() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate()) {
            AsyncResult<List<Integer>> result = pool.mapAsync(
                    gate::<Integer>pass,
                    List.of(1, 2),
                    MapOptions.defaults().timeout(Duration.ofMillis(5)),
                    Callbacks.onError(e -> {}));

            assertThatThrownBy(() -> result.get(WAIT))
                    .isInstanceOf(PoolTimeoutException.class)
                    .hasMessage("2 of 2 items were unfinished after 5 ms, the time limit of the map");
        }
    }

    /** Who caught the failure of a map sees whose it was. */
    @Test
    void theFailuresOfAMapTellTheirItems() {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(Work::squareOfNatural, List.of(1, -2, -3)))
                    .hasMessageStartingWith("item 1 failed: ")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .satisfies(other -> assertThat(other).hasMessageStartingWith("item 2 failed: ")));
        }
    }

    /** As {@link java.util.concurrent.ThreadPoolExecutor#toString} and {@link java.util.concurrent.FutureTask#toString}. */
    @Test
    void aPoolAndItsResultsTellTheirState() {
        try (Pool pool = Pool.of(workers(1).named("scans"))) {
            AsyncResult<Integer> result = pool.applyAsync(() -> Work.square(3));
            result.get();

            assertThat(pool.toString()).startsWith("Pool[scans, open, ").contains("completed=1");
            assertThat(result).hasToString("AsyncResult[returned]");
        }
    }
}
