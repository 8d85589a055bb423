// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole family of lazy maps, both orders and all functions. */
final class LazyMapsTest extends PoolContract {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final List<Args2<Integer, Integer>> PAIRS =
            List.of(Args2.of(1, 2), Args2.of(3, 4), Args2.of(5, 6), Args2.of(7, 8));
    private static final List<Args3<Integer, Integer, Integer>> TRIPLES =
            List.of(Args3.of(1, 2, 3), Args3.of(4, 5, 6), Args3.of(7, 8, 9));

    LazyMapsTest(Kind kind) {
        super(kind);
    }

    private static <R> Results<R> lazily(boolean ordered, Pool pool, io.twinpool.TaskFunction<Integer, R> fn, int n) {
        List<Integer> items = IntStream.range(0, n).boxed().toList();
        return ordered ? pool.imap(fn, items, 1) : pool.imapUnordered(fn, items, 1);
    }

    /** CPython 3.13 seen: next(timeout) raises TimeoutError and the iterator stays usable. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTimeoutOfNextLosesNothing(boolean ordered) throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate();
                Results<Integer> results = lazily(ordered, pool, gate::pass, 2)) {
            assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> results.next(Duration.ZERO)).isInstanceOf(TimeoutException.class);

            gate.open();

            assertThat(List.of(results.next(WAIT), results.next(WAIT))).containsExactlyInAnyOrder(0, 1);
            assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** CPython 3.13 pool: chunksize > 1 gives a generator that has no next(timeout); here every map has. */
    @Test
    void nextHasATimeoutWhateverTheChunkSize() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.imap(gate::<Integer>pass, List.of(1, 2, 3), 3)) {
            assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(TimeoutException.class);

            gate.open();

            assertThat(results.next(WAIT)).isEqualTo(1);
        }
    }

    /** CPython 3.13 seen: with chunks an error ends the generator and the rest is lost; contract 2: nothing is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void anUnorderedMapGoesOnAfterFailures(int chunkSize) {
        List<Integer> values = new ArrayList<>();
        List<Long> failed = new ArrayList<>();
        try (Pool pool = open();
                Results<Integer> results =
                        pool.imapUnordered(Work::squareOfNatural, List.of(-1, 2, -3, 4, -5, 6), chunkSize)) {
            while (results.hasNext()) {
                try {
                    values.add(results.next());
                } catch (TaskFailedException e) {
                    failed.add(e.index().orElseThrow());
                }
            }
        }
        assertThat(values).containsExactlyInAnyOrder(4, 16, 36);
        assertThat(failed).containsExactlyInAnyOrder(0L, 2L, 4L);
    }

    /** Contract 2: every item has its own outcome. */
    @Test
    void outcomesOfALazyMapNeverThrow() {
        try (Pool pool = open();
                Results<Integer> results = pool.imap(Work::squareOfNatural, List.of(1, -2, 3), 2)) {
            assertThat(results.nextOutcome()).isInstanceOf(Outcome.Success.class);
            assertThat(results.nextOutcome()).isInstanceOf(Outcome.Failure.class);
            assertThat(results.nextOutcome()).isInstanceOf(Outcome.Success.class);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** gh-107390: istarmap, in both orders, with each form of options. */
    @Test
    void rowsOfTwoAreUnpackedLazily() {
        MapOptions options = MapOptions.defaults().bufferSize(2);
        try (Pool pool = open();
                Results<Integer> plain = pool.istarmap(Work::add, PAIRS);
                Results<Integer> chunked = pool.istarmap(Work::add, PAIRS, 3);
                Results<Integer> buffered = pool.istarmap(Work::add, PAIRS, options);
                Results<Integer> unordered = pool.istarmapUnordered(Work::add, PAIRS);
                Results<Integer> both = pool.istarmapUnordered(Work::add, PAIRS, options)) {
            assertThat(plain.toList()).containsExactly(3, 7, 11, 15);
            assertThat(chunked.toList()).containsExactly(3, 7, 11, 15);
            assertThat(buffered.toList()).containsExactly(3, 7, 11, 15);
            assertThat(unordered.toList()).containsExactlyInAnyOrder(3, 7, 11, 15);
            assertThat(both.toList()).containsExactlyInAnyOrder(3, 7, 11, 15);
        }
    }

    /** gh-107390: istarmap of functions of three. */
    @Test
    void rowsOfThreeAreUnpackedLazily() {
        MapOptions options = MapOptions.defaults().bufferSize(2);
        try (Pool pool = open();
                Results<Integer> plain = pool.istarmap(Work::add, TRIPLES);
                Results<Integer> chunked = pool.istarmap(Work::add, TRIPLES, 2);
                Results<Integer> buffered = pool.istarmap(Work::add, TRIPLES, options);
                Results<Integer> unordered = pool.istarmapUnordered(Work::add, TRIPLES, 2)) {
            assertThat(plain.toList()).containsExactly(6, 15, 24);
            assertThat(chunked.toList()).containsExactly(6, 15, 24);
            assertThat(buffered.toList()).containsExactly(6, 15, 24);
            assertThat(unordered.toList()).containsExactlyInAnyOrder(6, 15, 24);
        }
    }

    /** CPython 3.13 seen: a row that is none is that task's error; the others are not touched. */
    @Test
    void aNullRowFailsAloneInALazyMap() {
        try (Pool pool = open();
                Results<Integer> results =
                        pool.istarmap(Work::add, Arrays.asList(Args2.of(1, 2), null, PAIRS.get(1)))) {
            assertThat(results.next()).isEqualTo(3);
            assertThatThrownBy(results::next)
                    .isInstanceOf(TaskFailedException.class)
                    .hasCauseInstanceOf(NullPointerException.class);
            assertThat(results.next()).isEqualTo(7);
        }
    }

    /** CPython 3.13 pool:396: chunksize < 1 is refused in the call, by each of the family. */
    @ParameterizedTest
    @ValueSource(ints = {0, -7})
    void aChunkSizeBelowOneIsRefusedWithRuleAndValue(int chunkSize) {
        String rule = "chunkSize must be >= 1, was " + chunkSize;
        try (Pool pool = open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.imap(Work::square, List.of(1), chunkSize))
                    .withMessage(rule);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.imapUnordered(Work::square, List.of(1), chunkSize))
                    .withMessage(rule);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.istarmap(Work::add, PAIRS, chunkSize))
                    .withMessage(rule);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.istarmapUnordered(Work::add, TRIPLES, chunkSize))
                    .withMessage(rule);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.starmap(Work::add, TRIPLES, chunkSize))
                    .withMessage(rule);
            assertThat(pool.stats().completed()).isZero();
        }
    }

    /** API.md 4, settled details: while an input blocks, finished results come, next(Duration) keeps its time; here unordered. */
    @Test
    void aBlockedInputOfAnUnorderedMapDelaysNobody() throws Exception {
        assumeWorkersOfTheirOwn();
        CountDownLatch release = new CountDownLatch(1);
        Iterable<Integer> input = () -> blockedAfter(2, release);
        try (Pool pool = openOne();
                Results<Integer> results = pool.imapUnordered(Work::square, input)) {
            assertThat(List.of(results.next(WAIT), results.next(WAIT))).containsExactlyInAnyOrder(0, 1);
            assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(TimeoutException.class);
            assertThat(pool.applyAsync(Work::square, 5).get(WAIT)).isEqualTo(25);

            release.countDown();

            assertThat(results.hasNext()).isFalse();
        }
    }

    private static Iterator<Integer> blockedAfter(int count, CountDownLatch release) {
        return IntStream.range(0, count + 1)
                .boxed()
                .takeWhile(x -> x < count || !released(release))
                .iterator();
    }

    private static boolean released(CountDownLatch release) {
        try {
            return release.await(WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** API.md 1, MapOptions: the deadline counts from the call, not from the first next(). */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDeadlineCountsFromTheCall(boolean ordered) throws Exception {
        assumeWorkersOfTheirOwn();
        MapOptions options = MapOptions.defaults().timeout(TASK);
        try (Pool pool = open();
                Gate gate = gate();
                Results<Integer> results = ordered
                        ? pool.imap(gate::<Integer>pass, List.of(1, 2), options)
                        : pool.imapUnordered(gate::<Integer>pass, List.of(1, 2), options)) {
            Eventually.passes(TASK);
            Bystander<Integer> consumer = Bystander.calling(results::next).awaitBlockedOrDone();
            gate.open(); // whoever waits gets a result now

            assertThat(consumer.failure())
                    .isInstanceOf(PoolTimeoutException.class)
                    .hasMessageContaining("2 of 2");
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** gh-95166: a deadline that passed cancels what had not started. */
    @Test
    void theDeadlineCancelsWhatHasNotStarted() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        MapOptions options = MapOptions.defaults().timeout(Duration.ofMillis(50));
        try (Pool pool = openOne();
                Gate gate = gate("gate")) {
            pool.applyAsync(() -> gate.pass(1));
            gate.awaitArrivals(1);
            Results<Integer> results = pool.imap(traces::<Integer>leaving, List.of(1, 2, 3), options);
            assertThatThrownBy(results::next).isInstanceOf(PoolTimeoutException.class);

            gate.open();
            pool.shutdown();
            pool.join();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** API.md 1, Results: close() before the first next(); twice; and after the end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingIsIdempotentAtAnyTime(boolean ordered) {
        try (Pool pool = open()) {
            Results<Integer> unread = lazily(ordered, pool, Work::square, 100);
            Results<Integer> read = lazily(ordered, pool, Work::square, 3);
            unread.close();
            unread.close();
            assertThat(read.toList()).containsExactlyInAnyOrder(0, 1, 4);
            read.close();

            assertThat(unread.hasNext()).isFalse();
            assertThatThrownBy(unread::next).isInstanceOf(NoSuchElementException.class);
            assertThat(pool.apply(Work::square, 3)).isEqualTo(9);
        }
    }

    /** API.md 1: bad arguments throw at once. */
    @Test
    void nullsAreRefused() {
        try (Pool pool = open()) {
            assertThatNullPointerException().isThrownBy(() -> pool.imap(null, List.of(1)));
            assertThatNullPointerException().isThrownBy(() -> pool.imap(Work::square, null));
            assertThatNullPointerException().isThrownBy(() -> pool.imapUnordered(Work::square, null));
            assertThatNullPointerException().isThrownBy(() -> pool.imap(Work::square, List.of(1), (MapOptions) null));
            assertThatNullPointerException()
                    .isThrownBy(() -> pool.istarmap(Work::add, (List<Args2<Integer, Integer>>) null));
        }
    }

    /** Contract 2: null is an item and a result like any other. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nullsPassThrough(boolean ordered) {
        List<Integer> nulls = Arrays.asList(null, null, null);
        try (Pool pool = open();
                Results<Integer> results = ordered
                        ? pool.imap(Work::<Integer>same, nulls, 2)
                        : pool.imapUnordered(Work::<Integer>same, nulls, 2)) {
            assertThat(results.toList()).isEqualTo(nulls);
        }
    }

    private static boolean interrupting(int item) {
        boolean found = Thread.currentThread().isInterrupted();
        Thread.currentThread().interrupt();
        return found;
    }

    /** Contract 9: an interrupt that an item leaves behind meets neither the next of its chunk nor its caller. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 2000})
    void anInterruptThatAnItemLeavesMeetsNobody(int chunkSize) {
        List<Integer> items = IntStream.range(0, 2000).boxed().toList();
        try (Pool pool = open();
                Results<Boolean> lazy = pool.imap(LazyMapsTest::interrupting, items, chunkSize)) {
            assertThat(lazy.toList()).hasSize(2000).doesNotContain(true);
            assertThat(pool.map(LazyMapsTest::interrupting, items, chunkSize))
                    .hasSize(2000)
                    .doesNotContain(true);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
