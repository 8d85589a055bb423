// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An array on its way out, in pieces.
 *
 * <p>Not thread-safe.
 */
final class BulkOut {
    private @Nullable ArrayKind kind; // null: nothing is on its way
    private Object array = this;
    private int from;
    private int count;

    /** Begins with an array: its frame's head goes out now, the elements by {@link #drain}. */
    void begin(ByteBuffer out, Object bulk) {
        ArrayKind leaving = ArrayKind.of(bulk);
        if (leaving == null) {
            throw new IllegalArgumentException("not a primitive array: " + bulk.getClass());
        }
        kind = leaving;
        array = bulk;
        from = 0;
        count = Bulk.count(bulk);
        Wire.putBulk(out, leaving, count);
    }

    /** {@return whether some of it has still to go} */
    boolean isLeaving() {
        return kind != null;
    }

    /** {@return the bytes of what has still to go} */
    long bytes() {
        return kind == null ? 0 : kind.bytes(count - from);
    }

    /** Puts as many elements as fit. */
    void drain(ByteBuffer out) {
        ArrayKind leaving = kind;
        if (leaving == null) {
            return;
        }
        int elements = Math.min(count - from, leaving.fitting(out.remaining()));
        leaving.put(out, array, from, elements);
        from += elements;
        if (from == count) {
            kind = null;
            array = this;
        }
    }
}
