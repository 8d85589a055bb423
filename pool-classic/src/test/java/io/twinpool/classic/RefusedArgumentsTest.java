// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.MapOptions;
import io.twinpool.Task;
import io.twinpool.TaskBiFunction;
import io.twinpool.TaskFunction;
import io.twinpool.TaskTriFunction;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each method refuses at once. API.md 1: NullPointerException, IllegalArgumentException with rule and value. */
final class RefusedArgumentsTest extends PoolContract {
    private static final Task<Integer> NO_TASK = null;
    private static final TaskFunction<Integer, Integer> NO_FN = null;
    private static final TaskBiFunction<Integer, Integer, Integer> NO_FN_OF_TWO = null;
    private static final TaskTriFunction<Integer, Integer, Integer, Integer> NO_FN_OF_THREE = null;
    private static final List<Integer> ITEMS = List.of(1);
    private static final List<Integer> NO_ITEMS = null;
    private static final List<Args2<Integer, Integer>> PAIRS = List.of(Args2.of(1, 2));
    private static final List<Args2<Integer, Integer>> NO_PAIRS = null;
    private static final List<Args3<Integer, Integer, Integer>> TRIPLES = List.of(Args3.of(1, 2, 3));
    private static final List<Args3<Integer, Integer, Integer>> NO_TRIPLES = null;
    private static final MapOptions OPTIONS = MapOptions.defaults();
    private static final MapOptions NO_OPTIONS = null;
    private static final Callbacks<Object> CALLBACKS = Callbacks.onResult(ignored -> {});
    private static final Callbacks<Object> NO_CALLBACKS = null;
    private static final Duration NO_TIME = null;

    RefusedArgumentsTest(Kind kind) {
        super(kind);
    }

    private static void refused(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessageContaining(name);
    }

    private static void assertUntouched(Pool pool) {
        assertThat(pool.stats().completed()
                        + pool.stats().queued()
                        + pool.stats().running())
                .isZero();
    }

    @Test
    void aFunctionIsNeverNull() {
        try (Pool pool = open()) {
            refused("task", () -> pool.apply(NO_TASK));
            refused("task", () -> pool.applyAsync(NO_TASK));
            refused("task", () -> pool.applyAsync(NO_TASK, CALLBACKS));
            refused("fn", () -> pool.apply(NO_FN, 1));
            refused("fn", () -> pool.applyAsync(NO_FN, 1));
            refused("fn", () -> pool.applyAsync(NO_FN, 1, CALLBACKS));
            refused("fn", () -> pool.apply(NO_FN_OF_TWO, 1, 2));
            refused("fn", () -> pool.applyAsync(NO_FN_OF_TWO, 1, 2));
            refused("fn", () -> pool.applyAsync(NO_FN_OF_TWO, 1, 2, CALLBACKS));
            refused("fn", () -> pool.map(NO_FN, ITEMS));
            refused("fn", () -> pool.map(NO_FN, ITEMS, 1));
            refused("fn", () -> pool.mapAsync(NO_FN, ITEMS));
            refused("fn", () -> pool.mapAsync(NO_FN, ITEMS, OPTIONS, CALLBACKS));
            refused("fn", () -> pool.imap(NO_FN, ITEMS));
            refused("fn", () -> pool.imap(NO_FN, ITEMS, OPTIONS));
            refused("fn", () -> pool.imap(NO_FN, ITEMS, 1));
            refused("fn", () -> pool.imapUnordered(NO_FN, ITEMS));
            refused("fn", () -> pool.starmap(NO_FN_OF_TWO, PAIRS));
            refused("fn", () -> pool.starmap(NO_FN_OF_THREE, TRIPLES));
            refused("fn", () -> pool.starmapAsync(NO_FN_OF_TWO, PAIRS));
            refused("fn", () -> pool.starmapAsync(NO_FN_OF_THREE, TRIPLES));
            refused("fn", () -> pool.istarmap(NO_FN_OF_TWO, PAIRS));
            refused("fn", () -> pool.istarmap(NO_FN_OF_THREE, TRIPLES));
            refused("fn", () -> pool.istarmapUnordered(NO_FN_OF_TWO, PAIRS));
            refused("fn", () -> pool.istarmapUnordered(NO_FN_OF_THREE, TRIPLES));
            assertUntouched(pool);
        }
    }

    @Test
    void anInputIsNeverNull() {
        try (Pool pool = open()) {
            refused("items", () -> pool.map(Work::square, NO_ITEMS));
            refused("items", () -> pool.map(Work::square, NO_ITEMS, 1));
            refused("items", () -> pool.mapAsync(Work::square, NO_ITEMS));
            refused("items", () -> pool.mapAsync(Work::square, NO_ITEMS, OPTIONS, CALLBACKS));
            refused("items", () -> pool.imap(Work::square, NO_ITEMS));
            refused("items", () -> pool.imapUnordered(Work::square, NO_ITEMS, OPTIONS));
            refused("items", () -> pool.imapUnordered(Work::square, NO_ITEMS, 1));
            assertUntouched(pool);
        }
    }

    @Test
    void rowsAreNeverNull() {
        try (Pool pool = open()) {
            refused("rows", () -> pool.starmap(Work::add, NO_PAIRS));
            refused("rows", () -> pool.starmap(Work::add, NO_TRIPLES, 1));
            refused("rows", () -> pool.starmapAsync(Work::add, NO_PAIRS));
            refused("rows", () -> pool.starmapAsync(Work::add, NO_TRIPLES, OPTIONS, CALLBACKS));
            refused("rows", () -> pool.istarmap(Work::add, NO_PAIRS));
            refused("rows", () -> pool.istarmapUnordered(Work::add, NO_TRIPLES));
            assertUntouched(pool);
        }
    }

    @Test
    void optionsAndCallbacksAreNeverNull() {
        try (Pool pool = open()) {
            refused("options", () -> pool.mapAsync(Work::square, ITEMS, NO_OPTIONS, CALLBACKS));
            refused("options", () -> pool.starmapAsync(Work::add, PAIRS, NO_OPTIONS, CALLBACKS));
            refused("options", () -> pool.starmapAsync(Work::add, TRIPLES, NO_OPTIONS, CALLBACKS));
            refused("options", () -> pool.imap(Work::square, ITEMS, NO_OPTIONS));
            refused("options", () -> pool.imapUnordered(Work::square, ITEMS, NO_OPTIONS));
            refused("options", () -> pool.istarmap(Work::add, PAIRS, NO_OPTIONS));
            refused("options", () -> pool.istarmap(Work::add, TRIPLES, NO_OPTIONS));
            refused("options", () -> pool.istarmapUnordered(Work::add, PAIRS, NO_OPTIONS));
            refused("callbacks", () -> pool.applyAsync(() -> 1, NO_CALLBACKS));
            refused("callbacks", () -> pool.applyAsync(Work::square, 1, NO_CALLBACKS));
            refused("callbacks", () -> pool.applyAsync(Work::add, 1, 2, NO_CALLBACKS));
            refused("callbacks", () -> pool.mapAsync(Work::square, ITEMS, OPTIONS, NO_CALLBACKS));
            refused("callbacks", () -> pool.starmapAsync(Work::add, PAIRS, OPTIONS, NO_CALLBACKS));
            refused("callback", () -> CALLBACKS.andOnError(null));
            refused("callback", () -> CALLBACKS.andOnResult(null));
            assertUntouched(pool);
        }
    }

    @Test
    void whatAPoolStandsOnIsNeverNull() {
        refused("workers", () -> Pool.of(null));
        refused("shared", () -> Pool.over(null));
    }

    @Test
    void aTimeIsNeverNull() throws Exception {
        try (Pool pool = open()) {
            AsyncResult<Integer> result = pool.applyAsync(Work::square, 2);
            pool.shutdown();
            pool.join();

            refused("timeout", () -> pool.withTaskTimeout(NO_TIME));
            refused("timeout", () -> pool.join(NO_TIME));
            refused("timeout", () -> result.get(NO_TIME));
            refused("timeout", () -> result.await(NO_TIME));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aTaskTimeoutIsPositive(Duration timeout) {
        try (Pool pool = open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.withTaskTimeout(timeout))
                    .withMessage("taskTimeout must be positive, was " + timeout);
            assertThat(pool.withTaskTimeout(Duration.ofSeconds(Long.MAX_VALUE)).apply(Work::square, 3))
                    .isEqualTo(9);
        }
    }

    /** As in the ends of {@code java.util.concurrent}: a time that is over only looks. */
    @Test
    void aNegativeTimeOnlyLooks() throws Exception {
        Duration negative = Duration.ofSeconds(Long.MIN_VALUE);
        try (Pool pool = open()) {
            AsyncResult<Integer> result = pool.applyAsync(Work::square, 2);
            assertThat(result.await(WAIT)).isTrue();

            assertThat(result.get(negative)).isEqualTo(4);
            assertThat(result.await(negative)).isTrue();
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.join(negative)).isTrue();
        }
    }
}
