// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The outcomes of a map's items, each given once and taken once. */
class SegmentTest {
    private final Segment segment = new Segment(0, new Object[] {"a", "b", "c", "d"});

    private static List<?> sent(List<?> list) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(list);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (List<?>) in.readObject();
        }
    }

    /** A list of results may be the result of a task in another JVM, which knows nothing of this library's classes. */
    @Test
    void theValuesAreAListThatCrossesAsOneOfTheJdks() throws Exception {
        for (int i = 0; i < 4; i++) {
            segment.returned(i, i == 1 ? null : i);
        }

        List<@Nullable Object> values = segment.values();
        List<?> copy = sent(values);

        assertThat(values).containsExactly(0, null, 2, 3);
        assertThat(copy).isEqualTo(values);
        assertThat(copy.getClass().getName()).startsWith("java.util.");
        assertThatThrownBy(() -> values.set(0, "other")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> copy.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    /** ADR 2: the first finish wins. */
    @Test
    void whoeverEndsAnItemLaterIsTold() {
        assertThat(segment.returned(0, null)).isTrue();
        assertThat(segment.returned(0, "again")).isFalse();
        assertThat(segment.win(0)).isFalse();
        assertThat(segment.win(1)).isTrue();
        assertThat(segment.returned(1, "late")).isFalse();
    }

    /** Who settles a stride counts just those values that nobody else has counted. */
    @Test
    void whoTakesAnItemOverLearnsWhoCountsIt() {
        segment.win(1);
        segment.end(1, Verdict.CANCELLED);
        segment.win(2);
        segment.put(3, null);

        assertThat(segment.takeOver(0)).isEqualTo(Segment.Found.WON);
        assertThat(segment.takeOver(0)).as("won by another").isEqualTo(Segment.Found.COUNTED);
        assertThat(segment.takeOver(1)).as("has a verdict").isEqualTo(Segment.Found.COUNTED);
        assertThat(segment.takeOver(2)).as("is about to have one").isEqualTo(Segment.Found.COUNTED);
        assertThat(segment.takeOver(3)).isEqualTo(Segment.Found.RETURNED);
    }

    @Test
    void anItemIsDeliveredWhenItsEndIsComplete() {
        segment.win(0);
        assertThat(segment.hasEnded(0)).isFalse();
        assertThat(segment.deliver(0)).isNull();

        segment.end(0, Verdict.CANCELLED);

        assertThat(segment.hasEnded(0)).isTrue();
        assertThat(segment.deliver(0)).isEqualTo(Verdict.CANCELLED);
    }

    /** A consumer that keeps up holds no memory; but a worker may be about to read an item that was ended for it. */
    @Test
    void whatIsDeliveredIsNotKept() {
        segment.returned(0, null);
        segment.win(1);
        segment.end(1, Verdict.CANCELLED);

        Object delivered = Objects.requireNonNull(segment.deliver(0));
        segment.deliver(1);

        assertThat(Segment.unboxed(delivered)).isNull();
        assertThat(segment.item(0)).isNull();
        assertThat(segment.item(1)).isEqualTo("b");
        assertThat(segment.failure(1)).isNull();
    }
}
