// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.twinpool.PoolTerminatedException;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.LeakCheck;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Maps of items so small that threads run and count several at a time, ended at any moment. */
@ExtendWith(LeakCheck.class)
class TerminatedBulkTest {
    private static final List<Integer> MANY =
            IntStream.range(0, 300_000).boxed().toList();
    private static final Duration WAIT = Duration.ofSeconds(50);

    /** API.md 1: completed counts every item that ended; API.md 4, settled details: terminate: everything unfinished ends. */
    @RepeatedTest(30)
    @Timeout(60)
    void everyItemOfATerminatedMapIsCountedOnce() throws Exception {
        CountDownLatch inTheMiddle = new CountDownLatch(150_000);
        TaskFunction<Integer, Integer> counting = x -> {
            inTheMiddle.countDown();
            return x;
        };
        Pool pool = Pool.threads(2);
        AsyncResult<List<Integer>> whole = pool.mapAsync(counting, MANY);
        inTheMiddle.await();

        pool.terminate();

        assertThat(pool.join(WAIT)).isTrue();
        assertThat(pool.stats().completed()).isEqualTo(MANY.size());
        assertThat(pool.stats().queued()).isZero();
        Throwable error = catchThrowable(whole::get);
        assertThat(error == null || error instanceof PoolTerminatedException).isTrue();
    }

    /** CPython 3.13 pool:362: None is a result like any other, and the list of a map is its caller's, whatever becomes of the pool. */
    @Test
    @Timeout(60)
    void manyNullsAreAListOfNulls() throws Exception {
        try (Pool pool = Pool.threads(2)) {
            List<Object> nulls = pool.map(x -> null, MANY);

            pool.terminate();

            assertThat(pool.join(WAIT)).isTrue();
            assertThat(nulls).isEqualTo(Collections.nCopies(MANY.size(), null));
        }
    }

    /** Pool.map's Javadoc: a list that cannot be changed, as that of {@link java.util.stream.Stream#toList}. */
    @Test
    @Timeout(60)
    void theListOfAMapCannotBeChanged() {
        try (Pool pool = Pool.threads(2)) {
            List<Integer> results = pool.map(x -> x, List.of(1, 2));

            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> results.add(3));
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> results.set(0, 3));
        }
    }

    /** Contract 9: also where many items are run together. */
    @Test
    @Timeout(60)
    void anInterruptThatAnItemLeavesDoesNotMeetTheNext() {
        try (Pool pool = Pool.threads(2)) {
            List<Boolean> flags = pool.map(
                    x -> {
                        boolean found = Thread.currentThread().isInterrupted();
                        Thread.currentThread().interrupt();
                        return found;
                    },
                    MANY);

            assertThat(flags).doesNotContain(true);
        }
    }
}
