// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A face is drained once, settled once, and keeps the first verdict. */
final class FaceLifeStress {
    private FaceLifeStress() {}

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one")
    public static class DrainOrDrain {
        private final FaceLife life = new FaceLife();

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = life.drain();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = life.drain();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one")
    public static class SettleOrSettle {
        private final FaceLife life = new FaceLife();

        public SettleOrSettle() {
            life.drain();
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = life.settle();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = life.settle();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, false", "false, true, false"},
            expect = ACCEPTABLE,
            desc = "one of them settles it, and it is not opened again")
    public static class SettleOrStop {
        private final FaceLife life = new FaceLife();

        public SettleOrStop() {
            life.drain();
        }

        @Actor
        public void ender(ZZZ_Result result) {
            result.r1 = life.settle();
        }

        @Actor
        public void stopper(ZZZ_Result result) {
            life.stop(() -> Verdict.CANCELLED);
            result.r2 = life.settle();
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r3 = life.settle() || life.isOpen() || life.isEnding();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "true, true, true",
            expect = ACCEPTABLE,
            desc = "there is one verdict, and it is there when it is stopped")
    public static class StopOrStop {
        private final FaceLife life = new FaceLife();
        private @Nullable Supplier<Verdict> seenByOne; // each by its actor alone
        private @Nullable Supplier<Verdict> seenByOther;

        @Actor
        public void one(ZZZ_Result result) {
            life.stop(() -> Verdict.returned("one"));
            seenByOne = life.abortVerdict();
            result.r1 = seenByOne != null;
        }

        @Actor
        public void other(ZZZ_Result result) {
            life.stop(() -> Verdict.returned("other"));
            seenByOther = life.abortVerdict();
            result.r2 = seenByOther != null;
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r3 = seenByOne == seenByOther;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "nothing ends while a result is to come")
    public static class HoldOrLook {
        private final FaceLife life = new FaceLife();

        public HoldOrLook() {
            life.drain();
            life.hold();
        }

        @Actor
        public void holder() {
            life.hold();
            life.release();
        }

        @Actor
        public void other(ZZ_Result result) {
            life.hold();
            life.release();
            result.r1 = life.isEnding();
        }

        @Arbiter
        public void seen(ZZ_Result result) {
            result.r2 = life.isEnding();
        }
    }
}
