// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Lot;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a pool shares with all its forked JVMs: one {@link Lot} after the other lies there.
 *
 * <pre>
 *        0   {@link #MOST} longs      who has which task
 *     8192   MOST + 1 ints       where each task begins, and where the last one ends
 *    12292   {@link #ROOM} bytes      the tasks: {@link Posting}
 *
 *   long = generation of the lot (32 bits) | state (2) | holder (20) | place (10)
 *
 *   FREE --compare-and-set--&gt; HELD       by a child: {@link Posted}
 *   FREE --compare-and-set--&gt; TAKEN      by the parent: {@link Posting}
 * </pre>
 *
 * <p>The generation tells lots apart: a child that still goes through an older one holds nothing of the next. The parent believes nothing
 * that a child could have written; but a child whose native code writes over this memory can spoil what others run.
 */
public final class Board {
    static final int MOST = 1024;
    static final int ROOM = 256 * 1024;

    private static final int INDEX = MOST * 8;
    private static final int TASKS = INDEX + (MOST + 1) * 4;
    private static final int SIZE = TASKS + ROOM;

    private static final int GENERATION_SHIFT = 32;
    private static final long STATE = 3L << 30;
    private static final long HELD = 1L << 30;
    private static final long TAKEN = 2L << 30;
    private static final int HOLDER_SHIFT = 10;
    private static final int PLACE = (1 << HOLDER_SHIFT) - 1;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Path file;
    private final ByteBuffer memory; // the longs through LONG only
    private @Nullable Posting last; // guarded by this; the parent's only

    private Board(Path file, ByteBuffer memory) {
        this.file = file;
        this.memory = memory.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * {@return a fresh board}
     *
     * @param file to be made; for this user only, by where it is
     * @throws IOException if it cannot be written or mapped
     */
    public static Board create(Path file) throws IOException {
        return new Board(file, SharedFile.create(file, SIZE));
    }

    static Board open(Path file) throws IOException {
        return new Board(file, SharedFile.open(file, SIZE));
    }

    /** {@return where a child finds it} */
    Path file() {
        return file;
    }

    /** {@return whether a child that starts now can find it}: temporary files may be removed by whoever tidies up. */
    public boolean isReachable() {
        return Files.isRegularFile(file);
    }

    /** {@return a lot with nothing in it; null: the last one is not closed} The parent's only. */
    public synchronized @Nullable Lot lot() {
        Posting before = last;
        if (before != null && !before.isClosed()) {
            return null;
        }
        last = new Posting(this, before == null ? 1 : before.generation() + 1);
        return last;
    }

    static long free(int generation) {
        return (long) generation << GENERATION_SHIFT;
    }

    static long held(int generation, int holder, int place) {
        return free(generation) | HELD | (long) holder << HOLDER_SHIFT | place;
    }

    static long taken(int generation) {
        return free(generation) | TAKEN;
    }

    static boolean isOf(int generation, long word) {
        return (int) (word >>> GENERATION_SHIFT) == generation;
    }

    /** {@return who has a task, in the terms of a lot; false words say that it is taken} */
    static long state(long word) {
        if ((int) word == 0) {
            return Lot.FREE; // that and nothing else: what is free must be possible to hold and to take
        }
        return (word & STATE) == HELD
                ? Lot.held((int) (word & ~STATE) >>> HOLDER_SHIFT, (int) word & PLACE)
                : Lot.TAKEN;
    }

    long word(int index) {
        return (long) LONG.getVolatile(memory, index * 8);
    }

    /** Also lets others see what was written before. */
    void word(int index, long word) {
        LONG.setRelease(memory, index * 8, word);
    }

    boolean compareAndSet(int index, long expected, long updated) {
        return LONG.compareAndSet(memory, index * 8, expected, updated);
    }

    /** {@return where a task begins, and the one before it ends} Anything, if the lot is another one by now. */
    int begin(int index) {
        return memory.getInt(INDEX + index * 4);
    }

    void begin(int index, int at) {
        memory.putInt(INDEX + index * 4, at);
    }

    /** {@return a view of the tasks, with a position of its own} */
    ByteBuffer tasks() {
        return memory.slice(TASKS, ROOM).order(ByteOrder.LITTLE_ENDIAN);
    }
}
