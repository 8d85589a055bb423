// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.MapOptions;
import io.twinpool.OnWorkerLost;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that end their worker, in all the maps: bpo-22393, for which CPython's pool hangs. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class LostWorkerInMapTest {
    private static final int HALTS = 33;
    private static final int REFUSES = 44;
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @TempDir
    Path directory;

    private static Pool open() {
        return Pool.of(Workers.processes(2).standby(0));
    }

    private static int halt() {
        Runtime.getRuntime().halt(9);
        return 0;
    }

    private static int squareOrHalt(int x) {
        return x == HALTS ? halt() : x * x;
    }

    private static int add(int a, int b) {
        return a == HALTS ? halt() : a + b;
    }

    private static int squareOrAnyFailure(int x) throws Refusal {
        return x == REFUSES ? Work.refuse(x) : squareOrHalt(x);
    }

    private static TaskFunction<Integer, Integer> leaving(Traces traces) {
        return x -> squareOrHalt(traces.leaving(x));
    }

    private static List<Args2<Integer, Integer>> rows() {
        return HUNDRED.stream().map(x -> Args2.of(x, x)).toList();
    }

    private static List<Integer> allBut(int lost) {
        return HUNDRED.stream().filter(x -> x != lost).map(x -> x * x).toList();
    }

    /** Contract 2: map waits for all, each of which has run once, and throws the loss as it is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void mapThrowsTheLossWhenAllElseHasRun(int chunkSize) throws Exception {
        Traces traces = Traces.in(directory);
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(leaving(traces), HUNDRED, chunkSize))
                    .isInstanceOf(WorkerLostException.class)
                    .hasMessageContaining("exit code 9")
                    .hasNoSuppressedExceptions();

            assertThat(pool.stats().workersLost()).isEqualTo(1);
            assertThat(pool.stats().failed()).isEqualTo(1);
            assertThat(pool.map(Work::square, HUNDRED)).hasSize(100);
        }
        assertThat(traces.all())
                .containsExactlyInAnyOrderElementsOf(
                        HUNDRED.stream().map(String::valueOf).toList());
    }

    /** Contract 2: the failure with the lowest index is thrown, the others are suppressed; a loss is a failure like any other. */
    @Test
    void mapThrowsTheLossOfTheLowestIndex() {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(LostWorkerInMapTest::squareOrAnyFailure, HUNDRED))
                    .isInstanceOfSatisfying(
                            WorkerLostException.class,
                            e -> assertThat(e.getSuppressed())
                                    .hasSize(1)
                                    .allMatch(
                                            other -> other.getCause() instanceof Refusal || other instanceof Refusal));
        }
    }

    /** Contract 2: the same when another failure comes first. */
    @Test
    void mapSuppressesTheLossAfterALowerIndex() {
        List<Integer> items = List.of(1, REFUSES, 2, HALTS, 3);
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(LostWorkerInMapTest::squareOrAnyFailure, items))
                    .isInstanceOfSatisfying(TaskFailedException.class, e -> {
                        assertThat(e.index()).hasValue(1);
                        assertThat(e.getSuppressed()).hasSize(1).hasOnlyElementsOfType(WorkerLostException.class);
                    });
        }
    }

    /** Contract 2: the others are all delivered, in input order. */
    @Test
    void imapDeliversAllOthersInOrder() {
        try (Pool pool = open();
                Results<Integer> results = pool.imap(LostWorkerInMapTest::squareOrHalt, HUNDRED)) {
            for (int x : HUNDRED) {
                if (x == HALTS) {
                    assertThatThrownBy(results::next).isInstanceOf(WorkerLostException.class);
                } else {
                    assertThat(results.next()).isEqualTo(x * x);
                }
            }
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** Contract 2: the others are all delivered, as they finish. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void imapUnorderedDeliversAllOthers(int chunkSize) {
        List<Integer> values = new ArrayList<>();
        List<Throwable> errors = new ArrayList<>();
        try (Pool pool = open();
                Results<Integer> results = pool.imapUnordered(LostWorkerInMapTest::squareOrHalt, HUNDRED, chunkSize)) {
            while (results.hasNext()) {
                Outcome<Integer> outcome = results.nextOutcome();
                if (outcome instanceof Outcome.Failure<Integer> failure) {
                    errors.add(failure.error());
                } else {
                    values.add(((Outcome.Success<Integer>) outcome).value());
                }
            }
        }
        assertThat(values).containsExactlyInAnyOrderElementsOf(allBut(HALTS));
        assertThat(errors).hasSize(1).hasOnlyElementsOfType(WorkerLostException.class);
    }

    /** Contract 2: rows of arguments are items. */
    @Test
    void starmapThrowsTheLossAndIstarmapDeliversTheOthers() {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.starmap(LostWorkerInMapTest::add, rows()))
                    .isInstanceOf(WorkerLostException.class);
            try (Results<Integer> results = pool.istarmap(LostWorkerInMapTest::add, rows())) {
                for (int x : HUNDRED) {
                    assertThat(results.nextOutcome())
                            .isInstanceOf(x == HALTS ? Outcome.Failure.class : Outcome.Success.class);
                }
            }
            assertThat(pool.stats().workersLost()).isEqualTo(2);
        }
    }

    /** Contract, settled details: onError gets the loss itself, for a map as for a single task. */
    @Test
    void callbacksGetTheLoss() throws Exception {
        CompletableFuture<Throwable> ofMap = new CompletableFuture<>();
        CompletableFuture<Throwable> ofTask = new CompletableFuture<>();
        try (Pool pool = open()) {
            AsyncResult<List<Integer>> map = pool.mapAsync(
                    LostWorkerInMapTest::squareOrHalt,
                    HUNDRED,
                    MapOptions.defaults(),
                    Callbacks.<List<Integer>>onResult(list -> ofMap.complete(null))
                            .andOnError(ofMap::complete));
            AsyncResult<Integer> task = pool.applyAsync(() -> halt(), Callbacks.<Integer>onError(ofTask::complete));

            assertThat(ofMap.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(WorkerLostException.class);
            assertThat(ofTask.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(WorkerLostException.class);
            assertThat(map.successful()).isFalse();
            assertThat(task.successful()).isFalse();
            assertThatThrownBy(map::get).isInstanceOf(WorkerLostException.class);
            assertThatThrownBy(task::get).isInstanceOf(WorkerLostException.class);
        }
    }

    /** Contract 5: with a retry a map loses nothing to an item that kills once. */
    @Test
    void aMapLosesNothingWithARetry() throws Exception {
        Traces traces = Traces.in(directory);
        try (Pool pool = Pool.of(Workers.processes(2).standby(0).onWorkerLost(OnWorkerLost.retry(1)))) {
            List<Integer> squares = pool.map(
                    x -> {
                        if (x == HALTS && traces.all().isEmpty()) {
                            traces.leave(x);
                            return halt();
                        }
                        return x * x;
                    },
                    HUNDRED);

            assertThat(squares).isEqualTo(HUNDRED.stream().map(x -> x * x).toList());
            assertThat(pool.stats().workersLost()).isEqualTo(1);
            assertThat(pool.stats().failed()).isZero();
        }
    }

    /** Contract 5: and after so many retries a poison item is lost alone. */
    @Test
    void aPoisonItemOfAMapIsStartedThreeTimesWithTwoRetries() throws Exception {
        Traces traces = Traces.in(directory);
        try (Pool pool = Pool.of(Workers.processes(2).standby(0).onWorkerLost(OnWorkerLost.retry(2)))) {
            assertThatThrownBy(() -> pool.map(leaving(traces), HUNDRED)).isInstanceOf(WorkerLostException.class);

            assertThat(pool.stats().workersLost()).isEqualTo(3);
        }
        assertThat(traces.all()).hasSize(102);
        assertThat(traces.all()).filteredOn(String.valueOf(HALTS)::equals).hasSize(3);
    }

    private static byte[] largeOrHalt(int x) {
        return x == HALTS ? new byte[halt()] : new byte[10_000];
    }

    /** API.md 4, contract 4: a worker's death fails what had started on it, and nothing that had ended. */
    @Test
    void finishedItemsWithLargeResultsAreNotLostWithTheNextOne() {
        try (Pool pool = Pool.of(Workers.processes(1).standby(0))) {
            pool.map(LostWorkerInMapTest::largeOrHalt, Collections.nCopies(3_000, 0)); // they are quick then
            Results<byte[]> results = pool.imap(
                    LostWorkerInMapTest::largeOrHalt,
                    HUNDRED.subList(0, HALTS + 1),
                    MapOptions.defaults().chunkSize(HALTS + 1));

            for (int x = 0; x < HALTS; x++) {
                assertThat(results.next()).hasSize(10_000);
            }
            assertThat(results.nextOutcome()).isInstanceOf(Outcome.Failure.class);
        }
    }
}
