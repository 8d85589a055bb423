// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.PoolStats;
import io.twinpool.TaskFailedException;
import io.twinpool.core.testing.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** API.md 4: nothing hangs, also where lists inside lists use up the stack of the thread that runs them all. */
final class EndlessRecursionTest extends PoolContract {
    EndlessRecursionTest(Kind kind) {
        super(kind);
    }

    private static int descend(Pool pool, int depth) {
        return pool.map(item -> descend(pool, item), List.of(depth + 1)).get(0);
    }

    @Test
    void listsInsideOneAnotherInlineAllEnd() throws Exception {
        assumeTrue(kind.runsInCaller(), "items have threads of their own");
        for (int round = 0; round < 10; round++) {
            Pool pool = open(1);

            assertThatThrownBy(() -> descend(pool, 0)).isInstanceOf(TaskFailedException.class);

            pool.shutdown();
            pool.join();
            assertThat(pool.stats())
                    .extracting(PoolStats::queued, PoolStats::running)
                    .containsExactly(0L, 0L);
        }
    }
}
