// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What is queued is taken or removed once, in order; what came back is seen. */
final class TaskQueueStress {
    private TaskQueueStress() {}

    /** Two tasks and a queue. */
    public abstract static class Two {
        final TaskQueue queue = new TaskQueue();
        final PoolTask<String> first = StressPool.task();
        final PoolTask<String> second = StressPool.task();

        /** {@return which one is taken: 1 or 2; 0: none} */
        final int take() {
            return of(queue.take(StressPool.SEAT));
        }

        private int of(@Nullable EngineBatch batch) {
            return batch == null ? 0 : first.state() == batch ? 1 : 2;
        }

        /** {@return a number followed by which ones are taken} */
        final int takeAll(int before) {
            int taken = before;
            for (int next = take(); next != 0; next = take()) {
                taken = taken * 10 + next;
            }
            return taken;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "one each")
    public static class TakeOrTake extends Two {
        public TakeOrTake() {
            queue.add(first);
            queue.add(second);
        }

        @Actor
        public void one(II_Result result) {
            result.r1 = take();
        }

        @Actor
        public void other(II_Result result) {
            result.r2 = take();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "12", expect = ACCEPTABLE, desc = "each once, in order")
    public static class AddOrTake extends Two {
        private int taken; // by one at a time

        @Actor
        public void adder() {
            queue.add(first);
            queue.add(second);
        }

        @Actor
        public void taker() {
            taken = takeAll(0);
        }

        @Arbiter
        public void seen(I_Result result) {
            result.r1 = takeAll(taken);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 2", "1, 1", "2, 1", "12, 0"},
            expect = ACCEPTABLE,
            desc = "taken or removed, once")
    public static class TakeOrRemove extends Two {
        public TakeOrRemove() {
            queue.add(first);
            queue.giveBack(first);
            queue.poll(first);
            queue.add(second);
        }

        @Actor
        public void taker(II_Result result) {
            result.r1 = takeAll(0);
        }

        @Actor
        public void remover(II_Result result) {
            List<Waiting> removed = queue.remove(work -> true); // and who is taken just then
            result.r2 = (int) removed.stream()
                    .filter(work -> work.abort(() -> Verdict.CANCELLED))
                    .count();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "nobody takes its own for nothing")
    public static class AddAndLookOrGiveBackAndLook extends Two {
        @Actor
        public void adder(ZZ_Result result) {
            queue.add(first);
            result.r1 = queue.isEmpty();
        }

        @Actor
        public void giver(ZZ_Result result) {
            queue.giveBack(second);
            result.r2 = queue.isEmpty();
        }
    }
}
