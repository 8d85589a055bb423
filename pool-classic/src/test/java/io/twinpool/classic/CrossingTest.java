// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.twinpool.Args2;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.TaskSerializationException;
import io.twinpool.core.testing.Kind;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot cross to a forked JVM, by each way in. */
final class CrossingTest extends PoolContract {
    private static final TaskFunction<Object, Object> SAME = item -> item;

    private static final class Plain {}

    CrossingTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereThingsCross() {
        assumeFalse(kind.sharesMemory(), "nothing has to cross");
    }

    /** API.md 5: a function or single argument that cannot cross throws from the call itself; CPython 3.13 seen: the pool is fine. */
    @Test
    void whatCannotCrossIsToldByTheCall() {
        Plain plain = new Plain();
        List<Args2<Integer, Integer>> rows = List.of(Args2.of(1, 2));
        try (Pool pool = openOne()) {
            List<ThrowingCallable> calls = List.of(
                    () -> pool.apply(() -> plain.hashCode()),
                    () -> pool.applyAsync((Integer x) -> plain.hashCode() + x, 1),
                    () -> pool.apply(SAME, plain),
                    () -> pool.applyAsync((Integer a, Object b) -> 1, 1, plain),
                    () -> pool.map((Integer x) -> plain.hashCode() + x, List.of(1)),
                    () -> pool.imap((Integer x) -> plain.hashCode() + x, List.of(1)),
                    () -> pool.starmapAsync((Integer a, Integer b) -> plain.hashCode() + a + b, rows));

            assertThat(calls)
                    .allSatisfy(call -> assertThatThrownBy(call)
                            .isInstanceOf(TaskSerializationException.class)
                            .hasMessageContaining(Plain.class.getName()));
            assertThat(pool.apply(SAME, 3)).isEqualTo(3);
            assertThat(pool.stats().completed()).isEqualTo(1);
        }
    }

    /** API.md 5: an item of a map fails as that item, whatever the chunks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anItemThatCannotCrossFailsAlone(int chunkSize) {
        List<Object> items = List.of(0, new Plain(), 2);
        try (Pool pool = open();
                Results<Object> lazy = pool.imap(SAME, items, chunkSize)) {
            assertThatThrownBy(() -> pool.map(SAME, items, chunkSize))
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageStartingWith("item 1 of a map: ");
            assertThat(lazy.next()).isEqualTo(0);
            assertThatThrownBy(lazy::next).isInstanceOf(TaskSerializationException.class);
            assertThat(lazy.next()).isEqualTo(2);
        }
    }

    /** CPython 3.13 pool:642: a pool cannot be sent to its own workers; API.md 5: told by the call itself, by name. */
    @Test
    void aPoolDoesNotCross() {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.apply(() -> pool.stats().workers()))
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageContaining(Pool.class.getName());
        }
    }
}
