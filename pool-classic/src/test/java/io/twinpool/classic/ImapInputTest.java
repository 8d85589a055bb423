// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lazy maps make of unusual inputs. */
final class ImapInputTest extends PoolContract {
    ImapInputTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 seen: any job after an imap over a slow generator waits for it; contract 1: delays nobody else. */
    @Test
    void aBlockedInputDelaysNobodyElse() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Pool pool = open();
                Results<Integer> results = pool.imap(Work::square, blockedAfter(3, release))) {
            if (!kind.runsInCaller()) {
                assertThat(List.of(results.next(WAIT), results.next(WAIT), results.next(WAIT)))
                        .containsExactly(0, 1, 4);
                assertThatThrownBy(() -> results.next(Duration.ofMillis(5))).isInstanceOf(TimeoutException.class);
            }
            assertThat(pool.applyAsync(Work::square, 5).get(WAIT)).isEqualTo(25);
            assertThat(pool.map(Work::square, List.of(1, 2))).containsExactly(1, 4);
        } finally {
            release.countDown();
        }
    }

    /** API.md 4, settled details: while an input blocks, close() does not wait for it, nor does anybody else. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closeDoesNotWaitForABlockedInput(boolean isOrdered) throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch release = new CountDownLatch(1);
        try (Pool pool = open()) {
            Iterable<Integer> input = blockedAfter(1, release);
            Results<Integer> results =
                    isOrdered ? pool.imap(Work::square, input) : pool.imapUnordered(Work::square, input);
            assertThat(results.next(WAIT)).isZero();
            assertThatThrownBy(() -> results.next(Duration.ofMillis(5))).isInstanceOf(TimeoutException.class);

            Bystander<Boolean> closing = Bystander.calling(() -> {
                results.close();
                return results.hasNext();
            });

            assertThat(closing.result()).isFalse();
            assertThat(pool.applyAsync(Work::square, 5).get(WAIT)).isEqualTo(25);
        } finally {
            release.countDown();
        }
    }

    /** API.md 4, settled details: cut short it says so, also to a consumer that waits while the input blocks. */
    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // close() is one of the ends
    void aConsumerOfABlockedInputIsToldOfTheEnd(EndsTest.End end) throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch release = new CountDownLatch(1);
        Pool pool = openOne();
        try (Results<Integer> results = pool.imap(Work::square, blockedAfter(1, release))) {
            assertThat(results.next(WAIT)).isZero();
            Bystander<Integer> consumer = Bystander.calling(results::next).awaitBlocked();

            end.of(pool);

            assertThat(consumer.failure())
                    .isInstanceOf(
                            end == EndsTest.End.SHUTDOWN
                                    ? RejectedExecutionException.class
                                    : PoolTerminatedException.class);
            assertThat(results.hasNext()).isFalse();
        } finally {
            release.countDown();
        }
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** API.md 1: bufferSize is a bound, and no reason for a worker to rest while it lets one more item in. */
    @Test
    void aBufferOfOneItemForEachWorkerKeepsAllOfThemAtWork() throws Exception {
        assumeWorkersOfTheirOwn();
        MapOptions options = MapOptions.defaults().bufferSize(4).chunkSize(1);
        try (Gate gate = gate();
                Pool pool = open(4);
                Results<Integer> results = pool.imapUnordered(
                        item -> item == 0 ? item : gate.pass(item),
                        () -> IntStream.range(0, 5).iterator(),
                        options)) {
            assertThat(results.next(WAIT)).isZero();

            assertThatThrownBy(() -> results.next(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);

            gate.awaitArrivals(4);
        }
    }

    private static Iterable<Integer> blockedAfter(int count, CountDownLatch release) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                if (next == count) {
                    hold();
                    return false;
                }
                return true;
            }

            private void hold() {
                try {
                    release.await(); // not for a time: what is waited for meanwhile must come while it is held
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public Integer next() {
                return next++;
            }
        };
    }

    /** CPython 3.13 seen: [1, 4, KeyError]; the error comes in order, not wrapped. */
    @Test
    void anErrorOfTheInputComesAtItsPlaceAndEndsTheIteration() {
        IllegalStateException mine = new IllegalStateException("mine");
        Iterable<Integer> input = () -> IntStream.range(0, 10)
                .map(x -> {
                    if (x == 2) {
                        throw mine;
                    }
                    return x;
                })
                .boxed()
                .iterator();
        try (Pool pool = open();
                Results<Integer> results = pool.imap(Work::square, input)) {
            assertThat(results.next()).isZero();
            assertThat(results.next()).isEqualTo(1);
            assertThatThrownBy(results::next).isSameAs(mine);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** CPython 3.13 pool:396. */
    @Test
    void noInputIsNoResult() {
        try (Pool pool = open();
                Results<Integer> ordered = pool.imap(Work::square, List.<Integer>of());
                Results<Integer> unordered = pool.imapUnordered(Work::square, List.<Integer>of())) {
            assertThat(ordered.hasNext()).isFalse();
            assertThat(unordered.hasNext()).isFalse();
            assertThatThrownBy(unordered::next).isInstanceOf(NoSuchElementException.class);
        }
    }
}
