// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerComparisonTest {
    @Test
    void figuresAreMeasured() {
        try (PoolFigures it = new PoolFigures(Kind.THREADS, 2, 1_000, 1_024)) {
            it.warmUp(0.001);

            assertThat(it.measure())
                    .containsOnlyKeys("map", "submit", "round_trip_p50", "bytes", "first_result", "worker_per_task")
                    .allSatisfy((name, value) -> assertThat(value).isPositive());
        }
    }

    @Test
    void linesOfTheScriptAreRead() {
        Map<String, Double> figures = new HashMap<>();

        PeerScript.add("pool_map 1.5e+06 items/s", figures);

        assertThat(figures).containsOnly(Map.entry("pool_map", 1_500_000.0));
    }
}
