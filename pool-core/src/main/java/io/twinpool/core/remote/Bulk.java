// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Arrays on their way in: the one that is arriving, and those that wait for the frame they belong to.
 *
 * <p>Not thread-safe.
 */
final class Bulk {
    private static final int MOST = 1; // no frame has more than one value that large

    private static final long UNSEEN = 64L << 20; // bytes that are reserved before any has come

    /** For frames that have none; stays empty. */
    static final Bulk NONE = new Bulk();

    /** Hears when memory is reserved: this JVM may end for want of it. */
    interface Witness {
        /** Called before. */
        void reserving();

        /** Called afterwards. */
        void reserved();
    }

    private final ArrayDeque<Object> whole = new ArrayDeque<>();
    private @Nullable ArrayKind kind; // of what is arriving; null: nothing is
    private @Nullable Object array; // null: nothing is arriving, or it is skipped
    private int filled;
    private int room; // elements of the array as it is now
    private int count;
    private @Nullable Witness witness; // null: none

    void witness(Witness hears) {
        witness = hears;
    }

    /** Begins to receive an array; its elements follow. */
    void begin(byte code, int elements) throws ProtocolException {
        ArrayKind arriving = ArrayKind.of(code);
        if (elements < 0) {
            throw new ProtocolException("array of " + elements);
        }
        if (whole.size() == MOST) {
            throw new ProtocolException("more than " + MOST + " array ahead of a frame");
        }
        kind = arriving;
        count = elements;
        filled = 0;
        array = null;
        room = elements;
        if (arriving.bytes(elements) > Runtime.getRuntime().maxMemory()) {
            whole.add(new TooLarge(arriving.bytes(elements)));
        } else {
            reserve(arriving, firstRoom(arriving, elements));
        }
    }

    /** A quarter, or a quarter of that, and so on: the last step copies little, and needs little beside the array. */
    private static int firstRoom(ArrayKind kind, int count) {
        int room = count;
        while (kind.bytes(room) > UNSEEN) {
            room = room / 4 + 1;
        }
        return room;
    }

    private void reserve(ArrayKind arriving, int elements) {
        Witness hears = witness;
        if (hears == null) {
            tryToReserve(arriving, elements);
        } else {
            hears.reserving();
            tryToReserve(arriving, elements);
            hears.reserved();
        }
    }

    /** An array that cannot be held is skipped: it costs its own item, not the process, unless that ends for want of memory. */
    private void tryToReserve(ArrayKind arriving, int elements) {
        try {
            Object larger = arriving.allocate(elements);
            if (array != null) {
                System.arraycopy(array, 0, larger, 0, filled);
            }
            array = larger;
            room = elements;
        } catch (OutOfMemoryError e) {
            array = null;
            room = count;
            whole.add(new TooLarge(arriving.bytes(count)));
        }
    }

    /** {@return whether an array has begun to arrive and is not whole} */
    boolean isArriving() {
        return kind != null;
    }

    /** Takes what is there of the array that is arriving. */
    void fill(ByteBuffer in) {
        ArrayKind arriving = kind;
        if (arriving == null) {
            return;
        }
        fill(arriving, in);
        while (filled == room && room < count && in.remaining() >= arriving.bytes(1)) {
            reserve(arriving, (int) Math.min(count, 4L * room));
            fill(arriving, in);
        }
        if (filled == count) {
            if (array != null) {
                whole.add(array);
            }
            kind = null;
            array = null;
        }
    }

    private void fill(ArrayKind arriving, ByteBuffer in) {
        int elements = Math.min(room - filled, arriving.fitting(in.remaining()));
        if (array == null) {
            arriving.skip(in, elements);
        } else {
            arriving.get(in, array, filled, elements);
        }
        filled += elements;
    }

    /** {@return the next whole array, or a {@link TooLarge}} */
    Object take() throws ProtocolException {
        Object next = whole.poll();
        if (next == null) {
            throw new ProtocolException("an array is missing");
        }
        return next;
    }

    /** Drops what the frame that has just ended did not take. */
    void clear() {
        whole.clear();
    }

    /** {@return the number of elements of an array} */
    static int count(Object array) {
        return Array.getLength(array);
    }
}
