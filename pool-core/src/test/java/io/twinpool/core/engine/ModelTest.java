// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.OnWorkerLost;
import io.twinpool.Workers;
import io.twinpool.core.engine.ModelWorker.Step;
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
 * exactly once, none starts after its cancellation or more often than allowed, the counts add up, and in the end the pool ends.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // also of a loop that hears no interrupt
class ModelTest {
    private static final int DEPTH = 5;
    private static final Logger LOGGER = Logger.getLogger("io.twinpool");

    static List<Arguments> pools() {
        return List.of(
                Arguments.of("one worker", 1, 0, Workers.threads(1)),
                Arguments.of("one worker with a spare", 1, 0, Workers.threads(1).standby(1)),
                Arguments.of("one retry", 1, 0, Workers.threads(1).onWorkerLost(OnWorkerLost.retry(1))),
                Arguments.of(
                        "one task for each worker", 2, 0, Workers.threads(1).maxTasksPerChild(1)),
                Arguments.of("broken by a loss", 1, 0, Workers.threads(1).onWorkerLost(OnWorkerLost.BREAK_POOL)),
                Arguments.of("a lot", 2, 2, Workers.threads(1)),
                Arguments.of("a lot for two workers", 2, 2, Workers.threads(2)),
                Arguments.of("a lot and one retry", 2, 2, Workers.threads(1).onWorkerLost(OnWorkerLost.retry(1))),
                Arguments.of(
                        "a lot and one task for each worker",
                        2,
                        2,
                        Workers.threads(1).maxTasksPerChild(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pools")
    void everyOrderOfEventsIsSafe(String name, int tasks, int mostInALot, Workers workers) {
        Deque<List<Integer>> orders = new ArrayDeque<>(List.of(List.of()));
        while (!orders.isEmpty()) {
            List<Integer> order = orders.removeLast();
            int further = tried(() -> made(workers, tasks, mostInALot), order);
            for (int i = 0; i < further && order.size() < DEPTH; i++) {
                List<Integer> next = new ArrayList<>(order);
                next.add(i);
                orders.addLast(next);
            }
        }
    }

    /** What is to be in a lot comes first. */
    private static ModelPool made(Workers workers, int tasks, int mostInALot) {
        ModelPool pool = new ModelPool(workers, tasks, mostInALot);
        return mostInALot == 0 ? pool : pool.submitted();
    }

    @Property(tries = 4_000)
    void longOrdersOfEventsAreSafe(
            @ForAll @Size(max = 60) List<@IntRange(max = 30) Integer> order,
            @ForAll @IntRange(min = 1, max = 3) int workers,
            @ForAll @IntRange(max = 2) int spares,
            @ForAll @IntRange(max = 2) int retries,
            @ForAll @IntRange(max = 3) int tasksPerWorker,
            @ForAll @IntRange(max = 3) int mostInALot) {
        Workers kind = Workers.threads(workers)
                .standby(spares)
                .onWorkerLost(retries == 0 ? OnWorkerLost.FAIL_TASK : OnWorkerLost.retry(retries));
        Workers limited = tasksPerWorker == 0 ? kind : kind.maxTasksPerChild(tasksPerWorker);
        tried(() -> new ModelPool(limited, 5, mostInALot), order);
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
