// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZL_Result;

/** A CompletableFuture that is completed by hand just when its task ends. */
final class LinkedFutureStress {
    private LinkedFutureStress() {}

    @JCStressTest
    @State
    @Outcome(
            id = {"none, true, hand", "hand, true, hand", "task, false, task"},
            expect = ACCEPTABLE,
            desc = "who has seen a result never sees another one")
    public static class EndOrComplete {
        private final TestPromise promise = new TestPromise();
        private final LinkedFuture<String> future = new LinkedFuture<>(promise);

        @Actor
        public void worker(LZL_Result result) {
            promise.end(null, Verdict.returned("task"));
            result.r1 = Objects.requireNonNull(future.getNow("none"));
        }

        @Actor
        public void hand(LZL_Result result) {
            result.r2 = future.complete("hand");
        }

        @Arbiter
        public void callback(LZL_Result result) {
            future.follow();
            result.r3 = Objects.requireNonNull(future.join());
        }
    }
}
