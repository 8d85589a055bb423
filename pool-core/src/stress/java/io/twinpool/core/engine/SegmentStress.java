// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Each item ends once, and its consumer hears of it: by a look, or because it is seen to wait. */
final class SegmentStress {
    private SegmentStress() {}

    /** The two words that {@link MapResults} and whoever ends an item look at, each the other's. */
    private static class Meeting {
        final Segment segment = new Segment(0, new Object[] {"item"});
        volatile boolean isWaiting;

        final boolean comesToWait() {
            isWaiting = true;
            return segment.hasEnded(0);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one of them sees the other")
    public static class ReturnOrWait extends Meeting {
        @Actor
        public void worker(ZZ_Result result) {
            segment.returned(0, "done");
            result.r1 = isWaiting;
        }

        @Actor
        public void consumer(ZZ_Result result) {
            result.r2 = comesToWait();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one of them sees the other")
    public static class LingeringReturnOrWait extends Meeting {
        public LingeringReturnOrWait() {
            segment.win(0);
        }

        @Actor
        public void worker(ZZ_Result result) {
            segment.returnedWon(0, "done");
            result.r1 = isWaiting;
        }

        @Actor
        public void consumer(ZZ_Result result) {
            result.r2 = comesToWait();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one of them sees the other")
    public static class EndOrWait extends Meeting {
        @Actor
        public void worker(ZZ_Result result) {
            if (segment.win(0)) {
                segment.end(0, Verdict.CANCELLED);
            }
            result.r1 = isWaiting;
        }

        @Actor
        public void consumer(ZZ_Result result) {
            result.r2 = comesToWait();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, done", "false, true, cancelled"},
            expect = ACCEPTABLE,
            desc = "the first wins")
    public static class ReturnOrEnd {
        private final Segment segment = new Segment(0, new Object[] {"item"});

        @Actor
        public void worker(ZZL_Result result) {
            result.r1 = segment.returned(0, "done");
        }

        @Actor
        public void owner(ZZL_Result result) {
            if (segment.win(0)) {
                segment.end(0, Verdict.CANCELLED);
                result.r2 = true;
            }
        }

        @Arbiter
        public void seen(ZZL_Result result) {
            Object delivered = segment.deliver(0);
            result.r3 = delivered == Verdict.CANCELLED ? "cancelled" : String.valueOf(delivered);
        }
    }
}
