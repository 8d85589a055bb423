// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.worker.Claims;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClaimsTest {
    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private Arena near;

    private Arena far;

    @BeforeEach
    void map() throws Exception {
        near = Arena.create(directory.resolve("m"));
        far = Arena.open(directory.resolve("m"));
    }

    @Test
    void oneMappingSeesWhatTheOtherClaims() {
        Claims ours = near.begin(3, 1);
        Claims theirs = new SharedClaims(far, 1);

        assertThat(theirs.claim()).isZero();
        assertThat(theirs.claimTimed()).isEqualTo(1);

        assertThat(ours.started()).isEqualTo(2);
        assertThat(ours.running()).isEqualTo(1);
        assertThat(ours.startNanos()).isNotZero();
        assertThat(ours.revoke(0)).isEqualTo(new Claims.Span(2, 3));
        assertThat(theirs.claim()).isEqualTo(-1);
        assertThat(ours.running()).isEqualTo(-1);
    }

    @Test
    void anOlderBatchOfTheSameCellIsGone() {
        Claims old = near.begin(5, 3);
        Claims fresh = near.begin(7, 3 + 64);

        assertThat(old.started()).isZero();
        assertThat(old.waiting()).isZero();
        assertThat(old.revoke(0)).isNull();
        assertThat(old.interrupt(0, Thread.currentThread())).isFalse();
        assertThat(old.claim()).isEqualTo(-1);
        old.rest();
        assertThat(fresh.waiting()).isEqualTo(7);
    }

    @Test
    void generationsGoRoundWithoutHarm() {
        int last = (1 << 22) - 1;
        Claims old = near.begin(1, last);
        Claims next = near.begin(2, last + 1);

        assertThat(old.waiting()).isEqualTo(1);
        assertThat(next.waiting()).isEqualTo(2);
        assertThat(new SharedClaims(far, last + 1).waiting()).isEqualTo(2);
    }

    /** Contract: reading the arguments counts as started, here of a child that died of it, and of no other batch than that one's. */
    @Test
    void theParentSeesForWhichBatchAnArrayIsReserved() {
        CheckedClaims ours = near.begin(2, 1);
        CheckedClaims others = near.begin(2, 2);

        far.reserving(new SharedClaims(far, 1));
        assertThat(near.isReserving(ours)).isTrue();
        assertThat(near.isReserving(others)).isFalse();

        far.reserved();
        assertThat(near.isReserving(ours)).isFalse();
    }

    @Test
    void theParentStartsForADeadChildWhatIsLeftAndNoMore() {
        CheckedClaims ours = near.begin(3, 1);
        assertThat(new SharedClaims(far, 1).claim()).isZero();

        ours.startNext();
        assertThat(ours.started()).isEqualTo(2);
        assertThat(ours.revoke(0)).isEqualTo(new Claims.Span(2, 3));

        ours.startNext();
        assertThat(ours.started()).isEqualTo(2);
    }
}
