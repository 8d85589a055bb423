// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import java.util.Arrays;

/** How long something takes. */
final class Clock {
    private Clock() {}

    static double seconds(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    static double medianSeconds(int times, Runnable action) {
        double[] taken = new double[times];
        Arrays.setAll(taken, i -> seconds(action));
        Arrays.sort(taken);
        return taken[times / 2];
    }

    /** Runs something again and again, until so much time is over. */
    static void repeat(double seconds, Runnable action) {
        for (double taken = 0; taken < seconds; taken += seconds(action)) {}
    }
}
