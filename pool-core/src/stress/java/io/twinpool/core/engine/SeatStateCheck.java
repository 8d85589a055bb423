// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Every transition of a seat is one step: the worker makes its own, others make theirs. */
public class SeatStateCheck {
    private static final String WORKERS = "the worker's";

    private final SeatState state = new SeatState();

    @Test
    void everyTransitionIsOneStep() {
        new ModelCheckingOptions()
                .iterations(50)
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(3)
                .check(SeatStateCheck.class);
    }

    @Operation(nonParallelGroup = WORKERS)
    public boolean work() {
        return state.work();
    }

    @Operation(nonParallelGroup = WORKERS)
    public boolean rest() {
        return state.rest();
    }

    @Operation(nonParallelGroup = WORKERS)
    public boolean standBy() {
        return state.standBy();
    }

    @Operation(nonParallelGroup = WORKERS)
    public boolean leave() {
        return state.leave();
    }

    @Operation
    public boolean claim() {
        return state.claim();
    }

    @Operation
    public boolean promote() {
        return state.promote();
    }

    @Operation
    public boolean quit() {
        return state.quit();
    }

    @Operation
    public boolean end() {
        return state.end();
    }

    @Operation
    public boolean isWorkers() {
        return state.isWorkers();
    }
}
