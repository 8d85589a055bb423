// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first words on a link: the child shows that it is the one that was started, the parent that it is the one that
 * started it.
 *
 * <pre>
 *   child to parent    int magic | long worker | byte kind of link | 32 bytes secret of the child
 *   parent to child    32 bytes secret of the parent
 * </pre>
 */
public final class Handshake {
    /** Bytes of the child's words. */
    public static final int HELLO = 13 + Secret.BYTES;

    private static final int MAGIC = 0x54574E31; // TWN1

    private Handshake() {}

    /** Which of a worker's links. */
    public enum Kind {
        /** Batches one way, outcomes the other. */
        TASK,
        /** What must be heard while a task runs. */
        CONTROL,
        /** Classes that the child does not have. */
        CLASSES;

        @SuppressWarnings("EnumOrdinal") // both halves are of one build
        byte code() {
            return (byte) ordinal();
        }
    }

    /**
     * The child's words.
     *
     * @param worker the number under which it was started
     * @param kind which link
     * @param secret that it was given
     */
    public record Hello(long worker, Kind kind, Secret secret) {}

    static ByteBuffer encoded(Hello hello) {
        return ByteBuffer.allocate(HELLO)
                .putInt(MAGIC)
                .putLong(hello.worker)
                .put(hello.kind.code())
                .put(hello.secret.bytes())
                .flip();
    }

    /**
     * {@return the child's words}
     *
     * @param in {@link #HELLO} bytes
     * @throws IOException if they are not of this form
     */
    public static Hello decoded(ByteBuffer in) throws IOException {
        if (in.remaining() != HELLO || in.getInt() != MAGIC) {
            throw new ProtocolException("not a worker");
        }
        long worker = in.getLong();
        int kind = in.get();
        if (kind < 0 || kind >= Kind.values().length) {
            throw new ProtocolException("unknown kind of link: " + kind);
        }
        return new Hello(worker, Kind.values()[kind], Secret.read(in));
    }
}
