// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgsTest {

    @Test
    void rowOfTwoKeepsItsOrder() {
        Args2<String, Integer> row = Args2.of("a", 1);

        assertThat(row.first()).isEqualTo("a");
        assertThat(row.second()).isEqualTo(1);
    }

    @Test
    void rowOfThreeKeepsItsOrder() {
        Args3<String, Integer, Character> row = Args3.of("a", 1, 'x');

        assertThat(row.first()).isEqualTo("a");
        assertThat(row.second()).isEqualTo(1);
        assertThat(row.third()).isEqualTo('x');
    }

    @Test
    void rowOfTwoCrossesWithNull() throws Exception {
        Args2<String, List<Integer>> row = Args2.of(null, List.of(1, 2));

        assertThat(Crossing.of(row)).isEqualTo(row);
    }

    @Test
    void rowOfThreeCrossesWithNull() throws Exception {
        Args3<String, List<Integer>, Double> row = Args3.of(null, List.of(1, 2), 0.5);

        assertThat(Crossing.of(row)).isEqualTo(row);
    }

    @Test
    void rowDoesNotCrossWithWhatCannotCross() {
        Args2<Object, Object> row = Args2.of("a", new Object());

        assertThatThrownBy(() -> Crossing.of(row)).isInstanceOf(NotSerializableException.class);
    }
}
