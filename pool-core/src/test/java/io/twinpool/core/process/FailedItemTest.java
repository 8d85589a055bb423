// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.RemoteTaskException;
import io.twinpool.TaskSerializationException;
import io.twinpool.core.testing.ClassLeakCheck;
import io.twinpool.worker.Routine;
import java.io.NotSerializableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Items that fail, each alone. */
@ExtendWith({ClassLeakCheck.class, OnePlace.class})
class FailedItemTest {
    private static final Routine ECHO = Jobs.function(Jobs::echo);

    private final Place place = OnePlace.place();

    @Test
    void anExceptionKeepsItsTypeItsFieldsAndTheStackOfTheChild() throws Exception {
        Items items = place.run(
                Jobs.function((Integer x) -> {
                    throw new Jobs.Odd("no " + x, x);
                }),
                42);

        assertThat(items.error(0)).isInstanceOf(Jobs.Odd.class).hasMessage("no 42");
        assertThat(((Jobs.Odd) items.error(0)).code).isEqualTo(42);
        assertThat(items.error(0).getStackTrace())
                .anyMatch(f -> f.getClassName().contains("FailedItemTest"));
    }

    @Test
    void aThrowableOfAnyKindBelongsToItsItem() throws Exception {
        Items items = place.run(
                Jobs.function((Integer depth) -> {
                    if (depth == 0) {
                        throw new AssertionError("error");
                    }
                    return depth < 0 ? overflow(depth) : depth;
                }),
                1,
                0,
                2,
                -1,
                3);

        assertThat(items.value(0)).isEqualTo(1);
        assertThat(items.error(1)).isInstanceOf(AssertionError.class).hasMessage("error");
        assertThat(items.value(2)).isEqualTo(2);
        assertThat(items.error(3)).isInstanceOf(StackOverflowError.class);
        assertThat(items.value(4)).isEqualTo(3);
    }

    @SuppressWarnings("InfiniteRecursion") // the point of it
    private static int overflow(int depth) {
        return overflow(depth - 1) + 1;
    }

    @Test
    void anExceptionThatCannotBeWrittenHasAStandIn() throws Exception {
        Items items = place.run(
                Jobs.function((String m) -> {
                    throw new Jobs.Unwritable(m, new Jobs.Odd("the cause", 7));
                }),
                "message");

        RemoteTaskException standIn = (RemoteTaskException) items.error(0);
        assertThat(standIn.originalClassName()).isEqualTo(Jobs.Unwritable.class.getName());
        assertThat(standIn).hasMessage("message");
        assertThat(standIn.getStackTrace()).anyMatch(f -> f.getClassName().contains("FailedItemTest"));
        assertThat(standIn.getCause()).isInstanceOf(Jobs.Odd.class).hasMessage("the cause");
    }

    @Test
    void aResultThatCannotBeWrittenFailsItsItemAndNamesThePath() throws Exception {
        Items items = place.run(
                Jobs.function((Integer x) -> x == 1 ? new Jobs.Holder(List.of("a", new Jobs.Plain())) : x), 0, 1, 2);

        assertThat(items.error(1))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("result")
                .hasMessageContaining("Holder.content[1]")
                .hasMessageContaining("Plain")
                .hasCauseInstanceOf(NotSerializableException.class);
        assertThat(items.value(0)).isEqualTo(0);
        assertThat(items.value(2)).isEqualTo(2);
    }

    @Test
    void aResultThatCannotBeReadFailsItsItemAlone() throws Exception {
        Items items = place.run(Jobs.function((Integer x) -> x == 1 ? new Jobs.Hostile(false) : x), 0, 1, 2);

        assertThat(items.error(1))
                .isInstanceOf(TaskSerializationException.class)
                .hasCauseInstanceOf(LinkageError.class);
        assertThat(items.value(0)).isEqualTo(0);
        assertThat(items.value(2)).isEqualTo(2);
    }

    @Test
    void argumentsThatCannotBeWrittenOrReadFailTheirItemsAlone() throws Exception {
        Items items = place.run(ECHO, 0, new Jobs.Hostile(true), new Jobs.Plain(), new Jobs.Hostile(false), 4);

        assertThat(items.error(1)).isInstanceOf(TaskSerializationException.class);
        assertThat(items.error(2))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("Plain");
        assertThat(items.error(3))
                .isInstanceOf(TaskSerializationException.class)
                .hasCauseInstanceOf(LinkageError.class);
        assertThat(items.value(0)).isEqualTo(0);
        assertThat(items.value(4)).isEqualTo(4);
    }
}
