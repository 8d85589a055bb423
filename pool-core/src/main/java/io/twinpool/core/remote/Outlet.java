// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The sending end of the parent's task link.
 *
 * <p>Not thread-safe; never waits.
 */
final class Outlet {
    /** The room that a frame with one value may need. */
    private static final int ROOM = Values.INLINE + Wire.MARGIN;

    private final SocketChannel channel;
    private final ByteBuffer out = Wire.buffer(Wire.PASSAGE);
    private final BulkOut bulk = new BulkOut();

    Outlet(SocketChannel channel) {
        this.channel = channel;
    }

    /** {@return where a frame with one value may be put; to be asked when {@link #hasRoom}} */
    ByteBuffer buffer() {
        return out;
    }

    boolean hasRoom() {
        return !bulk.isLeaving() && out.remaining() >= ROOM;
    }

    void sendAhead(Object array) {
        bulk.begin(out, array);
    }

    /** {@return whether the socket took all there was} */
    boolean flush() throws IOException {
        while (true) {
            bulk.drain(out);
            if (out.position() == 0) {
                return true;
            }
            out.flip();
            try {
                if (channel.write(out) == 0) {
                    return false;
                }
            } finally {
                out.compact();
            }
        }
    }
}
