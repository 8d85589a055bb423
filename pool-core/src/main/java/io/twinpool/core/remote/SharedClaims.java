// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Claims;

/** Claims in memory that both halves share, in a cell that other batches used before and will use again. */
final class SharedClaims extends Claims {
    private static final int GENERATIONS = (1 << 22) - 1;

    private final Arena arena;
    private final int generation;
    private final int cell;

    SharedClaims(Arena arena, int generation) {
        this.arena = arena;
        this.generation = generation & GENERATIONS;
        this.cell = Arena.cell(generation);
    }

    int generation() {
        return generation;
    }

    @Override
    protected long word() {
        long word = arena.get(cell);
        return generation(word) == generation ? word : gone();
    }

    @Override
    protected boolean compareAndSet(long expected, long updated) {
        return arena.compareAndSet(cell, expected, updated)
                || (expected == gone()
                        && generation(arena.get(cell)) != generation); // all that is left of it may change at will
    }

    private long gone() {
        return initial(0, generation);
    }

    @Override
    public long startNanos() {
        long nanos = arena.get(cell + 8);
        return generation(arena.get(cell)) == generation ? nanos : 0;
    }

    @Override
    protected void startNanos(long nanos) {
        arena.set(cell + 8, nanos);
    }
}
