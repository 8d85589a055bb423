// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StaffingTest {
    private static Staffing staffed(int places, int least) {
        Staffing staffing = new Staffing(places, least);
        for (int i = 0; i < places; i++) {
            staffing.joined();
        }
        return staffing;
    }

    @Test
    void everyPlaceWantsAWorker() {
        Staffing staffing = new Staffing(2, 2);
        assertThat(staffing.isVacant()).isTrue();

        staffing.joined();
        staffing.joined();

        assertThat(staffing.isVacant()).isFalse();
        assertThat(staffing.isShort()).isFalse();
        assertThat(staffing.isCrowded()).isFalse();
    }

    @Test
    void aPlaceThatIsLeftEmptyIsShortOfAWorkerButWantsNone() {
        Staffing staffing = staffed(2, 1);

        staffing.leaveEmpty();
        staffing.left();

        assertThat(staffing.isVacant()).isFalse();
        assertThat(staffing.isShort()).isTrue();
        assertThat(staffing.mayLeaveEmpty()).isFalse();
    }

    @Test
    void noMoreAreFilledThanAreEmpty() {
        Staffing staffing = staffed(2, 0);
        staffing.leaveEmpty();
        staffing.left();

        staffing.fillEmpty(Integer.MAX_VALUE);

        assertThat(staffing.hasEmpty()).isFalse();
        assertThat(staffing.isVacant()).isTrue();
        assertThat(staffing.isCrowded()).isFalse();
    }

    @Test
    void whoCameForALentPlaceMayHaveOneThatIsEmpty() {
        Staffing staffing = staffed(2, 0);
        staffing.leaveEmpty();
        staffing.left();
        staffing.addPlace();
        staffing.joined();

        staffing.removePlace();

        assertThat(staffing.isCrowded()).isFalse();
        assertThat(staffing.serving()).isEqualTo(2);
        assertThat(staffing.hasEmpty()).isFalse();
    }

    @Test
    void whoCameForALentPlaceIsOneTooManyIfNoneIsEmpty() {
        Staffing staffing = staffed(2, 2);
        staffing.addPlace();
        staffing.joined();

        staffing.removePlace();

        assertThat(staffing.isCrowded()).isTrue();
    }
}
