// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.TaskSerializationException;
import io.twinpool.Workers;
import io.twinpool.core.testing.ClassLeakCheck;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Contract 1: a result that the user's filter refuses fails its task, in whatever form it crosses. */
@ExtendWith(ClassLeakCheck.class)
class ResultFilterTest {
    private static volatile ObjectInputFilter current = info -> Status.UNDECIDED; // of the test that runs

    @RegisterExtension
    static final OnePlace CHILD = OnePlace.of(Workers.processes(1).resultFilter(info -> current.checkInput(info)));

    private final Place place = OnePlace.place();

    private Items results(ObjectInputFilter filter, Object... values) throws Exception {
        current = filter;
        Items items = place.run(Jobs.function((Object x) -> Jobs.echo(x)), values);
        place.awaitIdle();
        return items;
    }

    private static void assertRefused(Items items, int index, Class<?> type) throws Exception {
        assertThat(items.error(index))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageStartingWith("result ")
                .hasMessageContaining(type.getName() + "; refused by the resultFilter");
    }

    @Test
    void anArrayOfPrimitivesThatIsTooLongIsRefused() throws Exception {
        ObjectInputFilter filter = ObjectInputFilter.Config.createFilter("maxarray=1000");

        Items items = results(filter, new byte[1001], new byte[1000], new double[100_000], new long[0]);

        assertRefused(items, 0, byte[].class);
        assertThat(items.value(1)).isEqualTo(new byte[1000]);
        assertRefused(items, 2, double[].class);
        assertThat(items.value(3)).isEqualTo(new long[0]);
    }

    @Test
    void aFilterThatRefusesAllRefusesAllButStrings() throws Exception {
        Object[] values = {1, 2L, 3.0, 'c', true, new int[] {1}, new Args2<>(1, "x"), new Args3<>("x", "y", "z")};

        Items items = results(info -> Status.REJECTED, values);

        for (int i = 0; i < values.length; i++) {
            assertRefused(items, i, values[i].getClass());
        }
        assertThat(results(info -> Status.REJECTED, "text").value(0)).isEqualTo("text");
    }

    @Test
    void aPartOfARowIsRefused() throws Exception {
        Items items = results(
                ObjectInputFilter.Config.createFilter("!java.lang.Long"), new Args2<>(1, 2L), new Args2<>(1, 2));

        assertRefused(items, 0, Long.class);
        assertThat(items.value(1)).isEqualTo(new Args2<>(1, 2));
    }

    private record Shown(@Nullable Class<?> type, long length, long depth, long references, long bytes) {}

    @Test
    void aFilterIsShownWhatAStreamWouldSay() throws Exception {
        List<Shown> shown = Collections.synchronizedList(new ArrayList<>());

        Items items = results(
                info -> {
                    shown.add(new Shown(
                            info.serialClass(),
                            info.arrayLength(),
                            info.depth(),
                            info.references(),
                            info.streamBytes()));
                    return Status.UNDECIDED;
                },
                new int[3],
                7,
                new Args2<>("x", true));

        assertThat(items.value(0)).isEqualTo(new int[3]);
        assertThat(items.value(1)).isEqualTo(7);
        assertThat(items.value(2)).isEqualTo(new Args2<>("x", true));
        assertThat(shown)
                .containsExactlyInAnyOrder(
                        new Shown(int[].class, 3, 1, 1, 18),
                        new Shown(Integer.class, -1, 1, 1, 5),
                        new Shown(Args2.class, -1, 1, 1, 8),
                        new Shown(Boolean.class, -1, 2, 2, 8));
    }

    @Test
    void aFilterThatThrowsRefuses() throws Exception {
        Items items = results(
                info -> {
                    throw new IllegalStateException("no mood");
                },
                1,
                new BitSet());

        for (Throwable error : List.of(items.error(0), items.error(1))) {
            assertThat(error)
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageContaining(
                            "; refused because the resultFilter threw java.lang.IllegalStateException: no mood")
                    .cause()
                    .isInstanceOf(InvalidClassException.class)
                    .cause()
                    .hasMessage("no mood");
        }
        assertThat(items.error(0)).hasMessageContaining("java.lang.Integer");
        assertThat(items.error(1)).hasMessageContaining("java.util.BitSet");
    }

    @Test
    void aFilterThatGivesNoStatusRefuses() throws Exception {
        Items items = results(info -> null, 1, new BitSet());

        for (Throwable error : List.of(items.error(0), items.error(1))) {
            assertThat(error)
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageContaining("; refused because the resultFilter gave null for a status");
        }
    }

    @Test
    void whatHasNoClassIsToldToBeRefusedByTheFilter() throws Exception {
        BitSet twice = new BitSet();

        Items items = results(
                info -> info.serialClass() == null ? Status.REJECTED : Status.UNDECIDED,
                new ArrayList<>(List.of(twice, twice)));

        assertThat(items.error(0))
                .hasMessageEndingWith("java.io.InvalidClassException: refused by the resultFilter")
                .cause()
                .hasNoCause();
    }
}
