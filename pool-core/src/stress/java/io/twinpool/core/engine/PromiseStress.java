// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** The first finish wins; each listener hears of it once, and not before it can be seen. */
final class PromiseStress {
    private PromiseStress() {}

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, one", "false, true, other"},
            expect = ACCEPTABLE,
            desc = "the first wins")
    public static class EndOrEnd {
        private final TestPromise promise = new TestPromise();

        @Actor
        public void one(ZZL_Result result) {
            result.r1 = promise.end(null, Verdict.returned("one"));
        }

        @Actor
        public void other(ZZL_Result result) {
            result.r2 = promise.end(null, Verdict.returned("other"));
        }

        @Arbiter
        public void seen(ZZL_Result result) {
            result.r3 = promise.value();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, 1", "false, true, 10"},
            expect = ACCEPTABLE,
            desc = "one of them is counted by its worker, the other one by who cancelled")
    public static class ReturnOrCancel {
        private final TestPromise promise = new TestPromise();
        private final Tally tally = new Tally(new Counts());

        @Actor
        public void worker() {
            promise.returned(null, Verdict.returned("done"), tally);
        }

        @Actor
        public void owner(ZZI_Result result) {
            result.r2 = promise.cancel(Cancel.RUNNING);
        }

        @Arbiter
        public void seen(ZZI_Result result) {
            result.r1 = !promise.isCancelled();
            result.r3 = (int) tally.count() + 10 * promise.counted();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "whoever has seen an outcome finds it counted")
    public static class ReturnOrCount {
        private final TestPromise promise = new TestPromise();
        private final Tally tally = new Tally(new Counts());

        @Actor
        public void worker() {
            promise.returned(null, Verdict.returned("done"), tally);
        }

        @Actor
        public void reader(I_Result result) {
            while (!promise.isDone()) {
                Thread.onSpinWait();
            }
            result.r1 = (int) tally.count();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"-1", "1"},
            expect = ACCEPTABLE,
            desc = "what was written before the end is seen by whoever sees the end")
    public static class EndOrLook {
        private final TestPromise promise = new TestPromise();
        private int written;

        @Actor
        public void worker() {
            written = 1;
            promise.end(null, Verdict.returned("done"));
        }

        @Actor
        public void reader(I_Result result) {
            result.r1 = promise.isDone() ? written : -1;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 1", "2, 2"},
            expect = ACCEPTABLE,
            desc = "who was accepted is told once")
    public static class EndOrListen {
        private final TestPromise promise = new TestPromise();
        private final AtomicInteger told = new AtomicInteger();

        private void hear() {
            told.addAndGet(promise.isDone() ? 1 : 10);
        }

        @Actor
        public void worker() {
            promise.end(null, Verdict.returned("done"));
        }

        @Actor
        public void listener(II_Result result) {
            result.r1 = (promise.whenEnded(this::hear) ? 1 : 0) + (promise.whenEnded(this::hear) ? 1 : 0);
        }

        @Arbiter
        public void seen(II_Result result) {
            result.r2 = told.get();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE,
            desc = "the one is told or forgotten, the other one told")
    public static class EndOrForget {
        private final TestPromise promise = new TestPromise();
        private final AtomicInteger forgotten = new AtomicInteger();
        private final AtomicInteger told = new AtomicInteger();
        private final Runnable listener = forgotten::incrementAndGet;

        public EndOrForget() {
            promise.whenEnded(listener);
            promise.whenEnded(told::incrementAndGet);
        }

        @Actor
        public void worker() {
            promise.end(null, Verdict.returned("done"));
        }

        @Actor
        public void listener() {
            promise.forget(listener);
        }

        @Arbiter
        public void seen(I_Result result) {
            result.r1 = told.get() == 1 ? forgotten.get() : -1;
        }
    }
}
