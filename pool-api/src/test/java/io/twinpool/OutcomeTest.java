// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void successHoldsTheValue() {
        assertThat(new Outcome.Success<>(7).value()).isEqualTo(7);
    }

    @Test
    void successMayHoldNull() {
        assertThat(new Outcome.Success<>(null).value()).isNull();
    }

    @Test
    void failureHoldsTheErrorItself() {
        Exception error = new Exception("boom");

        assertThat(new Outcome.Failure<>(error).error()).isSameAs(error);
    }

    @Test
    void failureWithoutErrorIsRefused() {
        assertThatThrownBy(() -> new Outcome.Failure<>(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("error");
    }

    @Test
    void bothCanCross() throws Exception {
        assertThat(Crossing.of(new Outcome.Success<>("done"))).isEqualTo(new Outcome.Success<>("done"));
        assertThat(Crossing.of(new Outcome.Failure<>(new Exception("boom"))).error())
                .hasMessage("boom");
    }
}
