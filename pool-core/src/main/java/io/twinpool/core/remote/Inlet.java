// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * The receiving end of a link.
 *
 * <p>Not thread-safe; never waits.
 */
final class Inlet extends Frames {
    private final SocketChannel channel;

    /** Bytes come through a buffer of at least {@link Wire#CAPACITY}. */
    Inlet(SocketChannel channel, int capacity) {
        super(capacity);
        this.channel = channel;
    }

    /** {@return whether anything arrived; false too when there is no room, because a frame waits to be taken} */
    boolean fill() throws IOException {
        in.compact();
        try {
            int count = channel.read(in);
            if (count < 0) {
                throw new LinkClosedException();
            }
            return count > 0;
        } finally {
            in.flip();
        }
    }

    /** {@return whether the last {@link #fill} may have left something behind} */
    boolean wasFilled() {
        return in.limit() == in.capacity();
    }
}
