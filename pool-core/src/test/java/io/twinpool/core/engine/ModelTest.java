// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.OnWorkerLost;
import io.twinpool.Workers;
import io.twinpool.core.engine.ModelWorker.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every order in which things can happen to a small pool, and many in which they can to a larger one: whatever the order, each task ends
 * exactly once and with its own result, none starts after its end or more often than allowed, the counts add up, and in the end the pool
 * ends.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // also of a loop that hears no interrupt
class ModelTest {
    private static final Logger LOGGER = Logger.getLogger("io.twinpool");
    private static final Workers ONE = Workers.threads(1);
    private static final Duration INSTANT = Duration.ofNanos(1); // is over whenever a timer goes off
    private static final Workers TIMED = ONE.taskTimeout(INSTANT);
    private static final OnWorkerLost RETRY = OnWorkerLost.retry(1);

    /** {@return a pool, and how many steps are tried in all orders after it was made} */
    private static Arguments pool(String name, int depth, Supplier<ModelPool> made) {
        return Arguments.of(name, depth, made);
    }

    static List<Arguments> pools() {
        return List.of(
                pool("one worker", 5, () -> new ModelPool(TIMED, 1, 0)),
                pool("one worker with a spare", 5, () -> new ModelPool(ONE.standby(1), 1, 0)),
                pool("one retry", 4, () -> new ModelPool(TIMED.onWorkerLost(RETRY), 1, 0).begun()),
                pool("one task for each worker", 4, () -> new ModelPool(ONE.maxTasksPerChild(1), 2, 0).begun()),
                pool("quick tasks", 4, () -> new ModelPool(TIMED, 2, 0).quick().begun()),
                pool("broken by a loss", 5, () -> new ModelPool(ONE.onWorkerLost(OnWorkerLost.BREAK_POOL), 1, 0)),
                pool(
                        "a map and one retry",
                        4,
                        () -> new ModelPool(ONE.onWorkerLost(RETRY), 0, 0)
                                .withMap(2)
                                .begun()),
                pool(
                        "a map and a task",
                        4,
                        () -> new ModelPool(TIMED, 1, 0).withMap(2).submitted()),
                pool("a lot", 5, () -> new ModelPool(TIMED, 2, 2).quick().submitted()),
                pool("a lot for two workers", 3, () -> new ModelPool(Workers.threads(2), 2, 2).submitted()),
                pool(
                        "a lot for two workers, one at it",
                        4,
                        () -> new ModelPool(Workers.threads(2), 2, 2).quick().begun()),
                pool(
                        "a lot and one retry",
                        4,
                        () -> new ModelPool(ONE.onWorkerLost(RETRY), 2, 2)
                                .quick()
                                .begun()),
                pool(
                        "a lot and one task for each worker",
                        4,
                        () -> new ModelPool(ONE.maxTasksPerChild(1), 2, 2).begun()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pools")
    void everyOrderOfEventsIsSafe(String name, int depth, Supplier<ModelPool> made) {
        Deque<List<Integer>> orders = new ArrayDeque<>(List.of(List.of()));
        while (!orders.isEmpty()) {
            List<Integer> order = orders.removeLast();
            int further = tried(made, order);
            for (int i = 0; i < further && order.size() < depth; i++) {
                List<Integer> next = new ArrayList<>(order);
                next.add(i);
                orders.addLast(next);
            }
        }
    }

    @Property(tries = 4_000)
    void longOrdersOfEventsAreSafe(
            @ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> order,
            @ForAll @IntRange(min = 1, max = 3) int workers,
            @ForAll @IntRange(max = 2) int spares,
            @ForAll @IntRange(max = 2) int retries,
            @ForAll @IntRange(max = 3) int tasksPerWorker,
            @ForAll @IntRange(max = 3) int mostInALot,
            @ForAll boolean isTimed,
            @ForAll boolean isQuick,
            @ForAll @IntRange(min = 1, max = 3) int itemsOfMap) {
        Workers kind = Workers.threads(workers)
                .standby(spares)
                .onWorkerLost(retries == 0 ? OnWorkerLost.FAIL_TASK : OnWorkerLost.retry(retries));
        Workers limited = tasksPerWorker == 0 ? kind : kind.maxTasksPerChild(tasksPerWorker);
        Workers timed = isTimed ? limited.taskTimeout(INSTANT) : limited;
        tried(() -> pool(timed, mostInALot, isQuick).withMap(itemsOfMap), order);
    }

    private static ModelPool pool(Workers workers, int mostInALot, boolean isQuick) {
        ModelPool pool = new ModelPool(workers, 5, mostInALot);
        return isQuick ? pool.quick() : pool;
    }

    /** Makes the chosen steps, then all that is left to do; {@return how many could have come next}. */
    private static int tried(Supplier<ModelPool> made, List<Integer> order) {
        Level before = LOGGER.getLevel();
        LOGGER.setLevel(Level.OFF); // of tens of thousands of workers that are lost
        try {
            return triedInSilence(made, order);
        } finally {
            LOGGER.setLevel(before);
        }
    }

    private static int triedInSilence(Supplier<ModelPool> made, List<Integer> order) {
        ModelPool pool = made.get();
        try {
            for (int choice : order) {
                List<Step> steps = pool.steps();
                if (!steps.isEmpty()) {
                    pool.make(steps.get(choice % steps.size()));
                }
            }
            int further = pool.steps().size();
            pool.comeToRest();
            return further;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\nafter: " + pool.history(), e);
        }
    }
}
