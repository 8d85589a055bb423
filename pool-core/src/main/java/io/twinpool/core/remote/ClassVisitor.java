// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A worker that asks for classes: its questions in, the answers out, one after the other.
 *
 * <p>The next question is read when the last one is answered, so what waits is bounded. For one thread.
 */
final class ClassVisitor {
    private final ClassDesk desk;
    private final Inlet inlet;
    private final Outlet outlet;
    private final Deque<ClassDesk.Part> parts = new ArrayDeque<>(); // of the answer to request
    private int request;
    private boolean isAhead; // the value of the first part has been sent ahead of its frame

    ClassVisitor(SocketChannel link, ClassDesk desk) {
        this.desk = desk;
        this.inlet = new Inlet(link, Wire.CAPACITY);
        this.outlet = new Outlet(link);
    }

    /** Answers what has been asked; {@return false if the socket must take more first} */
    boolean attend() throws IOException {
        boolean arrived = true;
        while (arrived) {
            if (!send()) {
                return false;
            }
            arrived = hear() || inlet.fill();
        }
        return true;
    }

    /** {@return whether there was a question} */
    private boolean hear() throws IOException {
        byte type = inlet.next();
        if (type == Wire.NONE) {
            return false;
        } else if (type != Wire.FIND) {
            throw new ProtocolException("unknown frame: " + type);
        }
        Wire.FindHead head = Wire.getFind(inlet.open());
        inlet.close();
        request = head.request();
        parts.addAll(desk.answer(head));
        return true;
    }

    private boolean send() throws IOException {
        while (true) {
            ClassDesk.Part part = parts.peek();
            if (part != null && outlet.hasRoom()) {
                put(part, outlet.buffer());
            } else if (!outlet.flush()) {
                return false;
            } else if (part == null) {
                return true;
            }
        }
    }

    private void put(ClassDesk.Part part, ByteBuffer out) {
        Object value = part.value();
        if (value != null && !isAhead && Values.size(value) > Values.INLINE) {
            outlet.sendAhead(Values.bulk(value));
            isAhead = true;
            return;
        }
        Wire.putOutcome(out, part.type(), request, value);
        parts.remove();
        isAhead = false;
    }
}
