// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A link as the child has it: one thread reads and may wait.
 *
 * <p>The channel does not block, since an interrupt would close one that does; the waiting is a selector's, which
 * interrupts only cut short.
 */
final class ChildLink {
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Inlet inlet;
    private volatile boolean left; // set once
    private volatile boolean outsideKernel; // set once

    private ChildLink(SocketChannel channel, Handshake.Kind kind) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
        inlet = new Inlet(channel, kind == Handshake.Kind.TASK ? Wire.PASSAGE : Wire.CAPACITY);
    }

    /** Connects to the parent, and returns when each has shown the other its secret. */
    static ChildLink connect(Boot boot, Handshake.Kind kind) throws IOException {
        SocketChannel channel = SocketChannel.open(boot.address());
        ByteBuffer hello = Handshake.encoded(new Handshake.Hello(boot.worker(), kind, boot.childSecret()));
        while (hello.hasRemaining()) {
            channel.write(hello);
        }
        ByteBuffer answer = ByteBuffer.allocate(Secret.BYTES);
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                throw new EOFException("the parent did not accept this worker");
            }
        }
        if (!boot.parentSecret().matches(Secret.read(answer.flip()))) {
            throw new ProtocolException("not the parent");
        }
        return new ChildLink(channel, kind);
    }

    Inlet inlet() {
        return inlet;
    }

    /**
     * From now on waiting is a glance every few milliseconds: the process is about to end, and would wait some 300 ms for a thread that
     * waits in the kernel.
     */
    void waitOutsideKernel() {
        outsideKernel = true;
        selector.wakeup();
    }

    /** Ends the waiting on this link, for the same reason: nothing that may still arrive is of use. */
    void leave() {
        left = true;
        selector.wakeup();
    }

    boolean isLeft() {
        return left;
    }

    /** Waits until something may have arrived. */
    void await() throws IOException {
        await(SelectionKey.OP_READ);
    }

    /** Writes what goes without waiting. */
    void offer(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
    }

    /** Writes all of it. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private void await(int operations) throws IOException {
        Thread.interrupted(); // a stray one would make the selector spin
        if (outsideKernel) {
            LockSupport.parkNanos(this, GLANCE_NANOS);
            return;
        }
        key.interestOps(operations);
        selector.selectedKeys().clear();
        selector.select();
    }
}
