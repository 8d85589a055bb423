// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** What only a child and its parent know. Shows itself to nobody: its text says nothing. */
public final class Secret {
    static final int BYTES = 32;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return a fresh one} */
    public static Secret random() {
        byte[] bytes = new byte[BYTES];
        Source.RANDOM.nextBytes(bytes);
        return new Secret(bytes);
    }

    static Secret read(ByteBuffer in) {
        byte[] bytes = new byte[BYTES];
        in.get(bytes);
        return new Secret(bytes);
    }

    static Secret read(DataInputStream in) throws IOException {
        byte[] bytes = new byte[BYTES];
        in.readFully(bytes);
        return new Secret(bytes);
    }

    /** {@return its bytes, to be sent} */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * {@return whether the two are equal, in a time that does not tell how far}
     *
     * @param other another
     */
    public boolean matches(Secret other) {
        int difference = 0; // not MessageDigest.isEqual: it would cost each child milliseconds of class loading
        for (int i = 0; i < BYTES; i++) {
            difference |= bytes[i] ^ other.bytes[i];
        }
        return difference == 0;
    }

    /** In a class of its own, as a child never needs it. */
    private static final class Source {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
