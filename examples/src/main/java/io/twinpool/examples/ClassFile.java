// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.nio.ByteBuffer;

/** The first bytes of a class file. */
final class ClassFile {
    static final int HEAD = 8;

    private static final int MAGIC = 0xCAFEBABE;
    private static final int MAJOR_BEFORE_JAVA_1 = 44;

    private ClassFile() {}

    static boolean isOne(byte[] head) {
        return head.length == HEAD && ByteBuffer.wrap(head).getInt() == MAGIC;
    }

    /** {@return the Java release that the class file needs: 8 for major version 52} */
    static int release(byte[] head) {
        int major = ByteBuffer.wrap(head).getShort(6) & 0xFFFF;
        return major - MAJOR_BEFORE_JAVA_1;
    }
}
