// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.nio.ByteBuffer;

/**
 * Bytes cut into frames.
 *
 * <p>Not thread-safe.
 */
class Frames {
    /** Position to limit: not taken yet. */
    final ByteBuffer in;

    private final Bulk bulk = new Bulk();
    private int start; // of the frame that is open
    private int unread; // the limit, while a frame is open
    private long position; // in the stream: behind what has been taken

    /** Bytes come through a buffer of at least {@link Wire#CAPACITY}. */
    Frames(int capacity) {
        in = Wire.buffer(capacity).limit(0);
    }

    final Bulk bulk() {
        return bulk;
    }

    /** {@return where in the stream the next frame begins} */
    final long position() {
        return position;
    }

    /** {@return the type of the next frame; {@link Wire#NONE} if it is not whole} */
    final byte next() throws ProtocolException {
        while (true) {
            drainBulk();
            if (bulk.isArriving() || in.remaining() < Wire.HEAD) {
                return Wire.NONE;
            }
            int length = in.getInt(in.position());
            if (length < 0 || length > Wire.CAPACITY - Wire.HEAD) {
                throw new ProtocolException("frame of " + length + " bytes");
            }
            if (in.remaining() < Wire.HEAD + length) {
                return Wire.NONE;
            }
            byte type = in.get(in.position() + 4);
            if (type == Wire.NONE) {
                throw new ProtocolException("frame without a type");
            } else if (type == Wire.BULK) {
                beginBulk();
            } else if (type == Wire.MARK) {
                jump();
            } else {
                return type;
            }
        }
    }

    private void jump() throws ProtocolException {
        ByteBuffer body = open();
        if (body.remaining() != 8) {
            throw new ProtocolException("mark of " + body.remaining() + " bytes");
        }
        long next = body.getLong();
        if (next < position) {
            throw new ProtocolException("mark of what has been sent");
        }
        skip();
        position = next;
    }

    private void beginBulk() throws ProtocolException {
        ByteBuffer body = open();
        if (body.remaining() != 5) {
            throw new ProtocolException("bulk frame of " + body.remaining() + " bytes");
        }
        bulk.begin(body.get(), body.getInt());
        skip();
    }

    private void drainBulk() {
        int before = in.position();
        bulk.fill(in);
        position += in.position() - before;
    }

    /** {@return the body of the frame that {@link #next} found, between position and limit} */
    final ByteBuffer open() {
        start = in.position();
        unread = in.limit();
        int body = start + Wire.HEAD;
        return in.limit(body + in.getInt(start)).position(body);
    }

    /** {@return where the body of the frame that {@link #next} found begins} */
    final int body() {
        return in.position() + Wire.HEAD;
    }

    /** Leaves the open frame, and drops the bulk that it did not take. */
    final void close() {
        skip();
        bulk.clear();
    }

    private void skip() {
        int end = in.limit();
        position += end - start;
        in.limit(unread).position(end);
    }

    /** Begins anew with other bytes. */
    final void replace(ByteBuffer bytes, long from) {
        in.clear();
        in.put(bytes);
        in.flip();
        position = from;
    }
}
