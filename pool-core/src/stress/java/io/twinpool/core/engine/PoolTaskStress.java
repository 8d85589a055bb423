// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A task that was cancelled never starts afterwards; one that has started is not cancelled as waiting. */
final class PoolTaskStress {
    private PoolTaskStress() {}

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, true", "false, true, false"},
            expect = ACCEPTABLE,
            desc = "it starts, or it is cancelled")
    public static class StartOrCancel {
        private final PoolTask<String> task = StressPool.task();
        private final TaskBatch batch = StressPool.placed(task);

        @Actor
        public void worker(ZZZ_Result result) {
            result.r1 = batch.claims().claim() >= 0;
            if (result.r1) {
                batch.succeed(0, "done");
            }
        }

        @Actor
        public void owner(ZZZ_Result result) {
            result.r2 = task.cancel(Cancel.WAITING);
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r3 = task.isDone() && !task.isCancelled();
            StressPool.sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, true", "false, true, false"},
            expect = ACCEPTABLE,
            desc = "it is taken and starts, or it is cancelled")
    public static class TakeOrCancel {
        private final PoolTask<String> task = StressPool.task();

        @Actor
        public void worker(ZZZ_Result result) {
            TaskBatch batch = task.takeAlone(StressPool.SEAT);
            result.r1 = batch != null && batch.claims().claim() >= 0;
            if (batch != null && result.r1) {
                batch.succeed(0, "done");
            }
        }

        @Actor
        public void owner(ZZZ_Result result) {
            result.r2 = task.cancel(Cancel.WAITING);
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r3 = task.isDone() && !task.isCancelled();
            StressPool.sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, true", "false, true, true"},
            expect = ACCEPTABLE,
            desc = "one of them cancels it")
    public static class CancelOrCancel {
        private final PoolTask<String> task = StressPool.task();

        public CancelOrCancel() {
            StressPool.placed(task);
        }

        @Actor
        public void one(ZZZ_Result result) {
            result.r1 = task.cancel(Cancel.WAITING);
        }

        @Actor
        public void other(ZZZ_Result result) {
            result.r2 = task.cancel(Cancel.RESULT_ONLY);
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r3 = task.isCancelled();
            StressPool.sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, true", "false, false"},
            expect = ACCEPTABLE,
            desc = "it returns, or it is cancelled")
    public static class OutcomeOrCancel {
        private final PoolTask<String> task = StressPool.task();
        private final TaskBatch batch = StressPool.placed(task);

        public OutcomeOrCancel() {
            batch.claims().claim();
        }

        @Actor
        public void worker() {
            batch.succeed(0, "done");
        }

        @Actor
        public void owner(ZZ_Result result) {
            result.r1 = task.cancel(Cancel.RESULT_ONLY);
        }

        @Arbiter
        public void seen(ZZ_Result result) {
            result.r2 = task.isCancelled();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "it starts, or it is recalled")
    public static class StartOrRecall {
        private final PoolTask<String> task = StressPool.task();
        private final TaskBatch batch = StressPool.placed(task);

        @Actor
        public void worker(ZZ_Result result) {
            result.r1 = batch.claims().claim() >= 0;
        }

        @Actor
        public void pool() {
            Recall.unstarted(batch, () -> Verdict.CANCELLED);
        }

        @Arbiter
        public void seen(ZZ_Result result) {
            result.r2 = task.isCancelled();
        }
    }
}
