// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The parent's end of the control link.
 *
 * <p>Any thread may interrupt; the I/O thread alone listens.
 */
final class ControlLine {
    private final SocketChannel channel;
    private final Inlet inlet;
    private final ByteBuffer out = Wire.buffer(4096); // guarded by itself
    private final Map<Integer, Consumer<StackTraceElement[]>> asked = new ConcurrentHashMap<>();
    private int requests; // guarded by out
    private boolean isExiting; // I/O thread only

    ControlLine(SocketChannel channel) {
        this.channel = channel;
        this.inlet = new Inlet(channel, Wire.CAPACITY);
    }

    /** Asks for the interrupt of an item and for the stack that it is on. A broken link is the I/O thread's to find. */
    void interrupt(int generation, int index, Consumer<StackTraceElement[]> stack) throws IOException {
        synchronized (out) {
            if (out.remaining() < Wire.MARGIN) {
                return; // the child has not listened to thousands of them
            }
            asked.put(++requests, stack);
            Wire.putInterrupt(out, generation, index, requests);
            channel.write(out.flip());
            out.compact();
        }
    }

    /** Takes what has arrived. */
    void receive() throws IOException {
        inlet.fill();
        for (byte type = inlet.next(); type != Wire.NONE; type = inlet.next()) {
            hearWhole(type, inlet.open());
            inlet.close();
        }
    }

    private void hearWhole(byte type, ByteBuffer body) throws ProtocolException {
        try {
            hear(type, body);
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("frame of type " + type + " is cut short");
        }
    }

    private void hear(byte type, ByteBuffer body) throws ProtocolException {
        if (type == Wire.EXITING) {
            isExiting = true;
        } else if (type == Wire.STACK) {
            Consumer<StackTraceElement[]> told = asked.remove(body.getInt());
            StackTraceElement[] stack = Wire.getStack(body);
            if (told != null && stack != null) {
                told.accept(stack);
            }
        } else {
            throw new ProtocolException("unknown frame: " + type);
        }
    }

    /** {@return whether the child has said that its JVM is about to exit} */
    boolean isExiting() {
        return isExiting;
    }
}
