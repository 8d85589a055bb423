// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.MapOptions;
import io.twinpool.PoolTimeoutException;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code map}, {@code starmap} and their asynchronous forms: lists. */
final class MapTest extends PoolContract {
    private static final List<Integer> NUMBERS = IntStream.range(0, 200).boxed().toList();
    private static final List<Integer> SQUARES =
            NUMBERS.stream().map(Work::square).toList();

    MapTest(Kind kind) {
        super(kind);
    }

    /** CPython 3.13 pool:362. */
    @Test
    void mapGivesTheListInTheOrderOfTheInput() {
        try (Pool pool = open()) {
            assertThat(pool.map(Work::square, NUMBERS)).isEqualTo(SQUARES);
            assertThat(pool.mapAsync(Work::square, NUMBERS).get()).isEqualTo(SQUARES);
        }
    }

    /** CPython 3.13 pool:480: chunks change nothing but speed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 200, 100_000})
    void chunksChangeNothing(int chunkSize) {
        try (Pool pool = open()) {
            assertThat(pool.map(Work::square, NUMBERS, chunkSize)).isEqualTo(SQUARES);
        }
    }

    /** CPython 3.13 seen: map(chunksize=0) gives [None]*n without calling the function; contract 14. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aChunkSizeBelowOneIsRefused(int chunkSize) {
        try (Pool pool = open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.map(Work::square, NUMBERS, chunkSize))
                    .withMessageContaining("chunkSize")
                    .withMessageContaining(String.valueOf(chunkSize));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.imap(Work::square, NUMBERS, chunkSize));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.imapUnordered(Work::square, NUMBERS, chunkSize));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.starmap(Work::add, List.of(Args2.of(1, 2)), chunkSize));
        }
    }

    /** CPython 3.13 pool:369. */
    @Test
    void starmapUnpacksRowsOfTwoAndThree() {
        try (Pool pool = open()) {
            assertThat(pool.starmap(Math::pow, List.of(Args2.of(1.0, 2.0), Args2.of(2.0, 3.0))))
                    .containsExactly(1.0, 8.0);
            assertThat(pool.starmap(MapTest::joined, List.of(Args3.of(1, 2, 3))))
                    .containsExactly("1-2-3");
            assertThat(pool.starmap(MapTest::joined, List.of(Args3.of(1, 2, 3), Args3.of(4, 5, 6)), 2))
                    .containsExactly("1-2-3", "4-5-6");
            assertThat(pool.starmapAsync(Math::pow, List.of(Args2.of(2.0, 3.0))).get())
                    .containsExactly(8.0);
        }
    }

    /** As any input of a function, rows may be of narrower types than it takes, and not all of the same. */
    @Test
    void rowsMayBeOfSeveralTypes() {
        List<Args2<? extends Number, String>> rows = List.of(Args2.of(1, "a"), Args2.of(2.5, "b"));
        try (Pool pool = open()) {
            assertThat(pool.starmap((Number x, Object y) -> x + " " + y, rows)).containsExactly("1 a", "2.5 b");
            assertThat(pool.starmap((x, y) -> x.intValue() + y, rows)).containsExactly("1a", "2b");
        }
    }

    static String joined(int a, int b, int c) {
        return a + "-" + b + "-" + c;
    }

    /** CPython 3.13 seen: a non-iterable item is the task's error; Javadoc: a null row fails as that item. */
    @Test
    void aNullRowFailsAsThatItem() {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.starmap(Math::pow, Arrays.asList(Args2.of(1.0, 2.0), null)))
                    .isInstanceOfSatisfying(
                            TaskFailedException.class,
                            e -> assertThat(e.index()).hasValue(1));
        }
    }

    /** CPython 3.13 pool:809: the error that arrived first; contract 2: the lowest index, the others suppressed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void theLowestFailureIsThrownAndTheOthersAreSuppressed(int chunkSize) {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(Work::squareOfNatural, List.of(1, -2, 3, -4, -5), chunkSize))
                    .isInstanceOfSatisfying(TaskFailedException.class, e -> {
                        assertThat(e.index()).hasValue(1);
                        assertThat(e).cause().isInstanceOf(Refusal.class).hasMessage("refused: -2");
                        assertThat(e.getSuppressed())
                                .hasSize(2)
                                .allSatisfy(other -> assertThat(other).isInstanceOf(TaskFailedException.class));
                        assertThat(((TaskFailedException) e.getSuppressed()[0]).index())
                                .hasValue(3);
                        assertThat(((TaskFailedException) e.getSuppressed()[1]).index())
                                .hasValue(4);
                    });
        }
    }

    /** Contract, settled details: at most 100 suppressed failures. */
    @Test
    void suppressedFailuresAreCapped() {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(Work::refuse, NUMBERS))
                    .isInstanceOf(TaskFailedException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(100));
        }
    }

    /** CPython 3.13 pool:47: one bad item fails the rest of its chunk; contract 2: loses nothing else. */
    @Test
    void mapWaitsForAllItemsThoughOneFails() throws Exception {
        Traces traces = traces();
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(x -> Work.squareOfNatural(traces.leaving(x)), List.of(-1, 2, 3, 4, 5), 5))
                    .isInstanceOf(TaskFailedException.class);

            assertThat(traces.all()).hasSize(5);
        }
    }

    /** Contract, settled details: onError and toCompletableFuture give the task's own exception, also of a map. */
    @Test
    void aFailedMapIsReadyAndNotSuccessful() throws Exception {
        try (Pool pool = open()) {
            AsyncResult<List<Integer>> result = pool.mapAsync(Work::squareOfNatural, List.of(1, -2));

            assertThat(result.await(WAIT)).isTrue();
            assertThat(result.successful()).isFalse();
            assertThatThrownBy(result::get).isInstanceOf(TaskFailedException.class);
        }
    }

    private static List<Integer> squares() {
        try (Pool inner = Pool.threads(1)) {
            return inner.map(x -> x == null ? null : x * x, Arrays.asList(1, 2, null));
        }
    }

    /** As Python's lists can: the list of one pool as the result of a task of another. */
    @Test
    void theListCanCross() {
        try (Pool pool = open()) {
            assertThat(pool.apply(MapTest::squares)).containsExactly(1, 4, null);
        }
    }

    /** CPython 3.13 seen: ready at once. */
    @Test
    void anEmptyMapIsAnEmptyList() throws Exception {
        try (Pool pool = open()) {
            assertThat(pool.map(Work::square, List.<Integer>of())).isEmpty();
            assertThat(pool.mapAsync(Work::square, List.<Integer>of()).get(WAIT))
                    .isEmpty();
            assertThat(pool.starmap(Work::add, List.<Args2<Integer, Integer>>of()))
                    .isEmpty();
        }
    }

    /** Contract: null is an item and a result like any other. */
    @Test
    void nullsPassThrough() {
        try (Pool pool = open()) {
            assertThat(pool.map(Work::<Integer>same, Arrays.asList(1, null, 3))).containsExactly(1, null, 3);
        }
    }

    /** CPython 3.13 pool:477: a generator that raises does so in the caller. */
    @Test
    void anErrorOfTheInputComesOutAsItIs() {
        IllegalStateException mine = new IllegalStateException("mine");
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(Work::square, failingAt(3, mine))).isSameAs(mine);
            assertThat(pool.map(Work::square, List.of(2))).containsExactly(4);
        }
    }

    /** Contract 2: the lowest failure is thrown, all others attached: that of the input is one of them. */
    @Test
    void anErrorOfTheInputIsNotLostBehindAFailedItem() {
        IllegalStateException mine = new IllegalStateException("mine");
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(Work::refuse, failingAt(2, mine)))
                    .isInstanceOf(TaskFailedException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2).endsWith(mine));
        }
    }

    private static Iterable<Integer> failingAt(int place, RuntimeException error) {
        return () -> IntStream.range(0, 5)
                .map(x -> {
                    if (x == place) {
                        throw error;
                    }
                    return x;
                })
                .boxed()
                .iterator();
    }

    /** CPython 3.13 seen: a list that lies about its length hangs the pool or corrupts the results. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 1000, Integer.MAX_VALUE})
    void anInputThatLiesAboutItsSizeHarmsNobody(int size) {
        List<Integer> liar = new ArrayList<>(NUMBERS) {
            private static final long serialVersionUID = 1;

            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Integer> iterator() {
                return NUMBERS.iterator();
            }
        };
        try (Pool pool = open()) {
            assertThat(pool.map(Work::square, liar)).isEqualTo(SQUARES);
        }
    }

    /** Contract: MapOptions.timeout for mapAsync too; how many of how many were unfinished. */
    @Test
    void theDeadlineOfAMapEndsIt() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Pool pool = open();
                Gate gate = gate()) {
            AsyncResult<List<Integer>> result = pool.mapAsync(
                    gate::<Integer>pass,
                    List.of(1, 2),
                    MapOptions.defaults().timeout(Duration.ofMillis(50)),
                    Callbacks.onError(e -> {}));

            assertThatThrownBy(() -> result.get(WAIT))
                    .isInstanceOfSatisfying(
                            PoolTimeoutException.class,
                            e -> assertThat(e.unfinished()).isEqualTo(2));
        }
    }

    /** Cannot be passed by whoever is interrupted, and leaves a trace then. */
    private static int passFirst(int item, Gate gate, Traces traces) throws InterruptedException {
        if (item == 0) {
            gate.pass();
        }
        return traces.leaving(item);
    }

    /**
     * gh-95166; API.md 1: a deadline that passes cancels what has not started, whatever it traveled with, and leaves alone what runs. One
     * that passes before anything runs shows nothing: then a longer one is tried.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void theDeadlineOfAMapCancelsWhatHasNotStarted(int chunkSize) throws Exception {
        assumeWorkersOfTheirOwn();
        Duration limit = Duration.ofMillis(100);
        while (!hasStartedBeforeTheDeadline(chunkSize, limit)) {
            limit = limit.multipliedBy(2);
        }
    }

    private boolean hasStartedBeforeTheDeadline(int chunkSize, Duration limit) throws Exception {
        MapOptions options = MapOptions.defaults().chunkSize(chunkSize).timeout(limit);
        Path place = Files.createDirectory(directory.resolve(limit.toString()));
        Traces traces = Traces.in(place);
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        try (Pool pool = openOne();
                Gate gate = Gate.in(place, "gate")) {
            AsyncResult<List<Integer>> result = pool.mapAsync(
                    x -> passFirst(x, gate, traces),
                    NUMBERS.subList(0, 10),
                    options,
                    Callbacks.onError(heard::complete));
            assertThatThrownBy(() -> result.get(WAIT)).isInstanceOf(PoolTimeoutException.class);
            assertThat(heard.get(WAIT.toNanos(), TimeUnit.NANOSECONDS)).isInstanceOf(PoolTimeoutException.class);
            if (gate.arrivals() == 0) {
                return false;
            }

            Eventually.until("the others cancelled", () -> pool.stats().cancelled() == 9);
            gate.open();
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().cancelled()).isEqualTo(9);
            assertThat(pool.stats().completed()).isEqualTo(10);
        }
        assertThat(traces.all()).containsExactly("0");
        return true;
    }

    /** Contract 10: a task may map over its own pool; CPython deadlocks (seen). */
    @Test
    void aTaskMayMapOverItsPool() throws Exception {
        assumeSharedMemory();
        try (Pool pool = open(1)) {
            assertThat(pool.applyAsync(() -> pool.map(Work::square, List.of(1, 2, 3)))
                            .get(WAIT))
                    .containsExactly(1, 4, 9);
        }
    }

    /** DESIGN: every item runs exactly once. */
    @Test
    void everyItemRunsExactlyOnce() throws Exception {
        Traces traces = traces();
        try (Pool pool = open()) {
            assertThat(pool.map(traces::leaving, NUMBERS)).isEqualTo(NUMBERS);
        }
        assertThat(traces.all())
                .containsExactlyInAnyOrderElementsOf(
                        NUMBERS.stream().map(String::valueOf).toList());
    }

    /** API.md 4, settled details: toCompletableFuture gives the task's own exception; of a list that of the lowest index. */
    @Test
    void theCompletableFutureOfAFailedMapHasTheLowestItemsOwnException() {
        try (Pool pool = open()) {
            CompletableFuture<List<Integer>> future =
                    pool.mapAsync(Work::squareOfNatural, List.of(1, -2, -3)).toCompletableFuture();

            assertThatThrownBy(() -> future.get(WAIT.toNanos(), TimeUnit.NANOSECONDS))
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isExactlyInstanceOf(Refusal.class)
                    .hasFieldOrPropertyWithValue("refused", -2);
        }
    }

    /** CPython 3.13 pool:767: each get() tells the same; contract 2: the others suppressed, once, also on a failure of the pool's own. */
    @Test
    void whoeverAsksAgainIsToldTheSame() {
        boolean crosses = !kind.sharesMemory();
        try (Pool pool = open()) {
            AsyncResult<List<Object>> list =
                    pool.mapAsync((Integer x) -> x == 0 && crosses ? new Object() : Work.refuse(x), List.of(0, 1, 2));

            Throwable first = catchThrowable(list::get);
            Throwable second = catchThrowable(list::get);

            assertThat(second).hasSameClassAs(first).hasMessage(first.getMessage());
            assertThat(second.getCause()).isSameAs(first.getCause());
            assertThat(first.getSuppressed()).hasSize(2);
            assertThat(second.getSuppressed()).hasSize(2);
        }
    }
}
