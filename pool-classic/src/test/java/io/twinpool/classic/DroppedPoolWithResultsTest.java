// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Results;
import io.twinpool.core.testing.Garbage;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.lang.ref.WeakReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pools that are dropped together with results that nobody has read to their end. */
final class DroppedPoolWithResultsTest extends PoolContract {
    DroppedPoolWithResultsTest(Kind kind) {
        super(kind);
    }

    private WeakReference<Pool> drop() {
        Pool pool = open(1);
        Results<Integer> results = pool.imapUnordered(
                Work::square, () -> IntStream.iterate(0, i -> i + 1).iterator());
        assertThat(results.hasNext()).isTrue();
        return new WeakReference<>(pool);
    }

    /** Contract 12: results keep their pool only as long as somebody can read them, even of an input without end. */
    @Test
    void droppedResultsGoWithTheirPool() throws Exception {
        WeakReference<Pool> dropped = drop();

        Garbage.collectUntil("the pool collected", () -> dropped.refersTo(null));
    }
}
