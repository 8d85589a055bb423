// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code executor.map} gives for its input. */
final class MapTest extends FuturesContract {
    private static final List<Integer> NUMBERS = IntStream.range(0, 200).boxed().toList();
    private static final List<Integer> SQUARES =
            NUMBERS.stream().map(Work::square).toList();

    MapTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 base:583. */
    @Test
    void resultsComeInTheOrderOfTheInput() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, NUMBERS)) {
            assertThat(results.toList()).isEqualTo(SQUARES);
        }
    }

    /** CPython 3.13 process:837: chunks change nothing but speed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 200, 100_000})
    void chunksChangeNothing(int chunkSize) {
        try (PoolExecutor pool = open();
                Results<Integer> results =
                        pool.map(Work::square, NUMBERS, MapOptions.defaults().chunkSize(chunkSize))) {
            assertThat(results.toList()).isEqualTo(SQUARES);
        }
    }

    /** CPython 3.13 base:583: the whole input is consumed in the call itself. */
    @Test
    void allInputIsTakenByTheCall() {
        AtomicInteger taken = new AtomicInteger();
        Iterable<Integer> input =
                () -> NUMBERS.stream().peek(x -> taken.incrementAndGet()).iterator();
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, input)) {
            assertThat(taken).hasValue(200);
            assertThat(results.toList()).isEqualTo(SQUARES);
        }
    }

    /** CPython 3.13 t/test_thread_pool.py:16. */
    @Test
    void aMapThatNobodyReadsStillRuns() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            Results<Integer> unread = pool.map(traces::leaving, List.of(1, 2, 3));
            assertThat(unread.size()).hasValue(3);
        }
        assertThat(traces.all()).containsExactlyInAnyOrder("1", "2", "3");
    }

    /** CPython 3.16 executor.py test_map_exception: the iterator continues; 3.13 ended here. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void aFailedItemEndsNothing(int chunkSize) {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::squareOfNatural,
                        List.of(1, -2, 3, -4),
                        MapOptions.defaults().chunkSize(chunkSize))) {
            assertThat(results.next()).isEqualTo(1);
            assertThatThrownBy(results::next).isInstanceOfSatisfying(TaskFailedException.class, e -> {
                assertThat(e.index()).hasValue(1);
                assertThat(e).cause().isInstanceOf(Refusal.class).hasFieldOrPropertyWithValue("refused", -2);
            });
            assertThat(results.next()).isEqualTo(9);
            assertThatThrownBy(results::next).isInstanceOf(TaskFailedException.class);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** Contract: nextOutcome never throws for a failed item, and gives the task's own exception. */
    @Test
    void outcomesTellHowEachItemEnded() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::squareOfNatural, List.of(2, -2))) {
            assertThat(results.nextOutcome()).isEqualTo(new Outcome.Success<>(4));
            assertThat(results.nextOutcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failure.class,
                            failure -> assertThat(failure.error()).isInstanceOf(Refusal.class));
            assertThatThrownBy(results::nextOutcome).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** Contract: failFast delivers the failure once, then the iteration ends. */
    @Test
    void failFastDeliversOneFailureAndEnds() {
        List<Integer> input = new ArrayList<>(NUMBERS);
        input.set(3, -1);
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::squareOfNatural,
                        input,
                        MapOptions.defaults().failFast(true).chunkSize(1))) {
            List<Object> seen = new ArrayList<>();
            while (results.hasNext()) {
                seen.add(results.nextOutcome());
            }

            assertThat(seen).filteredOn(Outcome.Failure.class::isInstance).hasSize(1);
            assertThat(seen).last().isInstanceOf(Outcome.Failure.class);
            assertThat(seen).hasSizeLessThanOrEqualTo(4);
        }
    }

    /** Contract: stream(); closing it closes the results. */
    @Test
    void aStreamGivesTheRestAndClosesTheResults() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, NUMBERS)) {
            results.next();

            try (Stream<Integer> stream = results.stream()) {
                assertThat(stream.limit(3)).containsExactly(1, 4, 9);
            }

            assertThat(results.hasNext()).isFalse();
        }
    }

    /** Contract, settled details: after close(): hasNext() false, next() NoSuchElementException. */
    @Test
    void closedResultsHaveNoNext() {
        try (PoolExecutor pool = open()) {
            Results<Integer> results = pool.map(Work::square, NUMBERS);
            results.next();

            results.close();
            results.close();

            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(results::nextOutcome).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(NoSuchElementException.class);
        }
    }

    /** Contract: bad arguments throw at once; CPython 3.13 process:837. */
    @Test
    void badArgumentsThrowAtOnce() {
        try (PoolExecutor pool = open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MapOptions.defaults().chunkSize(0))
                    .withMessageContaining("chunkSize")
                    .withMessageContaining("0");
            assertThatNullPointerException().isThrownBy(() -> pool.map(Work::square, (Iterable<Integer>) null));
            assertThatNullPointerException().isThrownBy(() -> pool.map(Work::square, List.of(1), (MapOptions) null));
            assertThatNullPointerException()
                    .isThrownBy(() -> pool.map((TaskFunction<Integer, Integer>) null, List.of(1)));
        }
    }

    /** CPython 3.13 t/test_shutdown.py; contract: RejectedExecutionException. */
    @Test
    void afterShutdownMapIsRejected() {
        try (PoolExecutor pool = open()) {
            pool.shutdown();

            assertThatThrownBy(() -> pool.map(Work::square, NUMBERS)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** Contract: Results is for a for loop too. */
    @Test
    void aForLoopReadsTheResults() {
        List<Integer> seen = new ArrayList<>();
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, NUMBERS)) {
            for (int square : results) {
                seen.add(square);
            }
        }
        assertThat(seen).isEqualTo(SQUARES);
    }
}
