// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.RUN;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskSerializationException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What errors say to who meets them: thing, rule, value, and what to do. STYLE, "Errors". */
final class MessagesTest extends FuturesContract {
    private static final Duration SHORT = Duration.ofMillis(5);

    MessagesTest(Kind kind) {
        super(kind);
    }

    /** An exception that cannot be told. */
    static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("OverrideThrowableToString") // the point of it
        public String toString() {
            throw new UnsupportedOperationException("mute");
        }
    }

    static void fail() {
        throw new Mute();
    }

    /** For a wait: how long, and what the pool was doing; the same for a future and for a map. */
    @Test
    void aLateResultSaysHowLongAndWhatThePoolWasDoing() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            Results<Integer> results = pool.map(gate::<Integer>pass, List.of(2, 3));
            gate.awaitArrivals(2);
            String message = "no result after 5 ms (waiting 1, running 2, workers 2)";

            assertThatThrownBy(() -> future.result(SHORT))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> future.exception(SHORT))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> results.next(SHORT))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage(message);
        }
    }

    /** For a deadline: how many of how many, and its length. */
    @Test
    void aMapThatRanOutOfTimeSaysItsLimit() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.map(
                        gate::<Integer>pass,
                        List.of(1, 2),
                        MapOptions.defaults().timeout(SHORT))) {
            assertThatThrownBy(results::next)
                    .isInstanceOf(PoolTimeoutException.class)
                    .hasMessage("2 of 2 items were unfinished after 5 ms, the time limit of the map");
        }
    }

    /** For a deadline: how many of how many, and its length. */
    @Test
    void anIterationThatRanOutOfTimeSaysItsLimit() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                AsCompleted<Integer> completed = Futures.asCompleted(List.of(pool.submit(() -> gate.pass(1))), SHORT)) {
            assertThatThrownBy(completed.iterator()::next)
                    .isInstanceOf(PoolTimeoutException.class)
                    .hasMessage("1 of 1 futures were unfinished after 5 ms, the time limit of asCompleted");
        }
    }

    /** A wrong moment names the state. */
    @Test
    void aClosedIterationSaysSo() {
        try (PoolExecutor pool = open()) {
            AsCompleted<Integer> completed = Futures.asCompleted(List.of(pool.submit(Work::square, 1)));
            completed.close();

            assertThatThrownBy(completed.iterator()::next)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no more futures: the iteration is closed");
        }
    }

    /** A wrong moment names the state. */
    @Test
    void aClosedMapSaysSo() {
        try (PoolExecutor pool = open()) {
            Results<Integer> results = pool.map(Work::square, List.of(1));
            results.close();

            assertThatThrownBy(results::next)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no more results: the iteration is closed");
        }
    }

    /** The thing: which item it was. */
    @Test
    void aCancelledItemSaysWhichOneItWas() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate();
                Results<Integer> results = pool.map(
                        gate::<Integer>pass,
                        List.of(1, 2),
                        MapOptions.defaults().chunkSize(1))) {
            gate.awaitArrivals(1);
            pool.shutdown(true);
            gate.open();

            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThatThrownBy(() -> results.next(WAIT))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("item 1 was cancelled");
        }
    }

    /** A refusal names the pool and its state. */
    @Test
    void aRefusalNamesThePoolAndItsState() {
        PoolExecutor pool = PoolExecutor.of(workers(1).named("kitchen"));
        pool.close();

        assertThatThrownBy(() -> pool.submit(Work::square, 1))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("kitchen is shut down and takes no more tasks");
    }

    /** What broke, and by which rule. */
    @Test
    void aBrokenPoolSaysThatItsInitializerFailed() {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).named("kitchen").initializer(() -> Work.refuse(3)))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 1).result(RUN))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasMessage("kitchen cannot work any more: its initializer fails again and again: "
                            + Work.Refusal.class.getName() + ": refused: 3");
        }
    }

    /** Contract 6, 8: the cause is a user's object: a pool breaks the same if it cannot even be told. */
    @Test
    void anInitializersExceptionThatCannotBeToldBreaksThePool() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).initializer(MessagesTest::fail))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 1).result(RUN))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasMessageContaining("Mute");
            assertThatThrownBy(() -> pool.submit(Work::square, 1)).isInstanceOf(BrokenPoolException.class);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** The task's exception is wrapped once, with its own words. */
    @Test
    void aFailureIsWrappedOnce() {
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::refuse, List.of(3))) {
            assertThatThrownBy(() -> pool.submit(Work::refuse, 3).result())
                    .hasMessage("task failed: " + Work.Refusal.class.getName() + ": refused: 3")
                    .hasCauseExactlyInstanceOf(Work.Refusal.class)
                    .hasRootCauseExactlyInstanceOf(Work.Refusal.class);
            assertThatThrownBy(results::next)
                    .hasMessage("item 0 failed: " + Work.Refusal.class.getName() + ": refused: 3")
                    .hasCauseExactlyInstanceOf(Work.Refusal.class);
        }
    }

    /** What to do about it. */
    @Test
    void aDecoratorIsToldWhatItMustDo() {
        assumeSharedMemory();
        try (PoolExecutor forgets = PoolExecutor.of(workers(1).taskDecorator(run -> () -> {}));
                PoolExecutor gives = PoolExecutor.of(workers(1).taskDecorator(run -> null))) {
            assertThat(forgets.submit(Work::square, 3).exception())
                    .hasValueSatisfying(e -> assertThat(e)
                            .hasMessage("taskDecorator's Runnable must run the one that it was given, and did not"));
            assertThatThrownBy(() -> gives.submit(Work::square, 3)).hasMessage("taskDecorator must not return null");
        }
    }

    /** Contract, section 1: what result() throws of a task's own is wrapped, also if it looks like the pool's own. */
    @Test
    void aTaskMayThrowWhatThePoolThrows() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future =
                    pool.submit(Work::hurl, new TaskSerializationException("of another pool", null));

            assertThatThrownBy(() -> future.result(WAIT))
                    .isInstanceOf(TaskFailedException.class)
                    .cause()
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessage("of another pool");
            assertThat(future.exception(WAIT)).containsInstanceOf(TaskSerializationException.class);
        }
    }

    /** As {@link java.util.concurrent.ThreadPoolExecutor#toString}: the state, and counts. */
    @Test
    void aPoolTellsItsNameItsStateAndItsCounts() {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).named("scans"))) {
            pool.submit(Work::square, 3).result();

            assertThat(pool.toString()).startsWith("PoolExecutor[scans, open, ").contains("completed=1");
        }
    }

    @Test
    void resultsTellHowFarTheyAre() {
        try (PoolExecutor pool = open()) {
            Results<Integer> results = pool.map(Work::square, List.of(1, 2, 3));
            try (results) {
                results.next();
                assertThat((Object) results).hasToString("Results[1 of 3 delivered]");
            }
            assertThat((Object) results).hasToString("Results[1 of 3 delivered, closed]");
        }
    }
}
