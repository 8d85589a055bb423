// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.RUN;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.OnWorkerLost;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.TaskAction;
import io.twinpool.WorkerLostException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool that cannot work any more, seen by everybody who has to do with it. */
final class BrokenPoolTest extends PoolContract {
    private final BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();

    BrokenPoolTest(Kind kind) {
        super(kind);
    }

    private <R> Callbacks<R> telling() {
        return Callbacks.<R>onResult(x -> told.add(new AssertionError("a result: " + x)))
                .andOnError(told::add);
    }

    private Throwable nextTold() throws InterruptedException {
        return told.poll(WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void assertBroken(Throwable error) {
        assertThat(error)
                .isInstanceOf(BrokenPoolException.class)
                .cause()
                .isInstanceOf(Refusal.class)
                .hasFieldOrPropertyWithValue("refused", 7);
    }

    private static void assertBroken(ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(e -> assertBroken(e));
    }

    /** Passes the gate, and then refuses. */
    private static TaskAction refusalBehind(Gate gate) {
        return () -> Work.refuse(gate.pass(7));
    }

    /** CPython 3.13 seen: endless respawn, and get() hangs; contract 6: everybody who waits is told the real cause. */
    @Test
    void aFailingInitializerEndsWhateverWaits() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = Pool.of(workers(1).initializer(refusalBehind(gate)))) {
            gate.awaitArrivals(1);
            AsyncResult<Integer> one = pool.applyAsync(Work::square, 2, telling());
            AsyncResult<List<Integer>> list =
                    pool.mapAsync(Work::square, List.of(1, 2), MapOptions.defaults(), telling());
            Results<Integer> ordered = pool.imap(Work::square, List.of(1, 2));
            Results<Integer> unordered = pool.imapUnordered(Work::square, List.of(1, 2));
            gate.open();

            assertBroken(() -> one.get(WAIT));
            assertBroken(() -> list.get(WAIT));
            for (Results<Integer> results : List.of(ordered, unordered)) {
                assertBroken(() -> results.next(WAIT));
                assertThat(results.nextOutcome())
                        .isInstanceOfSatisfying(Outcome.Failure.class, failure -> assertBroken(failure.error()));
                assertThat(results.hasNext()).isFalse();
            }
            assertBroken(nextTold());
            assertBroken(nextTold());
            assertThat(one.successful()).isFalse();
            assertThatThrownBy(() -> one.toCompletableFuture().get(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .satisfies(BrokenPoolTest::assertBroken);
        }
    }

    /** Contract 11, and "nothing hangs, ever": a broken pool ends as any other does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void joinReturnsAfterAPoolHasBroken(boolean polite) throws Exception {
        try (Pool pool = Pool.of(workers(2).initializer(() -> Work.refuse(7)))) {
            assertBroken(() -> pool.apply(Work::square, 2));

            if (polite) {
                pool.shutdown();
            } else {
                pool.terminate();
            }

            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().workers()).isZero();
            assertBroken(() -> pool.apply(Work::square, 2));
        }
    }

    /** Contract 5 and 6: the items of a list that a worker had done, and those of its broken replacement. */
    @Test
    void aReplacementThatCannotBeginBreaksTheRestOfAList() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        TaskAction onlyOnce = () -> {
            traces.leave("start");
            if (traces.all().size() > 1) {
                Work.refuse(7);
            }
        };
        try (Pool pool = Pool.of(workers(1).maxTasksPerChild(3).initializer(onlyOnce))) {
            AsyncResult<List<Integer>> list = pool.mapAsync(
                    Work::square, IntStream.range(0, 10).boxed().toList(), MapOptions.defaults(), telling());

            assertBroken(() -> list.get(RUN)); // four JVMs, one after the other
            assertBroken(nextTold());
            assertThat(pool.stats().completed()).isEqualTo(10);
            assertThat(pool.stats().failed()).isEqualTo(7);
        }
    }

    /** Contract 6: at once; what other workers run just then ends so too, and its late outcome is dropped. */
    @Test
    void whatRunsWhenAReplacementCannotBeginEndsToo() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        TaskAction onlyTwice = () -> {
            traces.leave("start");
            if (traces.all().size() > 2) {
                Work.refuse(7);
            }
        };
        try (Gate gate = gate("gate");
                Pool pool = Pool.of(workers(2).maxTasksPerChild(1).initializer(onlyTwice))) {
            traces.await(2);
            AsyncResult<Integer> running = pool.applyAsync(gate::pass, 1, telling());
            gate.awaitArrivals(1);
            assertThat(pool.applyAsync(Work::square, 2).get(WAIT)).isEqualTo(4);

            assertBroken(() -> running.get(WAIT));
            assertBroken(nextTold());
            gate.open();
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
        }
        assertThat(told).isEmpty();
    }

    private static int die(Gate gate) throws InterruptedException {
        gate.pass();
        Runtime.getRuntime().halt(9);
        return 0;
    }

    /** API.md 4, settled details, BREAK_POOL: the culprit gets WorkerLostException, all others BrokenPoolException with it as cause. */
    @Test
    void aLossBreaksThePoolIfItIsToldTo() throws Exception {
        assumeTrue(kind.canBeKilled());
        try (Gate doom = gate("doom");
                Gate never = gate("never");
                Pool pool = Pool.of(workers(2).onWorkerLost(OnWorkerLost.BREAK_POOL))) {
            AsyncResult<Integer> culprit = pool.applyAsync(BrokenPoolTest::die, doom, telling());
            AsyncResult<Integer> running = pool.applyAsync(never::pass, 1);
            AsyncResult<List<Integer>> waiting = pool.mapAsync(Work::square, List.of(1, 2));
            Results<Integer> lazy = pool.imap(Work::square, List.of(1, 2));
            doom.awaitArrivals(1);
            never.awaitArrivals(1);
            doom.open();

            Throwable loss = nextTold();
            assertThat(loss).isInstanceOf(WorkerLostException.class);
            assertThatThrownBy(() -> culprit.get(WAIT)).isInstanceOf(WorkerLostException.class);
            List<ThrowingCallable> others = List.of(
                    () -> running.get(WAIT), () -> waiting.get(WAIT), lazy::next, () -> pool.apply(Work::square, 2));
            assertThat(others)
                    .allSatisfy(other -> assertThatThrownBy(other)
                            .isInstanceOf(BrokenPoolException.class)
                            .hasCause(loss));
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
        }
    }

    /** API.md 4, settled details, BREAK_POOL: so it is with the items of one list; what had ended before keeps its end. */
    @Test
    void aLossBreaksTheRestOfAList() throws Exception {
        assumeTrue(kind.canBeKilled());
        try (Gate doom = gate();
                Pool pool = Pool.of(workers(1).onWorkerLost(OnWorkerLost.BREAK_POOL))) {
            doom.open();
            AsyncResult<List<Integer>> list = pool.mapAsync(
                    x -> x == 2 ? die(doom) : x, List.of(0, 1, 2, 3, 4), MapOptions.defaults(), telling());

            for (int i = 0; i < 2; i++) { // each time another one, or the second would find more in the first
                assertThatThrownBy(() -> list.get(WAIT))
                        .isInstanceOf(WorkerLostException.class)
                        .satisfies(e -> assertThat(e.getSuppressed())
                                .hasSize(2)
                                .allSatisfy(other -> assertThat(other).isInstanceOf(BrokenPoolException.class)));
            }
            assertThat(nextTold()).isInstanceOf(WorkerLostException.class);
            assertThatThrownBy(() -> pool.apply(Work::square, 1))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasMessageContaining(" cannot work any more: onWorkerLost is BREAK_POOL, and ")
                    .cause()
                    .isInstanceOf(WorkerLostException.class)
                    .hasNoSuppressedExceptions();
        }
    }
}
