// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/** An object as the bytes that {@link Codec} made of it. Not to be changed. */
final class Encoded {
    private final byte[] bytes;

    Encoded(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }
}
