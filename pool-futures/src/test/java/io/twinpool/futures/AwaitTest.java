// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.PoolInterruptedException;
import io.twinpool.TaskTimeoutException;
import io.twinpool.WorkerLostException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code Futures.await}. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class AwaitTest extends FuturesContract {
    private static final Duration SHORT = Duration.ofMillis(5);

    AwaitTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 base:263. */
    @Test
    void allCompletedWaitsForAll() {
        try (PoolExecutor pool = open()) {
            List<PoolFuture<Integer>> futures = IntStream.range(0, 20)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();

            DoneAndNotDone<Integer> seen = Futures.await(futures, ReturnWhen.ALL_COMPLETED);

            assertThat(seen.done()).containsExactlyElementsOf(futures);
            assertThat(seen.notDone()).isEmpty();
        }
    }

    /** CPython 3.13 gives sets, which have no order; here what is shown comes as it was given. */
    @Test
    void bothSetsKeepTheOrderOfTheFutures() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            List<PoolFuture<Integer>> ended = IntStream.range(0, 20)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            Futures.await(ended, ReturnWhen.ALL_COMPLETED, WAIT);
            pool.submit(() -> gate.pass(1));
            List<PoolFuture<Integer>> waiting = IntStream.range(0, 20)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            List<PoolFuture<Integer>> mixed = IntStream.range(0, 20)
                    .boxed()
                    .flatMap(i -> Stream.of(waiting.get(i), ended.get(i)))
                    .toList();

            DoneAndNotDone<Integer> seen = Futures.await(mixed, ReturnWhen.ALL_COMPLETED, Duration.ZERO);

            assertThat(seen.done()).containsExactlyElementsOf(ended).isUnmodifiable();
            assertThat(seen.notDone()).containsExactlyElementsOf(waiting).isUnmodifiable();
        }
    }

    /** CPython 3.13 base:293. */
    @Test
    void firstCompletedReturnsWithTheFirst() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> quick = pool.submit(Work::square, 2);

            DoneAndNotDone<Integer> seen = Futures.await(List.of(blocked, quick), ReturnWhen.FIRST_COMPLETED, WAIT);

            assertThat(seen.done()).containsExactly(quick);
            assertThat(seen.notDone()).containsExactly(blocked);
        }
    }

    /** CPython 3.13 base:293: at once if any has ended already. */
    @Test
    void firstCompletedReturnsAtOnceIfOneHasEnded() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> quick = pool.submit(Work::square, 2);
            quick.result();
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));

            assertThat(Futures.await(List.of(blocked, quick), ReturnWhen.FIRST_COMPLETED)
                            .done())
                    .containsExactly(quick);
        }
    }

    private static Bystander<DoneAndNotDone<Integer>> awaiting(ReturnWhen when, List<PoolFuture<Integer>> futures) {
        return Bystander.calling(() -> Futures.await(futures, when));
    }

    /** gh-87893, gh-109934: in CPython a cancelled future counts only when a worker has come by it. */
    @Test
    void firstCompletedReturnsAtOnceIfOneIsCancelled() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> cancelled = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);
            cancelled.cancel();

            DoneAndNotDone<Integer> seen = awaiting(ReturnWhen.FIRST_COMPLETED, List.of(blocked, cancelled))
                    .result();

            assertThat(seen.done()).containsExactly(cancelled);
            assertThat(seen.notDone()).containsExactly(blocked);
        }
    }

    /** API.md 4.3: waiters see the cancellation at once. */
    @Test
    void firstCompletedReturnsWhenOneIsCancelled() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> cancelled = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);
            Bystander<DoneAndNotDone<Integer>> waiter = awaiting(
                            ReturnWhen.FIRST_COMPLETED, List.of(blocked, cancelled))
                    .awaitBlocked();

            cancelled.cancel();

            assertThat(waiter.result().done()).containsExactly(cancelled);
        }
    }

    /** CPython 3.13 base:295; API.md 4.4: a task that was stopped after its time limit has failed. */
    @Test
    void firstExceptionReturnsWithOneThatTookTooLong() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            PoolFuture<Integer> late = pool.withTaskTimeout(Duration.ofMillis(50))
                    .submit(() -> {
                        Work.untilInterrupted();
                        return 2;
                    });

            DoneAndNotDone<Integer> seen =
                    awaiting(ReturnWhen.FIRST_EXCEPTION, List.of(blocked, late)).result();

            assertThat(seen.done()).containsExactly(late);
            assertThat(late.exception()).containsInstanceOf(TaskTimeoutException.class);
        }
    }

    private static int halt() {
        Runtime.getRuntime().halt(9);
        return 0;
    }

    /** CPython 3.13 base:295; API.md 4.5: so has a task whose worker died. */
    @Test
    void firstExceptionReturnsWithOneThatLostItsWorker() throws Exception {
        assumeTrue(kind.canBeKilled());
        try (PoolExecutor pool = open(2);
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            PoolFuture<Integer> lost = pool.submit(AwaitTest::halt);

            DoneAndNotDone<Integer> seen =
                    awaiting(ReturnWhen.FIRST_EXCEPTION, List.of(blocked, lost)).result();

            assertThat(seen.done()).containsExactly(lost);
            assertThat(lost.exception()).containsInstanceOf(WorkerLostException.class);
        }
    }

    /** CPython 3.13 base:295. */
    @Test
    void firstExceptionReturnsWithTheFirstFailure() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> good = pool.submit(Work::square, 2);
            good.result();
            PoolFuture<Integer> bad = pool.submit(Work::refuse, 2);

            DoneAndNotDone<Integer> seen = Futures.await(List.of(blocked, good, bad), ReturnWhen.FIRST_EXCEPTION, WAIT);

            assertThat(seen.done()).contains(bad);
            assertThat(seen.notDone()).containsExactly(blocked);
        }
    }

    /** CPython 3.13 base:298: no exception: as ALL_COMPLETED. */
    @Test
    void firstExceptionWaitsForAllIfNoneFails() {
        try (PoolExecutor pool = open()) {
            List<PoolFuture<Integer>> futures = IntStream.range(0, 10)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();

            assertThat(Futures.await(futures, ReturnWhen.FIRST_EXCEPTION).notDone())
                    .isEmpty();
        }
    }

    /** CPython 3.13 base:295: a cancelled future is not an exception. */
    @Test
    void aCancelledFutureIsNoFailure() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> cancelled = pool.submit(Work::square, 2);
            gate.awaitArrivals(1);
            cancelled.cancel();

            DoneAndNotDone<Integer> seen =
                    Futures.await(List.of(blocked, cancelled), ReturnWhen.FIRST_EXCEPTION, SHORT);

            assertThat(seen.done()).containsExactly(cancelled);
            assertThat(seen.notDone()).containsExactly(blocked);
        }
    }

    /** CPython 3.13 base:263: a timeout returns, it does not raise. */
    @Test
    void aTimeoutReturnsWhatThereIs() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));

            DoneAndNotDone<Integer> seen = Futures.await(List.of(blocked), ReturnWhen.ALL_COMPLETED, SHORT);

            assertThat(seen.done()).isEmpty();
            assertThat(seen.notDone()).containsExactly(blocked);
        }
    }

    /** CPython 3.13 seen: empty: two empty sets, at once. */
    @Test
    void nothingToWaitForIsNoWait() {
        for (ReturnWhen when : ReturnWhen.values()) {
            assertThat(Futures.await(List.<PoolFuture<Integer>>of(), when))
                    .isEqualTo(new DoneAndNotDone<>(java.util.Set.of(), java.util.Set.of()));
        }
    }

    /** CPython 3.13 base:263: duplicates removed. */
    @Test
    void duplicatesCountOnce() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> future = pool.submit(Work::square, 2);

            assertThat(Futures.await(List.of(future, future, future), ReturnWhen.ALL_COMPLETED)
                            .done())
                    .containsExactly(future);
        }
    }

    /** CPython 3.13 base:263: futures of different executors mix. */
    @Test
    void futuresOfSeveralPoolsMix() {
        try (PoolExecutor one = open();
                PoolExecutor other = PoolExecutor.threads(1)) {
            List<PoolFuture<Integer>> futures = List.of(one.submit(Work::square, 2), other.submit(Work::square, 3));

            assertThat(Futures.await(futures, ReturnWhen.ALL_COMPLETED).done()).hasSize(2);
        }
    }

    /** gh-136655: in CPython this hangs for ever. */
    @Test
    void futuresCancelledByShutdownAreSeen() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            List<PoolFuture<Integer>> waiting = IntStream.range(0, 5)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            gate.awaitArrivals(1);

            pool.shutdown(true);

            assertThat(Futures.await(waiting, ReturnWhen.ALL_COMPLETED, WAIT).done())
                    .hasSize(5);
        }
    }

    /** Contract: PoolInterruptedException; the flag stays set. */
    @Test
    void anInterruptEndsTheWaitAndKeepsTheFlag() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            Bystander<Boolean> waiter = Bystander.calling(() -> {
                assertThatThrownBy(() -> Futures.await(List.of(blocked), ReturnWhen.ALL_COMPLETED))
                        .isInstanceOf(PoolInterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });

            waiter.awaitBlocked().interrupt();

            assertThat(waiter.result()).isTrue();
        }
    }

    /** Contract: bad arguments throw at once. */
    @Test
    void nullsAreRefused() {
        assertThatNullPointerException().isThrownBy(() -> Futures.await(null, ReturnWhen.ALL_COMPLETED));
        assertThatNullPointerException().isThrownBy(() -> Futures.await(List.<PoolFuture<Integer>>of(), null));
        assertThatNullPointerException()
                .isThrownBy(() -> Futures.await(List.<PoolFuture<Integer>>of(), ReturnWhen.ALL_COMPLETED, null));
    }

    /** Contract 10, settled: a task that waits with await lends its place. */
    @Test
    void aTaskMayAwaitTasksOfItsPool() throws Exception {
        assumeSharedMemory();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Integer> outer = pool.submit(() -> {
                List<PoolFuture<Integer>> inner = List.of(pool.submit(Work::square, 2), pool.submit(Work::square, 3));
                return Futures.await(inner, ReturnWhen.ALL_COMPLETED).done().size();
            });

            assertThat(outer.result(WAIT)).isEqualTo(2);
        }
    }

    /** As result() does: what needs no wait is not interrupted. */
    @Test
    void nobodyWaitsForWhatHasEnded() throws Exception {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> done = pool.submit(Work::square, 2);
            assertThat(done.result(WAIT)).isEqualTo(4);

            Thread.currentThread().interrupt();
            DoneAndNotDone<Integer> both = Futures.await(List.of(done), ReturnWhen.ALL_COMPLETED);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(both.done()).containsExactly(done);
        }
    }

    @Test
    void setsThatAreNullAreRefusedByName() {
        assertThatThrownBy(() -> new DoneAndNotDone<>(null, Set.of()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("done");
        assertThatThrownBy(() -> new DoneAndNotDone<>(Set.of(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("notDone");
        assertThatThrownBy(() -> new DoneAndNotDone<>(Collections.singleton(null), Set.of()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("done must not contain null");
    }
}
