// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Maps that end before their last item: at the first failure, or at their deadline. */
final class FailFastTest extends FuturesContract {
    private static final MapOptions FAIL_FAST = MapOptions.defaults().failFast(true);

    FailFastTest(Kind kind) {
        super(kind);
    }

    private static int failAt2(int x, Gate running, Traces traces) throws Exception {
        traces.leave(x);
        if (x == 0) {
            return running.pass(x);
        }
        if (x == 2) {
            running.awaitArrivals(1);
            return Work.refuse(x);
        }
        return x;
    }

    /** API.md 4, settled details: failFast: what runs is still given; the failure stands for what was cancelled before it, once. */
    @Test
    void theFailureStandsForTheItemsThatItCancelled() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = open();
                Gate gate = gate("gate");
                Results<Integer> results =
                        pool.map(x -> failAt2(x, gate, traces), List.of(0, 1, 2, 3), FAIL_FAST.chunkSize(2))) {
            Eventually.until("the end of all others", () -> pool.stats().completed() == 3);
            gate.open();

            assertThat(results.next(WAIT)).isZero();
            assertThatThrownBy(results::next).isInstanceOfSatisfying(TaskFailedException.class, e -> {
                assertThat(e.index()).hasValue(2);
                assertThat(e).cause().isInstanceOf(Refusal.class);
            });
            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(traces.all()).contains("0", "2").doesNotContain("1"); // a forked JVM may begin 3 before it hears
    }

    /** API.md 4, settled details: the iteration ends, and what has not started is cancelled: no more of the input is wanted. */
    @Test
    void theFailureEndsTheReadingOfAnInputWithoutAnEnd() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::squareOfNatural, () -> Stream.generate(() -> -1).iterator(), FAIL_FAST)) {
            assertThatThrownBy(results::next).isInstanceOf(TaskFailedException.class);
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** API.md 4, settled details: the failure is delivered once, as an outcome too; what had been given before stays given. */
    @Test
    void theFailureIsTheLastOutcome() {
        try (PoolExecutor pool = openOne(); // a second worker could fail before the first has begun what comes before
                Results<Integer> results =
                        pool.map(Work::squareOfNatural, List.of(2, 3, -1, -2, 4), FAIL_FAST.chunkSize(1))) {
            assertThat(results.next()).isEqualTo(4);
            assertThat(results.next()).isEqualTo(9);
            assertThat(results.nextOutcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failure.class,
                            failure -> assertThat(failure.error())
                                    .isInstanceOf(Refusal.class)
                                    .hasMessage("refused: -1"));
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** API.md 1: a map that fails fast ends for itself alone: the pool, and other maps on it, go on. */
    @Test
    void anotherMapGoesOn() {
        List<Integer> many = IntStream.range(0, 200).boxed().toList();
        try (PoolExecutor pool = open();
                Results<Integer> whole = pool.map(Work::square, many);
                Results<Integer> failing = pool.map(Work::refuse, many, FAIL_FAST)) {
            assertThatThrownBy(failing::next).isInstanceOf(TaskFailedException.class);

            assertThat(whole.toList()).hasSize(200).last().isEqualTo(199 * 199);
            assertThat(failing.hasNext()).isFalse();
        }
    }

    /** API.md 1, failFast and stats: what was cancelled is counted, and all have ended. */
    @Test
    void whatItCancelsIsCounted() throws Exception {
        try (PoolExecutor pool = openOne();
                Results<Integer> results =
                        pool.map(Work::refuse, IntStream.range(0, 50).boxed().toList(), FAIL_FAST.chunkSize(50))) {
            assertThatThrownBy(results::next).isInstanceOf(TaskFailedException.class);

            Eventually.until(
                    "nothing left", () -> pool.stats().queued() + pool.stats().running() == 0);
            assertThat(pool.stats().failed()).isPositive();
            assertThat(pool.stats().failed() + pool.stats().cancelled())
                    .isEqualTo(pool.stats().completed());
        }
    }

    /**
     * API.md 1, MapOptions.timeout: the deadline of an executor's map, after which what has not started never runs. One that passes before
     * anything runs shows nothing: then a longer one is tried.
     */
    @Test
    void theDeadlineCancelsWhatHasNotStarted() throws Exception {
        assumeWorkersOfTheirOwn();
        Duration limit = Duration.ofMillis(100);
        while (!hasStartedBeforeTheDeadline(limit)) {
            limit = limit.multipliedBy(2);
        }
    }

    private boolean hasStartedBeforeTheDeadline(Duration limit) throws Exception {
        Path place = Files.createDirectory(directory.resolve(limit.toString()));
        Traces traces = Traces.in(place);
        try (PoolExecutor pool = openOne();
                Gate gate = Gate.in(place, "gate");
                Results<Integer> results = pool.map(
                        x -> gate.pass(traces.leaving(x)),
                        List.of(0, 1, 2, 3, 4),
                        MapOptions.defaults().chunkSize(5).timeout(limit))) {
            assertThatThrownBy(results::next)
                    .isInstanceOfSatisfying(
                            PoolTimeoutException.class,
                            e -> assertThat(e.unfinished()).isEqualTo(5));
            if (gate.arrivals() == 0) {
                return false;
            }

            gate.open();

            assertThat(results.hasNext()).isFalse();
            Eventually.until("nothing left", () -> pool.stats().completed() == 5);
            assertThat(pool.stats().cancelled()).isEqualTo(4);
        }
        assertThat(traces.all()).containsExactly("0");
        return true;
    }
}
