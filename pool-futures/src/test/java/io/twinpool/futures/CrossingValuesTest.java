// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.LentWorkers;
import io.twinpool.core.testing.Work;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Values that are easily spoiled on the way to a forked JVM and back. */
@ExtendWith({LentWorkers.class, LeakCheck.class})
@Timeout(60)
final class CrossingValuesTest {
    private static final int DEPTH = 1_000;
    private static final int LARGE = 64 << 20;
    private static final TaskFunction<Object, Object> SAME = Work::same;

    static final List<Object> DELICATE = List.of(
            Double.longBitsToDouble(0x7ff8_0000_0000_0123L),
            Float.intBitsToFloat(0x7fc0_0123),
            -0.0,
            Double.MIN_VALUE,
            Long.MIN_VALUE,
            Byte.MIN_VALUE,
            Character.MAX_VALUE,
            "",
            "\0",
            "\ud800",
            "a\udc00b",
            "\udc00\ud800",
            "\ud83d\ude00",
            "x".repeat(100_000) + "\u20ac");

    private record Link(int depth, @Nullable Link next) implements Serializable {}

    private PoolExecutor pool;

    @BeforeEach
    void open() {
        assumeTrue(Kind.available().contains(Kind.PROCESSES), "left out by twinpool.test.kinds");
        pool = PoolExecutor.over(LentWorkers.forked(2));
    }

    @AfterEach
    void close() {
        if (pool != null) {
            pool.close();
        }
    }

    private static Object bits(Object value) {
        if (value instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        return value instanceof Float number ? Float.floatToRawIntBits(number) : value;
    }

    /** Contract 5: direct encodings for boxed primitives and String; as an argument and a result. */
    @ParameterizedTest
    @FieldSource("DELICATE")
    void aValueCrossesBothWays(Object value) {
        Object back = pool.submit(SAME, value).result();

        assertThat(back).hasSameClassAs(value);
        assertThat(bits(back)).isEqualTo(bits(value));
    }

    /** Contract 5: so do they in a map, beside nulls. */
    @Test
    void valuesAndNullsCrossInAMap() {
        List<Object> items = Stream.concat(DELICATE.stream(), Stream.of((Object) null, 1, null))
                .toList();
        try (Results<Object> results = pool.map(SAME, items)) {
            for (Object item : items) {
                assertThat(bits(results.next())).isEqualTo(bits(item));
            }
        }
    }

    /** Contract 5: and inside other objects, whose own nulls stay; there Java serialization makes all NaNs the same. */
    @Test
    void valuesCrossInsideOthers() {
        Object[] all =
                Stream.concat(DELICATE.stream(), Stream.of((Object) null)).toArray();

        Object[] back = (Object[]) pool.submit(SAME, all).result();

        assertThat(back).containsExactly(all);
    }

    /** Contract 5: Java serialization is recursive; a thousand links are no burden to it. */
    @Test
    void aDeepListCrosses() {
        Link list = null;
        for (int depth = 0; depth < DEPTH; depth++) {
            list = new Link(depth, list);
        }

        Link link = (Link) pool.submit(SAME, list).result();

        for (int depth = DEPTH - 1; depth >= 0; depth--) {
            assertThat(link.depth).isEqualTo(depth);
            link = link.next;
        }
        assertThat(link).isNull();
    }

    /** Contract 5: direct encodings for primitive arrays, of any size. */
    @Test
    void aLargeArrayCrosses() {
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);

        byte[] back = (byte[]) pool.submit(SAME, bytes).result();

        assertThat(Arrays.equals(back, bytes)).isTrue();
    }
}
