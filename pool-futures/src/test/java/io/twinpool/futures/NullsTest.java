// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Null as an argument and as a result, through every operation; and where it is refused. */
@SuppressWarnings("FutureReturnValueIgnored") // a callback is added to a future that is held
final class NullsTest extends FuturesContract {
    private static final List<Object> NULLS = Arrays.asList(null, null, null);

    NullsTest(Kind kind) {
        super(kind);
    }

    static Object paired(Object a, Object b) {
        return a == null && b == null ? null : a + "-" + b;
    }

    static Object given(Object x) {
        return x;
    }

    /** CPython 3.13 base:572: None is an argument like any other. */
    @Test
    void bothArgumentsMayBeNull() {
        try (PoolExecutor pool = open()) {
            assertThat(pool.submit(NullsTest::paired, null, null).result()).isNull();
            assertThat(pool.submit(NullsTest::paired, 1, null).result()).isEqualTo("1-null");
            assertThat(pool.submit(NullsTest::paired, null, 2).result()).isEqualTo("null-2");
        }
    }

    /** {@code Future}: a null result is a result, however it is asked for. */
    @Test
    void aNullResultIsGivenByEveryWayToAsk() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Object> future = pool.submit(NullsTest::given, null);

            assertThat(future.result()).isNull();
            assertThat(future.result(WAIT)).isNull();
            assertThat(future.get()).isNull();
            assertThat(future.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isNull();
            assertThat(future.toCompletableFuture().get()).isNull();
        }
    }

    /** CPython 3.13 base:463: exception() is None for a future that returned, also if it returned None. */
    @Test
    void aNullResultIsNoFailure() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Object> future = pool.submit(NullsTest::given, null);

            assertThat(future.exception()).isEmpty();
            assertThat(future.isDone()).isTrue();
            assertThat(future.isCancelled()).isFalse();
            assertThat(pool.stats().failed()).isZero();
        }
    }

    /** CPython 3.13 base:408: a callback sees a null result. */
    @Test
    void aCallbackSeesANullResult() throws Exception {
        BlockingQueue<List<Object>> seen = new LinkedBlockingQueue<>();
        try (PoolExecutor pool = open()) {
            PoolFuture<Object> future = pool.submit(NullsTest::given, null);
            future.addDoneCallback(done -> seen.add(Arrays.asList(done.result())));

            assertThat(seen.poll(WAIT.toNanos(), TimeUnit.NANOSECONDS)).containsExactly((Object) null);
        }
    }

    /** CPython 3.13 base:583: a map of None over chunks of one and of many. */
    @Test
    void aMapOfNullsGivesNulls() {
        try (PoolExecutor pool = open();
                Results<Object> ones =
                        pool.map(NullsTest::given, NULLS, MapOptions.defaults().chunkSize(1));
                Results<Object> chunk = pool.map(
                        NullsTest::given,
                        NULLS,
                        MapOptions.defaults().chunkSize(3).bufferSize(3))) {
            assertThat(ones.toList()).isEqualTo(NULLS);
            assertThat(chunk.stream().toList()).isEqualTo(NULLS);
        }
    }

    /** CPython 3.13 base:583: zip of inputs with None in them. */
    @Test
    void aMapOfTwoInputsTakesNulls() {
        try (PoolExecutor pool = open();
                Results<Object> results =
                        pool.map(NullsTest::paired, Arrays.asList(null, 1, null), Arrays.asList(null, null, 2))) {
            assertThat(results.toList()).containsExactly(null, "1-null", "null-2");
        }
    }

    /** Contract 1: an outcome may have a null value. */
    @Test
    void anOutcomeMayHaveANullValue() {
        try (PoolExecutor pool = open();
                Results<Object> results = pool.map(NullsTest::given, NULLS)) {
            assertThat(results.nextOutcome())
                    .isInstanceOfSatisfying(
                            Outcome.Success.class,
                            success -> assertThat(success.value()).isNull());
        }
    }

    /** CPython 3.13 base:199: futures of null results come as any other. */
    @Test
    void futuresOfNullsComeAsCompleted() {
        try (PoolExecutor pool = open()) {
            List<PoolFuture<Object>> futures =
                    List.of(pool.submit(NullsTest::given, null), pool.submit(NullsTest::given, null));
            List<Object> results = new ArrayList<>();
            try (AsCompleted<Object> completed = Futures.asCompleted(futures)) {
                completed.forEach(future -> results.add(future.result()));
            }

            assertThat(results).containsExactly(null, null);
            assertThat(Futures.await(futures, ReturnWhen.FIRST_EXCEPTION).done())
                    .hasSize(2);
        }
    }

    /** API.md 1: bad arguments throw at once. */
    @Test
    void nullFunctionsInputsAndOptionsAreRefused() {
        try (PoolExecutor pool = open()) {
            assertThatNullPointerException().isThrownBy(() -> pool.map(null, NULLS));
            assertThatNullPointerException().isThrownBy(() -> pool.map(NullsTest::given, null));
            assertThatNullPointerException().isThrownBy(() -> pool.map(NullsTest::given, NULLS, (MapOptions) null));
            assertThatNullPointerException().isThrownBy(() -> pool.map(NullsTest::paired, NULLS, (List<Object>) null));
            assertThatNullPointerException().isThrownBy(() -> pool.map(NullsTest::paired, null, NULLS));
            assertThatNullPointerException().isThrownBy(() -> pool.withTaskTimeout(null));
            assertThatNullPointerException().isThrownBy(() -> pool.awaitTermination(null));
            assertThatNullPointerException().isThrownBy(() -> PoolExecutor.of(null));
            assertThatNullPointerException().isThrownBy(() -> PoolExecutor.over(null));
            assertThat(pool.stats().completed()).isZero();
        }
    }

    /** API.md 1: a null time limit is refused, whether or not the future has ended. */
    @Test
    void nullTimeLimitsAreRefused() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);

            assertThatNullPointerException().isThrownBy(() -> future.result(null));
            assertThatNullPointerException().isThrownBy(() -> future.exception(null));
            assertThatNullPointerException().isThrownBy(() -> future.get(1, null));
            assertThatNullPointerException().isThrownBy(() -> Futures.await(List.of(future), null));
            assertThatNullPointerException().isThrownBy(() -> Futures.asCompleted(List.of(future), null));
        }
    }
}
