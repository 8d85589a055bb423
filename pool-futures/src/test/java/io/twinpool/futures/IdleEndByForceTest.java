// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that are idle when their pool is ended by force. */
final class IdleEndByForceTest extends FuturesContract {
    IdleEndByForceTest(Kind kind) {
        super(kind);
    }

    /** API.md 1, finalizer: at a polite exit, which an end by force is not. */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void anEndByForceRunsNoFinalizerOfAnIdleWorker(TerminateTest.Force force) throws Exception {
        Traces traces = traces();
        for (int i = 0; i < (kind.sharesMemory() ? 100 : 2); i++) {
            try (PoolExecutor pool =
                    PoolExecutor.of(workers(kind.sharesMemory() ? 4 : 2).finalizer(() -> traces.leave("finalizer")))) {
                pool.submit(Work::square, 3).result(WAIT);

                force.on(pool);

                assertThat(pool.awaitTermination(WAIT)).isTrue();
            }
        }
        assertThat(traces.all()).isEmpty();
    }
}
