// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lot on the board as the parent sees it.
 *
 * <pre>
 *   task = byte 1 | long routine | value                           a function that workers know, and what it is called with
 *          byte 0 | byte shape | long loader | value | value       a function that is called once, ENCODED, and its argument
 * </pre>
 */
final class Posting implements Lot {
    private static final int LARGEST = 2 * Values.INLINE + Wire.MARGIN;

    /** Whoever joins is told of all of them first; a worker remembers {@link Wire#ROUTINES}. */
    private static final int MOST_SHARED = 16;

    private final Board board;
    private final int generation;
    private final ByteBuffer tasks;
    private int size; // written before it is open
    private volatile boolean isOpen; // set once
    private volatile boolean isClosed; // set once
    private volatile Set<RemoteRoutine> shared = new LinkedHashSet<>(); // filled before it is open; none when closed

    Posting(Board board, int generation) {
        this.board = board;
        this.generation = generation;
        this.tasks = board.tasks();
    }

    int generation() {
        return generation;
    }

    boolean isOn(Board other) {
        return board == other;
    }

    /** {@return the functions that a worker must know before it can run these tasks} */
    Set<RemoteRoutine> shared() {
        return shared;
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public boolean fits(Routine routine, @Nullable Object argument) {
        return size < Board.MOST
                && tasks.remaining() >= LARGEST
                && routine instanceof RemoteRoutine remote
                && Values.size(remote.encoded()) <= Values.INLINE
                && Values.size(argument) <= Values.INLINE;
    }

    @Override
    public void add(Routine routine, @Nullable Object argument) {
        RemoteRoutine remote = (RemoteRoutine) routine;
        board.begin(size, tasks.position());
        if (isShared(remote)) {
            tasks.put((byte) 1).putLong(remote.id());
        } else {
            tasks.put((byte) 0);
            Wire.putFunction(tasks, remote);
        }
        Values.put(tasks, argument);
        size++;
        board.begin(size, tasks.position());
    }

    private boolean isShared(RemoteRoutine routine) {
        return routine.isShared() && (shared.contains(routine) || (shared.size() < MOST_SHARED && shared.add(routine)));
    }

    @Override
    public void open() {
        for (int i = 0; i < size; i++) {
            board.word(i, Board.free(generation));
        }
        isOpen = true;
    }

    @Override
    public void close() {
        isClosed = true;
        shared = Set.of(); // a batch that still comes finds no task to call them
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long state(int index) {
        boolean wasOpen = isOpen; // before the word is read: it is set after the words
        long word = board.word(index);
        if (Board.isOf(generation, word)) {
            return Board.state(word);
        }
        return wasOpen ? TAKEN : FREE; // it was spoiled; or it is still of the lot before
    }

    @Override
    public boolean take(int index) {
        return board.compareAndSet(index, Board.free(generation), Board.taken(generation));
    }
}
