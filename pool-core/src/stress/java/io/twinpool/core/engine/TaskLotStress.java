// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.twinpool.Task;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import java.util.Iterator;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A task in a lot runs or is cancelled, whoever holds it, takes it back or looks for it just then. */
final class TaskLotStress {
    private static final String STARTED = "true, false, true";
    private static final String CANCELLED = "false, true, false";

    private static final Puppets POOL = Puppets.unwatchedAfar(Schedules.TWO, 2); // for the life of the JVM
    private static final WorkerSeat SEAT;
    private static final WorkerSeat BLIND; // its worker can hold nothing
    private static final Routine ROUTINE = Routine.of((Task<String>) () -> "done");

    static {
        Iterator<WorkerSeat> seats = POOL.engine().crew().seats().iterator();
        SEAT = seats.next();
        BLIND = seats.next();
        POOL.made(1).beBlind();
    }

    private TaskLotStress() {}

    private static PoolTask<String> task() {
        return new PoolTask<>(POOL.face(), ROUTINE, null, Long.MAX_VALUE);
    }

    /** Two tasks, and a lot for both. */
    public abstract static class TwoTasks {
        final PoolTask<String> first = task();
        final PoolTask<String> second = task();
        final HeapLot lot = new HeapLot(2);
        final TaskQueue queue = new TaskQueue();

        final TaskLot gather() {
            POOL.face().chunker().measured(16, 1); // so short that both make one trip
            return Objects.requireNonNull(TaskLot.gather(first, queue, lot));
        }

        /** {@return the number of the task that a holder has as that item} */
        final int number(int holder, int place) {
            return lot.state(0) == Lot.held(holder, place) ? 1 : 2;
        }

        /** Forgets what was given back, which nobody takes. */
        static void sweep() {
            while (POOL.engine().queue().take(SEAT) != null) {}
        }
    }

    /** Two tasks that lie in a lot, of which a worker has a share. */
    public abstract static class Lying extends TwoTasks {
        final TaskLot tasks;
        final TaskShare share;

        Lying() {
            first.reserve();
            queue.add(second);
            tasks = gather();
            queue.post(tasks);
            share = (TaskShare) Objects.requireNonNull(tasks.take(SEAT, queue));
            if (share.size() != 2) {
                throw new IllegalStateException("a share of " + share.size());
            }
        }

        /** The worker does what is left of its share. {@return the numbers of the tasks that it has started} */
        final int work() {
            int started = 0;
            for (int place = share.claims().started();
                    lot.hold(0, place) && share.claims().claim() >= 0;
                    place++) {
                started = 10 * started + number(0, place);
                share.succeed(place, "done");
            }
            share.left();
            return started;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {STARTED, CANCELLED},
            expect = ACCEPTABLE,
            desc = "it is held and starts, or it is cancelled")
    public static class HoldOrCancel extends Lying {
        @Actor
        public void worker(ZZZ_Result result) {
            result.r1 = work() % 10 == 2;
        }

        @Actor
        public void owner(ZZZ_Result result) {
            result.r2 = second.cancel(Cancel.WAITING);
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r3 = second.isDone() && !second.isCancelled();
            sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {STARTED, CANCELLED},
            expect = ACCEPTABLE,
            desc = "what is held starts, or it is cancelled")
    public static class ClaimOrCancel extends Lying {
        public ClaimOrCancel() {
            lot.hold(0, 0);
        }

        @Actor
        public void worker(ZZZ_Result result) {
            result.r1 = share.claims().claim() >= 0;
            if (result.r1) {
                share.succeed(0, "done");
            }
            share.left();
        }

        @Actor
        public void owner(ZZZ_Result result) {
            result.r2 = first.cancel(Cancel.WAITING);
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r3 = first.isDone() && !first.isCancelled();
            sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, true", "false, true, true"},
            expect = ACCEPTABLE,
            desc = "one of them cancels it")
    public static class CancelOrCancel extends Lying {
        @Actor
        public void one(ZZZ_Result result) {
            result.r1 = second.cancel(Cancel.WAITING);
        }

        @Actor
        public void other(ZZZ_Result result) {
            result.r2 = second.cancel(Cancel.RESULT_ONLY);
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r3 = second.isCancelled() && first.state() == tasks;
            sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "1, 1, 1",
            expect = ACCEPTABLE,
            desc = "both find each task where its worker has it, and the lot is closed")
    public static class FollowOrFollow extends Lying {
        public FollowOrFollow() {
            lot.hold(0, 0);
            lot.hold(0, 1);
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = places();
        }

        @Actor
        public void other(III_Result result) {
            result.r2 = places();
        }

        private int places() {
            return 10 * share.indexOf(first) + share.indexOf(second);
        }

        @Arbiter
        public void seen(III_Result result) {
            result.r3 = lot.isClosed() && first.state() == share && second.state() == share ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "true, true",
            expect = ACCEPTABLE,
            desc = "what is held and has not started is cancelled, and the other one is free")
    public static class EndOrCancel extends Lying {
        public EndOrCancel() {
            lot.hold(0, 0);
        }

        @Actor
        public void worker() {
            share.left();
        }

        @Actor
        public void owner(ZZ_Result result) {
            result.r1 = first.cancel(Cancel.WAITING);
        }

        @Arbiter
        public void seen(ZZ_Result result) {
            result.r2 = first.isCancelled() && second.state() == tasks && lot.state(1) == Lot.FREE;
            sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "true, true",
            expect = ACCEPTABLE,
            desc = "what is held of a share that was taken back is cancelled, with the end of the share")
    public static class EndOrCancelOfWhatWasTakenBack extends Lying {
        public EndOrCancelOfWhatWasTakenBack() {
            share.claims().revoke(0);
            lot.hold(0, 0);
        }

        @Actor
        public void worker() {
            share.left();
        }

        @Actor
        public void owner(ZZ_Result result) {
            result.r1 = first.cancel(Cancel.WAITING);
        }

        @Arbiter
        public void seen(ZZ_Result result) {
            result.r2 = first.isCancelled() && second.state() == tasks && lot.state(1) == Lot.FREE;
            sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "what has started is lost, what is held is cancelled")
    public static class LoseOrCancel extends Lying {
        private static final Ending LOST =
                new Ending.Lost(OptionalLong.of(4711), OptionalInt.of(137), "was killed by signal 9", "");

        public LoseOrCancel() {
            lot.hold(0, 0);
            share.claims().claim();
            lot.hold(0, 1);
        }

        @Actor
        public void pool() {
            Loss.settle(POOL.engine(), SEAT, LOST, share);
        }

        @Actor
        public void owner(ZZ_Result result) {
            result.r1 = second.cancel(Cancel.WAITING);
        }

        @Arbiter
        public void seen(ZZ_Result result) {
            result.r2 = first.isFailure() && second.isCancelled();
            sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, false", "false, true, false", "false, false, true"},
            expect = ACCEPTABLE,
            desc = "it starts, is recalled, or was held too late for both and waits again")
    public static class HoldOrRecall extends Lying {
        @Actor
        public void worker(ZZZ_Result result) {
            result.r1 = lot.hold(0, 0) && share.claims().claim() >= 0;
            if (result.r1) {
                share.succeed(0, "done");
            }
            share.left();
        }

        @Actor
        public void pool() {
            Recall.unstarted(share, () -> Verdict.CANCELLED);
        }

        @Arbiter
        public void seen(ZZZ_Result result) {
            result.r2 = first.isCancelled();
            result.r3 =
                    first.isWaiting() || first.state() instanceof TaskRow; // which the sweep of another one has found
            sweep();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"12, 0", "1, 2", "2, 1", "0, 12"},
            expect = ACCEPTABLE,
            desc = "each is held by the one, or given to the other")
    public static class HoldOrTake extends Lying {
        @Actor
        public void worker(II_Result result) {
            result.r1 = work();
        }

        @Actor
        public void blind(II_Result result) {
            for (EngineBatch alone = queue.take(BLIND); alone != null; alone = queue.take(BLIND)) {
                result.r2 = 10 * result.r2 + (first.state() == alone ? 1 : 2);
                if (alone.claims().claim() != 0 || alone instanceof TaskShare) {
                    throw new IllegalStateException("not a task alone");
                }
                alone.succeed(0, "done");
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"12, 0, 1", "1, 2, 1", "2, 1, 1", "0, 12, 1"},
            expect = ACCEPTABLE,
            desc = "each is held or removed, and the lot is closed")
    public static class HoldOrRemove extends Lying {
        @Actor
        public void worker(III_Result result) {
            result.r1 = work();
        }

        @Actor
        public void remover(III_Result result) {
            for (Waiting removed : queue.remove(work -> true)) {
                if (removed.abort(() -> Verdict.CANCELLED)) {
                    result.r2 = 10 * result.r2 + (removed == first ? 1 : 2);
                }
            }
        }

        @Arbiter
        public void seen(III_Result result) {
            result.r3 = lot.isClosed() && queue.isEmpty() && first.isDone() && second.isDone() ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "true, true",
            expect = ACCEPTABLE,
            desc = "both are cancelled, whether they have come into the lot or not")
    public static class GatherOrCancel extends TwoTasks {
        public GatherOrCancel() {
            first.reserve();
            queue.add(second);
        }

        @Actor
        public void worker() {
            gather();
        }

        @Actor
        public void owner(ZZ_Result result) {
            boolean isOther = second.cancel(Cancel.WAITING);
            result.r1 = first.cancel(Cancel.WAITING) && isOther;
        }

        @Arbiter
        public void seen(ZZ_Result result) {
            result.r2 = first.isCancelled() && second.isCancelled() && !lot.hold(0, 0);
            sweep();
        }
    }
}
