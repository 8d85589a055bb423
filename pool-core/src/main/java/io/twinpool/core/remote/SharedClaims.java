// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Claims;

/** Claims in memory that both halves share, in a cell that other batches used before and will use again. */
class SharedClaims extends Claims {
    private static final int GENERATIONS = (1 << 22) - 1;

    final Arena arena;
    final int cell;
    private final int generation;

    SharedClaims(Arena arena, int generation) {
        this.arena = arena;
        this.generation = generation & GENERATIONS;
        this.cell = Arena.cell(generation);
    }

    final int generation() {
        return generation;
    }

    @Override
    protected long word() {
        long word = arena.get(cell);
        return isOurs(word) ? word : gone();
    }

    /** Whether it is of this batch. */
    final boolean isOurs(long word) {
        return generation(word) == generation;
    }

    @Override
    protected boolean compareAndSet(long expected, long updated) {
        return arena.compareAndSet(cell, expected, updated)
                || (expected == gone() && !isOurs(arena.get(cell))); // all that is left of it may change at will
    }

    /** A word of a batch that is over. */
    final long gone() {
        return initial(0, generation);
    }

    @Override
    public final long startNanos() {
        long nanos = arena.get(cell + 8);
        return isOurs(arena.get(cell)) ? nanos : 0;
    }

    @Override
    protected final void startNanos(long nanos) {
        arena.set(cell + 8, nanos);
    }
}
