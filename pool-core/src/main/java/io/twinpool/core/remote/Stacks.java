// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Stack traces in frames: a short count, then class, method, file and line of each element. What is too deep or too
 * long for one frame is cut.
 */
final class Stacks {
    private static final int MOST = 1024;
    private static final int LONGEST = 1024; // chars of a name

    private Stacks() {}

    static void put(ByteBuffer out, StackTraceElement[] stack) {
        int at = out.position();
        out.putShort((short) 0);
        short count = 0;
        for (StackTraceElement element : stack) {
            if (count == MOST || out.remaining() < 8 * LONGEST) {
                break;
            }
            put(out, element);
            count++;
        }
        out.putShort(at, count);
    }

    private static void put(ByteBuffer out, StackTraceElement element) {
        putName(out, element.getClassName());
        putName(out, element.getMethodName());
        putName(out, element.getFileName());
        out.putInt(element.getLineNumber());
    }

    private static void putName(ByteBuffer out, @Nullable String name) {
        Values.put(out, name == null || name.length() <= LONGEST ? name : name.substring(0, LONGEST));
    }

    static StackTraceElement[] get(ByteBuffer in) throws ProtocolException {
        int count = in.getShort();
        if (count < 0 || count > MOST) {
            throw new ProtocolException("stack of " + count);
        }
        StackTraceElement[] stack = new StackTraceElement[count];
        for (int i = 0; i < count; i++) {
            stack[i] = new StackTraceElement(getName(in), getName(in), getFile(in), in.getInt());
        }
        return stack;
    }

    private static String getName(ByteBuffer in) throws ProtocolException {
        String name = getFile(in);
        return name == null ? "" : name;
    }

    private static @Nullable String getFile(ByteBuffer in) throws ProtocolException {
        Object name = Values.get(in, Bulk.NONE);
        if (name == null || name instanceof String) {
            return (String) name;
        }
        throw new ProtocolException("not a name: " + name.getClass());
    }
}
