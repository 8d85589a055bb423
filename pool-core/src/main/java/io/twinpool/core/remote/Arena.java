// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that both halves of a worker share: a small file, mapped by both, deleted as soon as both have it.
 *
 * <pre>
 *        0   long base       where the outbox begins in the stream of outcomes                  child writes
 *        8   long written    where it ends                                                      child writes
 *      128   long taken      up to where the parent has read outcomes                           parent writes
 *      136   long polled     when a thread of the parent has last looked, a System.nanoTime     parent writes
 *      256   long reserving  for which batch an array is reserved: its generation + 1; 0: none     child writes
 *     4096   64 cells of 128 bytes: long word, long startNanos                          {@link SharedClaims}
 *    12288   the outbox, {@link Wire#CAPACITY} bytes                                    {@link Outbox}
 * </pre>
 */
public final class Arena {
    private static final int BASE = 0;
    private static final int WRITTEN = 8;
    private static final int TAKEN = 128;
    private static final int POLLED = 136;
    private static final int RESERVING = 256;
    private static final int CELLS = 4096;
    private static final int CELL_COUNT = 64;
    private static final int CELL_BYTES = 128; // two cache lines: neighbors are fetched in pairs
    private static final int OUTBOX = CELLS + CELL_COUNT * CELL_BYTES;
    private static final int SIZE = OUTBOX + Wire.CAPACITY;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory; // through LONG, but for the outbox
    private final Map<Integer, CheckedClaims> latest = new HashMap<>(); // guarded by this: of each cell

    private Arena(ByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * {@return a fresh arena}
     *
     * @param file to be made; for this user only, by where it is
     * @throws IOException if it cannot be written or mapped
     */
    public static Arena create(Path file) throws IOException {
        return new Arena(SharedFile.create(file, SIZE));
    }

    static Arena open(Path file) throws IOException {
        return new Arena(SharedFile.open(file, SIZE));
    }

    /** Begins a batch in the cell of its generation; what was in it is over. The parent's only. */
    synchronized CheckedClaims begin(int size, int generation) {
        CheckedClaims fresh = new CheckedClaims(this, size, generation);
        CheckedClaims before = latest.put(fresh.cell, fresh);
        if (before != null) {
            before.end();
        }
        LONG.setVolatile(memory, fresh.cell + 8, 0L);
        LONG.setVolatile(memory, fresh.cell, SharedClaims.initial(size, generation));
        return fresh;
    }

    static int cell(int generation) {
        return CELLS + Math.floorMod(generation, CELL_COUNT) * CELL_BYTES;
    }

    long get(int at) {
        return (long) LONG.getVolatile(memory, at);
    }

    void set(int at, long value) {
        LONG.setRelease(memory, at, value);
    }

    boolean compareAndSet(int at, long expected, long updated) {
        return LONG.compareAndSet(memory, at, expected, updated);
    }

    /** {@return the memory of the outbox, as a view of its own} */
    ByteBuffer outbox() {
        return memory.slice(OUTBOX, Wire.CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    }

    long base() {
        return get(BASE);
    }

    /** Moves the outbox on; what is written to it afterwards is seen by nobody who has not seen this. */
    void base(long position) {
        set(BASE, position);
        VarHandle.fullFence();
    }

    long written() {
        return get(WRITTEN);
    }

    void written(long position) {
        set(WRITTEN, position);
    }

    long taken() {
        return get(TAKEN);
    }

    void taken(long position) {
        set(TAKEN, position);
    }

    long polledNanos() {
        return get(POLLED);
    }

    void polledNanos(long nanos) {
        set(POLLED, nanos);
    }

    /** Notes that an array is about to be reserved for the next item of a batch, if there is memory for it. */
    void reserving(SharedClaims batch) {
        set(RESERVING, batch.generation() + 1L);
        VarHandle.fullFence(); // this may be the last that this process does
    }

    void reserved() {
        set(RESERVING, 0);
    }

    /** {@return whether an array is, or was at the end of the child, just being reserved for a batch} */
    boolean isReserving(SharedClaims batch) {
        return get(RESERVING) == batch.generation() + 1L;
    }

    /**
     * Copies a part of the outbox, while the other half may be writing to it.
     *
     * @param base where the outbox began when its end was looked up
     * @return whether it is sound: the outbox has not moved on
     */
    boolean copy(long base, long from, long to, ByteBuffer copy) {
        copy.clear();
        copy.put(0, memory, (int) (OUTBOX + from - base), (int) (to - from));
        copy.limit((int) (to - from));
        VarHandle.acquireFence();
        return base() == base;
    }
}
