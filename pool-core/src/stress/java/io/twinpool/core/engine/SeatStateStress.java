// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of two threads that move a seat, exactly one does. */
final class SeatStateStress {
    private SeatStateStress() {}

    private static SeatState idle() {
        SeatState state = new SeatState();
        state.rest();
        return state;
    }

    private static SeatState spare() {
        SeatState state = new SeatState();
        state.standBy();
        return state;
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one")
    public static class ClaimOrClaim {
        private final SeatState state = idle();

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = state.claim();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = state.claim();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "it works, or it leaves")
    public static class ClaimOrQuit {
        private final SeatState state = idle();

        @Actor
        public void claims(ZZ_Result result) {
            result.r1 = state.claim();
        }

        @Actor
        public void quits(ZZ_Result result) {
            result.r2 = state.quit();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "it works, or it leaves")
    public static class PromoteOrQuit {
        private final SeatState state = spare();

        @Actor
        public void promotes(ZZ_Result result) {
            result.r1 = state.promote();
        }

        @Actor
        public void quits(ZZ_Result result) {
            result.r2 = state.quit();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one")
    public static class EndOrEnd {
        private final SeatState state = idle();

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = state.end();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = state.end();
        }
    }
}
