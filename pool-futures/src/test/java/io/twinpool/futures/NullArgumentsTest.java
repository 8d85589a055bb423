// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskBiFunction;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Nulls where none may be: API.md 1: bad arguments throw at once. */
final class NullArgumentsTest extends FuturesContract {
    private static final List<Integer> ITEMS = List.of(1, 2);

    NullArgumentsTest(Kind kind) {
        super(kind);
    }

    /** At once, and in words that tell which argument it was. */
    private static void assertRefused(String argument, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessageContaining(argument);
    }

    /** API.md 1, Results.next(Duration); API.md 2, map: the result that was not asked for stays. */
    @Test
    void aNullTimeLimitOfAnItemCostsNoItem() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, ITEMS)) {
            assertRefused("timeout", () -> results.next(null));

            assertThat(results.toList()).containsExactly(1, 4);
        }
    }

    /** API.md 2, asCompleted and AsCompleted.add: an iteration that refused one goes on. */
    @Test
    void nullFuturesAreNotIterated() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            List<PoolFuture<Integer>> withNull = Arrays.asList(future, null);

            assertRefused("future", () -> Futures.<Integer>asCompleted(null));
            assertRefused("future", () -> Futures.asCompleted(withNull));
            assertRefused("future", () -> Futures.asCompleted(withNull, Duration.ZERO));
            try (AsCompleted<Integer> completed = Futures.asCompleted(List.of(future))) {
                assertRefused("future", () -> completed.add(null));
                assertThat(completed.size()).isEqualTo(1);
                assertThat(completed.iterator().next()).isSameAs(future);
            }
        }
    }

    /** API.md 2, await. */
    @Test
    void nullFuturesAreNotAwaited() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            List<PoolFuture<Integer>> futures = List.of(future);

            assertRefused("future", () -> Futures.<Integer>await(null, ReturnWhen.ALL_COMPLETED));
            assertRefused("future", () -> Futures.await(Arrays.asList(future, null), ReturnWhen.FIRST_COMPLETED));
            assertRefused("when", () -> Futures.await(futures, null, Duration.ZERO));
            assertRefused("timeout", () -> Futures.await(futures, ReturnWhen.ALL_COMPLETED, null));
        }
    }

    /** API.md 2, submit and map of a function of two: nothing is taken. */
    @Test
    void aNullFunctionOfTwoIsRefused() {
        try (PoolExecutor pool = openOne()) {
            TaskBiFunction<Integer, Integer, Integer> none = null;

            assertThatNullPointerException().isThrownBy(() -> pool.submit(none, 1, 2));
            assertThatNullPointerException().isThrownBy(() -> pool.map(none, ITEMS, ITEMS));
            assertThatNullPointerException().isThrownBy(() -> pool.map(none, ITEMS, ITEMS, MapOptions.defaults()));
            assertThatNullPointerException().isThrownBy(() -> pool.map(Work::add, ITEMS, ITEMS, (MapOptions) null));
            assertThat(pool.stats().completed() + pool.stats().queued()).isZero();
        }
    }

    /** API.md 2, addDoneCallback: also to a future that has ended, where a callback would be called at once. */
    @Test
    void aNullCallbackOfWhatHasEndedIsRefused() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            assertThat(future.result()).isEqualTo(9);

            assertRefused("callback", () -> future.addDoneCallback(null));
        }
    }

    /** API.md 2: a null time limit of the pool. */
    @Test
    void aNullTimeLimitOfThePoolIsRefused() {
        try (PoolExecutor pool = open()) {
            assertRefused("imeout", () -> pool.withTaskTimeout(null));
            assertRefused("timeout", () -> pool.awaitTermination(null));
            assertThatNullPointerException()
                    .isThrownBy(() -> MapOptions.defaults().timeout(null));
        }
    }
}
