// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each task on the board has one owner, who sees the whole of it: through two mappings of one memory. */
final class BoardStress {
    private static final int SPOILT = 9; // in place of the number of a task
    private static final TaskFunction<Object, Object> SAME = x -> x;
    private static final Terms TERMS = new Terms(Workers.processes(1), Map.of());
    private static final RemoteRoutine ROUTINE = (RemoteRoutine) TERMS.prepare(Routine.of(SAME));

    private BoardStress() {}

    /** A board as both halves have it, and two children; for one state after the other. */
    private static final class Shared {
        private static final Queue<Shared> idle = new ConcurrentLinkedQueue<>();

        @SuppressWarnings(
                "unused") // jcstress makes as many states at a time as the heap can hold, and most is beside it
        private final byte[] beside = new byte[4 * Wire.CAPACITY];

        private final Board near;
        private final Posted child;
        private final Posted sibling;

        private Shared() throws IOException {
            Path directory = Files.createTempDirectory("board");
            Path file = directory.resolve("b");
            near = Board.create(file);
            child = new Posted(Board.open(file));
            sibling = new Posted(Board.open(file));
            Files.delete(file);
            Files.delete(directory);
        }

        static Shared of() {
            Shared known = idle.poll();
            try {
                return known == null ? new Shared() : known;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A board with a lot in it. */
    public abstract static class OnABoard {
        private final Shared shared = Shared.of();
        final Posting lot = lot();
        final Posted child = shared.child;
        final Posted sibling = shared.sibling;

        /** {@return a lot with nothing in it} */
        final Posting lot() {
            return (Posting) Objects.requireNonNull(shared.near.lot());
        }

        /** Adds a task with a number, which all of it says. */
        static void add(Posting lot, int number) {
            lot.add(ROUTINE, text(lot.generation(), number));
        }

        private static String text(int generation, int number) {
            return (generation + " " + number + " ").repeat(20);
        }

        /** A child goes through a lot of two tasks. {@return the numbers of those that it holds} */
        static int join(Posted child, Posting lot, int holder) {
            int held = 0;
            int place = 0;
            for (int i = 0; i < 2; i++) {
                int number = hold(child, lot, holder, i, place);
                if (number != 0) {
                    held = 10 * held + number;
                    place++;
                }
            }
            return held;
        }

        /** {@return the number of the task; 0: somebody else has it} */
        static int hold(Posted child, Posting lot, int holder, int index, int place) {
            try {
                ByteBuffer task = child.hold(new Wire.Join(1, lot.generation(), 2, holder, 2, false), index, place);
                return task == null ? 0 : number(task, lot, index);
            } catch (ProtocolException | RuntimeException e) {
                return SPOILT;
            }
        }

        private static int number(ByteBuffer task, Posting lot, int index) throws ProtocolException {
            boolean isWhole = task.get() == 1
                    && task.getLong() == ROUTINE.id()
                    && is(Values.get(task, Bulk.NONE), text(lot.generation(), index + 1))
                    && !task.hasRemaining();
            return isWhole ? index + 1 : SPOILT;
        }

        private static boolean is(@Nullable Object argument, String expected) {
            return expected.equals(argument);
        }

        /** The next state may use the board. */
        final void done(Posting last) {
            last.close();
            Shared.idle.add(shared);
        }
    }

    /** Two tasks that are free. */
    public abstract static class TwoTasks extends OnABoard {
        TwoTasks() {
            add(lot, 1);
            add(lot, 2);
            lot.open();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"12, 0, 0", "1, 2, 0", "2, 1, 0", "0, 12, 0"},
            expect = ACCEPTABLE,
            desc = "each is held once, in order, and the pool knows by whom")
    public static class HoldOrHold extends TwoTasks {
        @Actor
        public void one(III_Result result) {
            result.r1 = join(child, lot, 1);
        }

        @Actor
        public void other(III_Result result) {
            result.r2 = join(sibling, lot, 2);
        }

        @Arbiter
        public void seen(III_Result result) {
            result.r3 = told(1) == result.r1 && told(2) == result.r2 ? 0 : SPOILT;
            done(lot);
        }

        /** {@return the numbers of those that the pool takes for a holder's, if they come as its items should} */
        private int told(int holder) {
            int held = 0;
            int place = 0;
            for (int i = 0; i < 2; i++) {
                if (lot.state(i) == Lot.held(holder, place)) {
                    held = 10 * held + i + 1;
                    place++;
                }
            }
            return held;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"12, 0", "1, 2", "2, 1", "0, 12"},
            expect = ACCEPTABLE,
            desc = "each is held or taken")
    public static class HoldOrTake extends TwoTasks {
        @Actor
        public void child(II_Result result) {
            result.r1 = join(child, lot, 1);
        }

        @Actor
        public void pool(II_Result result) {
            for (int i = 0; i < 2; i++) {
                if (lot.take(i)) {
                    result.r2 = 10 * result.r2 + i + 1;
                }
            }
        }

        @Arbiter
        public void seen(II_Result result) {
            done(lot);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0, 12", "0, 1, 12"},
            expect = ACCEPTABLE,
            desc = "it holds what was there, as it was, or nothing; and nothing of the next lot")
    public static class HoldOrNextLot extends OnABoard {
        private Posting next; // the pool's

        public HoldOrNextLot() {
            add(lot, 1);
            lot.open();
        }

        @Actor
        public void child(III_Result result) {
            result.r1 = join(child, lot, 1);
        }

        @Actor
        public void pool(III_Result result) {
            result.r2 = lot.take(0) ? 1 : 0;
            lot.close();
            next = lot();
            add(next, 1);
            add(next, 2);
            next.open();
        }

        @Arbiter
        public void seen(III_Result result) {
            result.r3 = join(sibling, next, 2);
            done(next);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 12", "1, 2", "2, 1", "12, 0"},
            expect = ACCEPTABLE,
            desc = "what is held is whole")
    public static class HoldOrOpen extends OnABoard {
        @Actor
        public void pool() {
            add(lot, 1);
            add(lot, 2);
            lot.open();
        }

        @Actor
        public void child(II_Result result) {
            result.r1 = join(child, lot, 1);
        }

        @Arbiter
        public void seen(II_Result result) {
            result.r2 = join(sibling, lot, 2);
            done(lot);
        }
    }
}
