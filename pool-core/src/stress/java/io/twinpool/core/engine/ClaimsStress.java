// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.twinpool.worker.Claims;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Items are claimed or taken back, never both, never neither; an interrupt meets the item that it was aimed at. */
final class ClaimsStress {
    private ClaimsStress() {}

    /** {@return the items that are started by this call, as bits} */
    static int claimAll(Claims claims) {
        int items = 0;
        for (int item = claims.claim(); item >= 0; item = claims.claim()) {
            items |= 1 << item;
        }
        return items;
    }

    /** {@return the items that are taken back by this call, as bits} */
    static int revoke(Claims claims, int from) {
        Claims.Span span = claims.revoke(from);
        return span == null ? 0 : (1 << span.to()) - (1 << span.from());
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 7", "1, 6", "3, 4", "7, 0"},
            expect = ACCEPTABLE,
            desc = "each item has one owner")
    public static class ClaimOrRevoke {
        private final Claims claims = Claims.onHeap(3);

        @Actor
        public void worker(II_Result result) {
            result.r1 = claimAll(claims);
        }

        @Actor
        public void owner(II_Result result) {
            result.r2 = revoke(claims, 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"7, 0", "6, 1", "2, 5", "0, 7", "3, 4"},
            expect = ACCEPTABLE,
            desc = "each item has one owner")
    public static class RevokeOrRevoke {
        private final Claims claims = Claims.onHeap(3);

        @Actor
        public void one(II_Result result) {
            result.r1 = revoke(claims, 1) | revoke(claims, 0);
        }

        @Actor
        public void other(II_Result result) {
            result.r2 = revoke(claims, 2) | revoke(claims, 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "those who run together are reported by one side")
    public static class SealOrClaim {
        private final Claims claims = Claims.onHeap(2);

        public SealOrClaim() {
            claims.claim(2);
        }

        @Actor
        public void worker(ZZ_Result result) {
            result.r1 = claims.claim(2) != Claims.SEALED;
        }

        @Actor
        public void owner(ZZ_Result result) {
            result.r2 = claims.seal();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"false, false, false", "true, false, false"},
            expect = ACCEPTABLE,
            desc = "it meets its item or nobody")
    public static class InterruptOfTheItemBefore {
        private final Claims claims = Claims.onHeap(2);
        private volatile @Nullable Thread worker;

        public InterruptOfTheItemBefore() {
            claims.claim();
        }

        @Actor
        public void worker(ZZZ_Result result) {
            worker = Thread.currentThread();
            claims.claim();
            result.r2 = Thread.interrupted();
            claims.rest();
            result.r3 = Thread.interrupted();
        }

        @Actor
        public void stopper(ZZZ_Result result) {
            while (worker == null) {
                Thread.onSpinWait(); // else they would hardly ever meet
            }
            result.r1 = claims.interrupt(0, worker);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"false, false, false", "true, false, false", "true, true, false"},
            expect = ACCEPTABLE,
            desc = "it says whether it met the item, and nothing is left of it when that has ended")
    public static class InterruptOrRest {
        private final Claims claims = Claims.onHeap(1);
        private volatile @Nullable Thread worker;

        public InterruptOrRest() {
            claims.claim();
        }

        @Actor
        public void worker(ZZZ_Result result) {
            worker = Thread.currentThread();
            result.r2 = Thread.interrupted();
            claims.rest();
            result.r3 = Thread.interrupted();
        }

        @Actor
        public void stopper(ZZZ_Result result) {
            while (worker == null) {
                Thread.onSpinWait(); // else they would hardly ever meet
            }
            result.r1 = claims.interrupt(0, worker);
        }
    }
}
