// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OnWorkerLostTest {

    @Test
    void failTaskNeitherRetriesNorBreaks() {
        assertThat(OnWorkerLost.FAIL_TASK.retries()).isZero();
        assertThat(OnWorkerLost.FAIL_TASK.breaksPool()).isFalse();
    }

    @Test
    void breakPoolBreaksAndDoesNotRetry() {
        assertThat(OnWorkerLost.BREAK_POOL.retries()).isZero();
        assertThat(OnWorkerLost.BREAK_POOL.breaksPool()).isTrue();
    }

    @Property
    void retryRetriesThatOftenAndDoesNotBreak(@ForAll @IntRange(min = 1) int attempts) {
        OnWorkerLost rule = OnWorkerLost.retry(attempts);

        assertThat(rule.retries()).isEqualTo(attempts);
        assertThat(rule.breaksPool()).isFalse();
    }

    @Property
    void retryBelowOneIsRefused(@ForAll @IntRange(min = Integer.MIN_VALUE, max = 0) int attempts) {
        assertThatThrownBy(() -> OnWorkerLost.retry(attempts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attempts must be >= 1, was " + attempts);
    }

    @Test
    void equalRulesAreEqual() {
        assertThat(OnWorkerLost.retry(2)).isEqualTo(OnWorkerLost.retry(2)).hasSameHashCodeAs(OnWorkerLost.retry(2));
        assertThat(OnWorkerLost.retry(2)).isNotEqualTo(OnWorkerLost.retry(3));
        assertThat(OnWorkerLost.FAIL_TASK).isNotEqualTo(OnWorkerLost.BREAK_POOL);
    }

    @Test
    void namesItselfAsTheUserWroteIt() {
        assertThat(OnWorkerLost.FAIL_TASK).hasToString("FAIL_TASK");
        assertThat(OnWorkerLost.BREAK_POOL).hasToString("BREAK_POOL");
        assertThat(OnWorkerLost.retry(2)).hasToString("retry(2)");
    }
}
