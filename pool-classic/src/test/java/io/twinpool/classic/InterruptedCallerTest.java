// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.PoolInterruptedException;
import io.twinpool.Results;
import io.twinpool.TaskBiFunction;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API.md 1, PoolInterruptedException: in waits that declare no InterruptedException; the interrupt flag stays set. */
final class InterruptedCallerTest extends PoolContract {
    InterruptedCallerTest(Kind kind) {
        super(kind);
    }

    /** The calls that wait for their results themselves. */
    enum Waiting {
        APPLY,
        MAP,
        MAP_IN_CHUNKS,
        STARMAP;

        void call(Pool pool, Gate gate, Traces traces) {
            switch (this) {
                case APPLY -> pool.apply(x -> traces.leaving(gate.pass(x)), 1);
                case MAP -> pool.map(x -> traces.leaving(gate.pass(x)), List.of(1));
                case MAP_IN_CHUNKS -> pool.map(x -> traces.leaving(gate.pass(x)), List.of(1), 3);
                case STARMAP ->
                    pool.starmap(
                            (TaskBiFunction<Integer, Integer, Integer>) (x, y) -> traces.leaving(gate.pass(x * y)),
                            List.of(Args2.of(1, 1)));
            }
        }
    }

    /** {@return a thread that makes the call, and then tells whether its flag is set} */
    private static Bystander<Boolean> interrupted(Class<? extends Exception> type, ThrowingCallable call) {
        return Bystander.calling(() -> {
            assertThatThrownBy(call).isInstanceOf(type);
            return Thread.currentThread().isInterrupted();
        });
    }

    /** Pool's Javadoc: the calls go on. */
    @ParameterizedTest
    @EnumSource
    void anInterruptEndsTheWaitAndNotTheWork(Waiting waiting) throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (Gate gate = gate("gate");
                Pool pool = openOne()) {
            Bystander<Boolean> caller =
                    interrupted(PoolInterruptedException.class, () -> waiting.call(pool, gate, traces));
            gate.awaitArrivals(1);
            caller.awaitBlocked().interrupt();

            assertThat(caller.result()).as("the flag").isTrue();
            gate.open();
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().failed() + pool.stats().cancelled()).isZero();
        }
        assertThat(traces.all()).containsExactly("1");
    }

    /** Results' Javadoc: the iteration stays usable. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptedIterationStaysUsable(boolean ordered) throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = openOne();
                Results<Integer> results = ordered
                        ? pool.imap(gate::<Integer>pass, List.of(1, 2))
                        : pool.imapUnordered(gate::<Integer>pass, List.of(1, 2))) {
            List<ThrowingCallable> waits = List.of(results::next, () -> results.next(WAIT), results::nextOutcome);
            for (ThrowingCallable wait : waits) {
                Bystander<Boolean> consumer = interrupted(PoolInterruptedException.class, wait);
                consumer.awaitBlocked().interrupt();
                assertThat(consumer.result()).as("the flag").isTrue();
            }
            gate.open();

            assertThat(results.toList()).containsExactly(1, 2);
        }
    }

    /** hasNext() waits where nobody knows yet whether another item comes: for an input that is read on another thread. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptedHasNextLosesNothing(boolean ordered) throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = openOne()) {
            Iterable<Integer> slow =
                    () -> Stream.of(1).peek(x -> gate.passUnmoved()).iterator();
            Results<Integer> results = ordered ? pool.imap(Work::square, slow) : pool.imapUnordered(Work::square, slow);
            Bystander<Boolean> consumer = interrupted(PoolInterruptedException.class, results::hasNext);
            gate.awaitArrivals(1);
            consumer.awaitBlocked().interrupt();
            assertThat(consumer.result()).as("the flag").isTrue();
            gate.open();

            assertThat(results.hasNext()).isTrue();
            assertThat(results.toList()).containsExactly(1);
        }
    }

    /** join() and await() declare InterruptedException: thrown, and the flag is clear, as everywhere in the JDK. */
    @Test
    void waitsThatDeclareItThrowInterruptedException() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = openOne()) {
            AsyncResult<Integer> result = pool.applyAsync(gate::pass, 1);
            pool.shutdown();
            List<ThrowingCallable> waits = List.of(pool::join, () -> pool.join(WAIT), () -> result.await(WAIT));
            for (ThrowingCallable wait : waits) {
                Bystander<Boolean> waiter = interrupted(InterruptedException.class, wait);
                waiter.awaitBlocked().interrupt();
                assertThat(waiter.result()).as("the flag").isFalse();
            }
            gate.open();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(result.get()).isEqualTo(1);
        }
    }

    /** The same for a flag that was set before the call. */
    @Test
    void anInterruptFromBeforeEndsTheWaitAtOnce() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                Pool pool = openOne();
                Results<Integer> results = pool.imap(gate::<Integer>pass, List.of(1))) {
            gate.awaitArrivals(1);
            List<ThrowingCallable> waits =
                    List.of(() -> pool.map(Work::square, List.of(1)), () -> pool.apply(Work::square, 1), results::next);
            for (ThrowingCallable wait : waits) {
                assertThat(interrupted(PoolInterruptedException.class, () -> {
                                    Thread.currentThread().interrupt();
                                    wait.call();
                                })
                                .result())
                        .as("the flag")
                        .isTrue();
            }
            gate.open();
            assertThat(results.toList()).containsExactly(1);
        }
    }

    /** Nothing waits here: an interrupt keeps nobody from submitting, nor from looking at what is there. */
    @Test
    void whatDoesNotWaitDoesNotMindTheFlag() throws Exception {
        try (Pool pool = open()) {
            AsyncResult<Integer> ended = pool.applyAsync(Work::square, 3);
            assertThat(ended.await(WAIT)).isTrue();
            Bystander<AsyncResult<List<Integer>>> caller = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                AsyncResult<List<Integer>> list = pool.mapAsync(Work::square, List.of(1, 2));
                assertThat(ended.get()).isEqualTo(9);
                assertThat(ended.ready() && ended.successful()).isTrue();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                return list;
            });

            assertThat(caller.result().get(WAIT)).containsExactly(1, 4);
        }
    }
}
