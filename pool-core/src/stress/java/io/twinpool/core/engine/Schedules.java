// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.OnWorkerLost;
import io.twinpool.Workers;
import io.twinpool.worker.PoolLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/** Goes through the interleavings of what runs at the same time, by Lincheck. */
final class Schedules {
    /** Made outside of any schedule. */
    static final Workers ONE = Workers.threads(1).named("one");

    static final Workers TWO = Workers.threads(2).named("two");

    /** What is to stop is asked to, for ever: no timer, and no thread for it. */
    static final Workers PATIENT = ONE.killGrace(Duration.ofSeconds(Long.MAX_VALUE));

    static final Workers RETRYING = PATIENT.onWorkerLost(OnWorkerLost.retry(1));

    private static final LincheckSettings PATIENT_WITH_RECURSION = recursionBound(1000);

    private static final Logger LOGGER = Logger.getLogger("io.twinpool");
    private static final int COUNT = Integer.getInteger("twinpool.schedules", 50);
    private static final AtomicBoolean warm = new AtomicBoolean();

    private Schedules() {}

    private static LincheckSettings recursionBound(int bound) {
        LincheckSettings usual = new LincheckSettings();
        return usual.copy(
                usual.getAnalyzeStdLib(), usual.getLoopIterationsBeforeThreadSwitch(), usual.getLoopBound(), bound);
    }

    /** As {@link #each}, for a block that is small: under many more. */
    static void many(Runnable block) {
        run(20 * COUNT, block);
    }

    /** Runs a block, with a pool in it, under one schedule after another; it fails with the schedule under which it fails. */
    static void each(Runnable block) {
        if (!warm.getAndSet(true)) {
            warmUp();
        }
        run(COUNT, block);
    }

    /**
     * Has Lincheck look into the classes step by step: it does so in the first schedule that uses them, for which it has thirty seconds,
     * and then takes a busy machine for a deadlock.
     */
    private static void warmUp() {
        LOGGER.setLevel(Level.OFF); // of workers that are lost
        PoolLog.debug("loaded outside of any schedule");
        run(1, () -> Threads.run(() -> {}));
        run(1, () -> Puppets.unwatched(Schedules.ONE).close());
        run(1, Schedules::work);
        run(1, Schedules::workAfar);
        run(1, Schedules::lose);
        run(1, Schedules::cancel);
        run(1, Schedules::stop);
    }

    /** As {@link Lincheck#runConcurrentTest}, which takes {@link StackRoom}'s recursion for one that never ends. */
    private static void run(int count, Runnable block) {
        Lincheck.runConcurrentTestInternal$lincheck(count, PATIENT_WITH_RECURSION, block);
    }

    private static void work() {
        try (Puppets pool = Puppets.unwatched(Schedules.ONE)) {
            pool.made(0).comeUp();
            pool.submit("warm");
            pool.made(0).work();
        }
    }

    private static void workAfar() {
        try (Puppets pool = Puppets.unwatchedAfar(Schedules.ONE, 2)) {
            pool.submit("warm");
            pool.submit("warm");
            pool.made(0).comeUp().work();
        }
    }

    /** What waits, lies, is held, runs. */
    private static void cancel() {
        try (Puppets pool = Puppets.unwatchedAfar(Schedules.ONE, 3)) {
            PoolTask<String> first = pool.submit("warm");
            PoolTask<String> second = pool.submit("warm");
            PoolTask<String> third = pool.submit("warm");
            pool.submit("warm").cancel(Cancel.WAITING);
            Puppet worker = pool.made(0).comeUp();
            third.cancel(Cancel.WAITING);
            worker.hold();
            first.cancel(Cancel.WAITING);
            worker.leaveBatch();
            worker.begin();
            second.cancel(Cancel.RUNNING);
        }
    }

    private static void stop() {
        try (Puppets pool = Puppets.unwatched(RETRYING)) {
            pool.submit("warm");
            pool.made(0).comeUp().begin().die();
            pool.made(1).comeUp().begin();
            Story.timeOut(pool).run();
        }
    }

    private static void lose() {
        try (Puppets pool = Puppets.unwatchedAfar(Schedules.ONE, 2)) {
            pool.submit("warm");
            pool.submit("warm");
            pool.made(0).comeUp().begin().die();
        }
    }
}
