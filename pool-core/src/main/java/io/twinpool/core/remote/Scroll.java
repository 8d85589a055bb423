// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Texts and bytes of any length, and absent ones, in data streams; every char survives. */
final class Scroll {
    private Scroll() {}

    /** Writes something to a stream. */
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    static void putText(DataOutputStream out, @Nullable String text) throws IOException {
        ByteBuffer value =
                ByteBuffer.allocate(Math.toIntExact(Values.size(text))).order(ByteOrder.LITTLE_ENDIAN);
        Values.put(value, text);
        putBytes(out, value.array());
    }

    static @Nullable String getText(DataInputStream in) throws IOException {
        byte[] bytes = getBytes(in);
        Object text =
                bytes == null ? null : Values.get(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), Bulk.NONE);
        if (text == null || text instanceof String) {
            return (String) text;
        }
        throw new ProtocolException("not a text: " + text.getClass());
    }

    static void putBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    static byte @Nullable [] getBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        if (length > in.available()) {
            throw new ProtocolException(length + " bytes in " + in.available());
        }
        return in.readNBytes(length);
    }
}
