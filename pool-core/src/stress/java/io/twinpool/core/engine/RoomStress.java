// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of one place one has it; what is given back is there. */
final class RoomStress {
    private RoomStress() {}

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one")
    public static class AcquireOrAcquire {
        private final Room room = new Room(1);

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = room.tryAcquire();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = room.tryAcquire();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1"},
            expect = ACCEPTABLE,
            desc = "the places add up")
    public static class ReleaseOrTakeBack {
        private final Room room = new Room(1);

        @Actor
        public void one() {
            room.release(1);
        }

        @Actor
        public void other() {
            room.release(-1);
        }

        @Arbiter
        public void seen(I_Result result) {
            while (room.tryAcquire()) {
                result.r1++;
            }
        }
    }
}
