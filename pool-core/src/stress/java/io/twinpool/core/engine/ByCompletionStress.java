// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Results as items end: each comes once, and their consumer is woken or sees one. */
final class ByCompletionStress {
    private ByCompletionStress() {}

    private static class Items {
        final Segment segment = new Segment(0, new Object[] {"first", "second"});
        final ByCompletion delivery = new ByCompletion();

        Items() {
            delivery.expect(segment, 0);
            delivery.expect(segment, 1);
        }

        final boolean end(int at) {
            segment.returned(at, "done");
            return delivery.ended(segment, at);
        }

        /** {@return the number of the item that comes next, counted from one; 0: none} */
        final int poll() {
            return delivery.poll() == null ? 0 : (int) delivery.index() + 1;
        }
    }

    /** The consumer waits after it has taken one: whoever brings the next one looks whether it does. */
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one of them sees the other")
    public static class EndOrWait extends Items {
        private volatile boolean isWaiting;

        public EndOrWait() {
            end(0);
        }

        @Actor
        public void worker(ZZ_Result result) {
            result.r1 = end(1) && isWaiting;
        }

        @Actor
        public void consumer(ZZ_Result result) {
            delivery.poll();
            isWaiting = true;
            result.r2 = delivery.isReady();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2, 0", "2, 1, 0"},
            expect = ACCEPTABLE,
            desc = "each once, and none is missed")
    public static class TwoWorkers extends Items {
        @Actor
        public void worker() {
            end(0);
        }

        @Actor
        public void other(III_Result result) {
            end(1);
            result.r1 = poll();
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r2 = poll();
            result.r3 = poll();
        }
    }
}
