// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** A lot in this JVM's memory, for so many tasks, that a worker of the test holds tasks of. */
final class HeapLot implements Lot {
    private final AtomicLongArray words;
    private final int memory; // for so many calls
    private int calls;
    private int size;
    private volatile boolean isOpen; // set once
    private volatile boolean isClosed; // set once

    HeapLot(int most) {
        this(most, Integer.MAX_VALUE);
    }

    /** With memory for so many calls of {@link #fits} and {@link #add}. */
    HeapLot(int most, int memory) {
        words = new AtomicLongArray(most);
        this.memory = memory;
    }

    private void takeMemory() {
        if (calls++ == memory) {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Override
    public boolean fits(Routine routine, @Nullable Object argument) {
        takeMemory();
        return size < words.length();
    }

    @Override
    public void add(Routine routine, @Nullable Object argument) {
        takeMemory();
        words.set(size++, FREE);
    }

    @Override
    public void open() {
        isOpen = true;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long state(int index) {
        return words.get(index);
    }

    @Override
    public boolean take(int index) {
        return isOpen && words.compareAndSet(index, FREE, TAKEN);
    }

    /** For a worker. {@return whether it holds a task more, as that item} */
    boolean hold(int holder, int place) {
        for (int i = 0; isOpen && i < size; i++) {
            if (words.compareAndSet(i, FREE, Lot.held(holder, place))) {
                return true;
            }
        }
        return false;
    }

    /** Writes where it should not. */
    void scribble(int index, long state) {
        words.set(index, state);
    }
}
