// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.twinpool.MapOptions;
import io.twinpool.TaskFunction;
import io.twinpool.worker.Routine;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** What others may take a part of is found: by who goes idle, or by who begins it; and it counts once. */
final class SurplusStress {
    private static final MapAll<Object> MAP = new MapAll<>(
            StressPool.POOL.face(),
            Routine.of((TaskFunction<Object, Object>) x -> x),
            MapOptions.defaults(),
            Long.MAX_VALUE);
    private static final MapRun RUN = new MapRun(
            StressPool.POOL.face(),
            Routine.of((TaskFunction<Object, Object>) x -> x),
            MapOptions.defaults(),
            Long.MAX_VALUE,
            MAP);

    private SurplusStress() {}

    private static EngineBatch two() {
        return new RangeBatch(RUN, new Segment(0, new Object[] {"one", "two"}), 0, 2, StressPool.SEAT);
    }

    /** The two words that {@link Dispatch} and whoever goes idle look at, each the other's. */
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one of them sees the other")
    public static class BeginOrRest {
        private final Surplus surplus = new Surplus();
        private final EngineBatch batch = two();
        private volatile @Nullable EngineBatch onSeat;
        private volatile boolean isListed;

        @Actor
        public void beginner(ZZ_Result result) {
            surplus.add(batch);
            onSeat = batch;
            result.r1 = isListed;
        }

        @Actor
        public void resting(ZZ_Result result) {
            isListed = true;
            result.r2 = !surplus.isNone() && onSeat != null;
        }
    }

    /** Its worker is done with it just as somebody finds nothing to take of it. */
    @JCStressTest
    @State
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "the other batch still counts")
    public static class RemoveOrRemove {
        private final Surplus surplus = new Surplus();
        private final EngineBatch batch = two();

        public RemoveOrRemove() {
            surplus.add(batch);
            surplus.add(two());
        }

        @Actor
        public void one() {
            surplus.remove(batch);
        }

        @Actor
        public void other() {
            surplus.remove(batch);
        }

        @Arbiter
        public void seen(Z_Result result) {
            result.r1 = surplus.isNone();
        }
    }
}
