// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Two ends of a connection, neither of which waits. */
record LinkPair(SocketChannel one, SocketChannel other) implements AutoCloseable {
    static LinkPair open() throws IOException {
        try (ServerSocketChannel door = ServerSocketChannel.open()) {
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel one = SocketChannel.open(door.getLocalAddress());
            SocketChannel other = door.accept();
            one.configureBlocking(false);
            other.configureBlocking(false);
            return new LinkPair(one, other);
        }
    }

    @Override
    public void close() throws IOException {
        one.close();
        other.close();
    }
}
