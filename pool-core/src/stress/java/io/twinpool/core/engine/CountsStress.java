// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Each ends something and then asks for the end, as workers do: whoever is last finds it, or one before. */
final class CountsStress {
    private CountsStress() {}

    /** Two workers, and what is still open. */
    private static class Counted {
        final Counts counts = new Counts();
        final AtomicInteger published = new AtomicInteger();
        final Tally one = counts.open();
        final Tally other = counts.open();

        Counted(int items) {
            counts.submitted(items);
        }

        final boolean returns(Tally tally) {
            tally.begin();
            published.incrementAndGet(); // in place of the compare-and-set that publishes an outcome
            tally.end(true);
            return counts.isAllEnded();
        }

        final boolean ends() {
            counts.ended(Verdict.CANCELLED);
            return counts.isAllEnded();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one finds the end")
    public static class ReturnOrReturn extends Counted {
        public ReturnOrReturn() {
            super(2);
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = returns(one);
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = returns(other);
        }
    }

    /** It has been looked for before: they need not look at all workers again until enough have ended. */
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one finds the end")
    public static class ReturnOrReturnAfterALook extends Counted {
        public ReturnOrReturnAfterALook() {
            super(2);
            counts.isAllEnded();
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = returns(one);
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = returns(other);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one finds the end")
    public static class ReturnOrEndAfterALook extends Counted {
        public ReturnOrEndAfterALook() {
            super(2);
            counts.isAllEnded();
        }

        @Actor
        public void worker(ZZ_Result result) {
            result.r1 = returns(one);
        }

        @Actor
        public void canceller(ZZ_Result result) {
            result.r2 = ends();
        }
    }

    /** The first look for the end, by whoever shuts down. */
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one finds the end")
    public static class ReturnOrFirstLook extends Counted {
        public ReturnOrFirstLook() {
            super(1);
        }

        @Actor
        public void worker(ZZ_Result result) {
            result.r1 = returns(one);
        }

        @Actor
        public void owner(ZZ_Result result) {
            result.r2 = counts.isAllEnded();
        }
    }

    /** What a worker had returned from is told a second time when it goes. */
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one finds the end")
    public static class ReturnOrGo extends Counted {
        public ReturnOrGo() {
            super(2);
            returns(other);
        }

        @Actor
        public void staying(ZZ_Result result) {
            result.r1 = returns(one);
        }

        @Actor
        public void going(ZZ_Result result) {
            counts.close(other);
            result.r2 = counts.isAllEnded();
        }
    }
}
