// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the child's outcomes wait to be sent together: in shared memory, so that the parent finds them if this process
 * dies.
 *
 * <p>It lies at a place of the stream of outcomes that begins with {@link Arena#base}; what is below has been sent.
 * Task thread only.
 */
final class Outbox {
    private final Arena arena;
    private final ChildLink link;
    private final ByteBuffer waiting;
    private final ByteBuffer pieces = Wire.buffer(Wire.PASSAGE);
    private final BulkOut bulk = new BulkOut();
    private long base;
    private boolean hasGap; // what was ahead of base has not been sent, as the parent had read it here

    Outbox(Arena arena, ChildLink link) {
        this.arena = arena;
        this.link = link;
        this.waiting = arena.outbox();
    }

    /** {@return whether a frame with a value of this size can be put without sending anything} */
    boolean fits(long valueSize) {
        return valueSize <= Values.INLINE && Wire.MARGIN + valueSize <= waiting.remaining();
    }

    /** Puts an outcome that fits. */
    void put(byte type, int index, @Nullable Object value) {
        Wire.putOutcome(waiting, type, index, value);
        arena.written(base + waiting.position());
    }

    /** Puts an outcome that does not fit; sends what is necessary, and all of it if its value cannot lie here. */
    void send(byte type, int index, @Nullable Object value) throws IOException {
        flush();
        boolean isAhead = sendBulk(value);
        put(type, index, value);
        if (isAhead) {
            flush(); // the parent would not find here what has gone ahead
        }
    }

    /** Puts the end of a batch; it is sent when the thread has nothing else to do. */
    void end(int generation) throws IOException {
        reserve();
        Wire.putEnd(waiting, generation);
        arena.written(base + waiting.position());
    }

    void say(byte type) throws IOException {
        reserve();
        Wire.putEmpty(waiting, type);
        arena.written(base + waiting.position());
        flush();
    }

    void say(byte type, Encoded value) throws IOException {
        flush();
        sendBulk(value);
        Wire.putOnly(waiting, type, value);
        arena.written(base + waiting.position());
        flush();
    }

    private void reserve() throws IOException {
        if (waiting.remaining() < Wire.MARGIN) {
            flush();
        }
    }

    /** Sends what waits, unless the parent has read it here. */
    void flush() throws IOException {
        int count = waiting.position();
        if (count == 0) {
            return;
        }
        if (arena.taken() == base + count) {
            hasGap = true;
        } else {
            closeGap();
            link.write(pieces.flip());
            pieces.clear();
            link.write(waiting.flip());
        }
        waiting.clear();
        advance(count);
    }

    private void closeGap() {
        if (hasGap) {
            hasGap = false;
            Wire.putMark(pieces, base);
        }
    }

    /** Sends a value ahead of the frame that names it, if it is too large to be in there. */
    private boolean sendBulk(@Nullable Object value) throws IOException {
        if (value == null || Values.size(value) <= Values.INLINE) {
            return false;
        }
        closeGap();
        int before = pieces.position();
        bulk.begin(pieces, Values.bulk(value));
        advance(pieces.position() - before + bulk.bytes());
        do {
            bulk.drain(pieces);
            link.write(pieces.flip());
            pieces.clear();
        } while (bulk.isLeaving());
        return true;
    }

    private void advance(long count) {
        base += count;
        arena.base(base);
        arena.written(base);
    }
}
