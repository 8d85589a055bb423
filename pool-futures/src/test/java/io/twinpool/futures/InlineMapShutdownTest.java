// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A map whose last item runs in its caller's thread while the pool is shut down. */
final class InlineMapShutdownTest extends FuturesContract {
    InlineMapShutdownTest(Kind kind) {
        super(kind);
    }

    /** API.md 4, settled details: a map that is cut short says so; one that was taken to its end is whole. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aShutdownDuringTheLastItemOfAMapInTheCallerCutsNothing(boolean cancelFutures) throws Exception {
        assumeTrue(kind.runsInCaller());
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            Bystander<List<Integer>> caller = Bystander.calling(
                    () -> pool.map(gate::<Integer>pass, List.of(1)).toList());
            gate.awaitArrivals(1);

            pool.shutdown(cancelFutures);

            gate.open();
            assertThat(caller.result()).containsExactly(1);
        }
    }
}
