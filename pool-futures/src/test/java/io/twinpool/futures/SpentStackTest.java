// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.TaskSerializationException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** API.md 1: nothing is lost and nothing hangs, also where who submits has used up its stack, which it may do half-way. */
final class SpentStackTest extends FuturesContract {
    SpentStackTest(Kind kind) {
        super(kind);
    }

    /** Goes down to the end of the stack, and comes up until a submission finds room: it is tried at each depth. */
    @SuppressWarnings("InfiniteRecursion") // until the stack ends
    private static PoolFuture<Integer> submitFromTheBottom(PoolExecutor pool) {
        try {
            return submitFromTheBottom(pool);
        } catch (StackOverflowError | TaskSerializationException e) {
            return pool.submit(Work::square, 3);
        }
    }

    /** A task on a thread whose stack is small, but nearly empty. */
    @Test
    void aTaskOnASmallStackMaySubmit() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                PoolExecutor inline = PoolExecutor.of(Workers.inline())) {
            FutureTask<Integer> nine = new FutureTask<>(() -> inline.submit(
                            () -> pool.submit(Work::square, 3).result(WAIT))
                    .result());
            new Thread(null, nine, "small", 256 * 1024).start();

            assertThat(nine.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(9);
        }
    }

    @Test
    void aForkedJvmServesWhoeverComesAfterThat() throws Exception {
        assumeTrue(kind.canBeKilled(), "only forked JVMs are sent their work by whoever brings it");
        try (PoolExecutor pool = open(1)) {
            assertThat(pool.submit(Work::square, 2).result(WAIT))
                    .isEqualTo(4); // the JDK keeps how a class was first looked up
            FutureTask<PoolFuture<Integer>> submitted = new FutureTask<>(() -> submitFromTheBottom(pool));
            new Thread(null, submitted, "deep", 200_000).start();

            assertThat(submitted.get(WAIT.toSeconds(), TimeUnit.SECONDS).result(WAIT))
                    .isEqualTo(9);
            assertThat(pool.submit(Work::square, 4).result(WAIT)).isEqualTo(16);
            assertThat(pool.stats().queued()).isZero();
            assertThat(pool.stats().workersLost()).isZero();
        }
    }
}
