// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What is added is taken once, in the order of each thread that adds; nobody misses what waits. */
final class ArrivalsStress {
    private ArrivalsStress() {}

    /** {@return a number followed by the digits that are taken} */
    static int take(Arrivals<Integer> arrivals, int before) {
        int taken = before;
        for (Integer next = arrivals.peek(); next != null; next = arrivals.peek()) {
            taken = arrivals.poll(next) ? taken * 10 + next : taken;
        }
        return taken;
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1234", "1324", "1342", "3124", "3142", "3412"},
            expect = ACCEPTABLE,
            desc = "each once, and in order")
    public static class AddOrAdd {
        private final Arrivals<Integer> arrivals = new Arrivals<>();

        @Actor
        public void one() {
            arrivals.add(1);
            arrivals.add(2);
        }

        @Actor
        public void other() {
            arrivals.add(3);
            arrivals.add(4);
        }

        @Arbiter
        public void seen(I_Result result) {
            result.r1 = take(arrivals, 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "123", expect = ACCEPTABLE, desc = "each once, and in order")
    public static class AddOrTake {
        private final Arrivals<Integer> arrivals = new Arrivals<>();
        private int taken; // by one at a time

        public AddOrTake() {
            arrivals.add(1);
        }

        @Actor
        public void adder() {
            arrivals.add(2);
            arrivals.add(3);
        }

        @Actor
        public void taker() {
            taken = take(arrivals, 0);
        }

        @Arbiter
        public void seen(I_Result result) {
            result.r1 = take(arrivals, taken);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 23", "2, 13", "3, 12", "12, 3", "13, 2", "23, 1", "123, 0", "0, 123"},
            expect = ACCEPTABLE,
            desc = "each once, and in order")
    public static class TakeOrTake {
        private final Arrivals<Integer> arrivals = new Arrivals<>();

        public TakeOrTake() {
            arrivals.add(1);
            arrivals.add(2);
        }

        @Actor
        public void adder() {
            arrivals.add(3);
        }

        @Actor
        public void one(II_Result result) {
            result.r1 = take(arrivals, 0);
        }

        @Actor
        public void other(II_Result result) {
            result.r2 = take(arrivals, 0);
        }

        @Arbiter
        public void left(II_Result result) {
            result.r2 = take(arrivals, result.r2);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"3, 0", "13, 0", "23, 0", "123, 0"},
            expect = ACCEPTABLE,
            desc = "what was not meant is taken; what was, at most once")
    public static class TakeOrRemove {
        private final Arrivals<Integer> arrivals = new Arrivals<>();

        public TakeOrRemove() {
            arrivals.add(1);
            arrivals.add(2);
            arrivals.add(3);
        }

        @Actor
        public void taker(II_Result result) {
            result.r1 = take(arrivals, 0);
        }

        @Actor
        public void remover() {
            arrivals.removeIf(value -> value < 3);
        }

        @Arbiter
        public void left(II_Result result) {
            result.r2 = take(arrivals, 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "34", expect = ACCEPTABLE, desc = "what was not meant stays")
    public static class AddOrRemove {
        private final Arrivals<Integer> arrivals = new Arrivals<>();

        public AddOrRemove() {
            arrivals.add(1);
            arrivals.add(2);
        }

        @Actor
        public void adder() {
            arrivals.add(3);
            arrivals.add(4);
        }

        @Actor
        public void taker() {
            arrivals.removeIf(value -> value < 3);
        }

        @Arbiter
        public void seen(I_Result result) {
            result.r1 = take(arrivals, 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "nobody takes its own for nothing")
    public static class AddAndLook {
        private final Arrivals<Integer> arrivals = new Arrivals<>();

        @Actor
        public void one(ZZ_Result result) {
            arrivals.add(1);
            result.r1 = arrivals.isEmpty();
        }

        @Actor
        public void other(ZZ_Result result) {
            arrivals.add(2);
            result.r2 = arrivals.isEmpty();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "who brings work sees who has gone idle, or that one sees the work")
    public static class AddAndWakeOrRestAndLook {
        private final Arrivals<Integer> arrivals = new Arrivals<>();
        private final SeatState seat = new SeatState();

        @Actor
        public void bringer(II_Result result) {
            arrivals.add(1);
            result.r1 = seat.claim() ? 1 : 0;
        }

        @Actor
        public void worker(II_Result result) {
            seat.rest();
            result.r2 = arrivals.isEmpty() ? 0 : 1;
        }
    }
}
