// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The tasks on the board as a child sees them. Task thread only. */
final class Posted {
    private final Board board;
    private final ByteBuffer tasks;
    private final ByteBuffer copy = Wire.buffer();

    Posted(Board board) {
        this.board = board;
        this.tasks = board.tasks();
    }

    /**
     * Holds a task, if it is free.
     *
     * @param place the item that it is from now on
     * @return the task; null: somebody else has it
     */
    @Nullable
    ByteBuffer hold(Wire.Join join, int index, int place) throws ProtocolException {
        long free = Board.free(join.lot());
        if (board.word(index) != free) {
            return null;
        }
        // It is not written to while it is free, and no generation comes again: if it is free afterwards too, the copy
        // is good.
        int from = board.begin(index);
        int to = board.begin(index + 1);
        boolean isSound = 0 <= from && from <= to && to <= Board.ROOM && to - from <= copy.capacity();
        if (isSound) {
            copy.clear().put(0, tasks, from, to - from).limit(to - from);
        }
        if (!board.compareAndSet(index, free, Board.held(join.lot(), join.holder(), place))) {
            return null;
        }
        if (!isSound) {
            throw new ProtocolException("shared memory in which task " + index + " is at " + from + " to " + to);
        }
        return copy;
    }
}
