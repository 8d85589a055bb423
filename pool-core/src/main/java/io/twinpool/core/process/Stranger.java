// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.core.remote.Handshake;
import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Somebody who has connected and not shown who it is. Reception's thread only, but for {@link #close}. */
final class Stranger {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer words = ByteBuffer.allocate(Handshake.HELLO);
    private final long sinceNanos = System.nanoTime();

    private Stranger(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** {@return one whose words the selector waits for} */
    static Stranger at(SocketChannel channel, Selector selector) throws IOException {
        Stranger stranger = new Stranger(channel, channel.register(selector, SelectionKey.OP_READ));
        stranger.key.attach(stranger);
        return stranger;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether its words are still waited for. */
    boolean isHere() {
        return key.isValid();
    }

    void leave() {
        key.cancel();
    }

    /** Reads on. {@return whether it has said all} */
    boolean isHeard() throws IOException {
        if (channel.read(words) < 0) {
            throw new GoneException("left without a word");
        }
        return !words.hasRemaining();
    }

    Handshake.Hello hello() throws IOException {
        return Handshake.decoded(words.flip());
    }

    long age(long now) {
        return now - sinceNanos;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            PoolLog.warn("a refused connection was not closed", e);
        }
    }
}
