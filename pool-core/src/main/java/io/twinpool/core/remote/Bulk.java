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
    /** For frames that have none; stays empty. */
    static final Bulk NONE = new Bulk();

    private final ArrayDeque<Object> whole = new ArrayDeque<>();
    private @Nullable ArrayKind kind; // of what is arriving; null: nothing is
    private @Nullable Object array; // null: nothing is arriving, or it is skipped
    private int filled;
    private int count;

    /** Begins to receive an array; its elements follow. */
    void begin(byte code, int elements) throws ProtocolException {
        ArrayKind arriving = ArrayKind.of(code);
        if (elements < 0) {
            throw new ProtocolException("array of " + elements);
        }
        kind = arriving;
        count = elements;
        filled = 0;
        array = allocate(arriving, elements);
        whole.add(array == null ? new TooLarge(arriving.bytes(elements)) : array);
    }

    /** An array that cannot be held is skipped: it costs its own item, not the process. */
    private static @Nullable Object allocate(ArrayKind kind, int count) {
        if (kind.bytes(count) > Runtime.getRuntime().maxMemory()) {
            return null;
        }
        try {
            return kind.allocate(count);
        } catch (OutOfMemoryError e) {
            return null;
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
        int elements = Math.min(count - filled, arriving.fitting(in.remaining()));
        if (array == null) {
            arriving.skip(in, elements);
        } else {
            arriving.get(in, array, filled, elements);
        }
        filled += elements;
        if (filled == count) {
            kind = null;
            array = null;
        }
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
