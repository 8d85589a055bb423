// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names in a class file, as they stand in its constant pool: of classes, and in descriptors. */
final class ClassNames {
    private static final int HEAD = 8; // magic number, versions
    private static final int UTF8 = 1;

    private ClassNames() {}

    /** {@return names with slashes, all of them that begin with the prefix, and perhaps what only looks like one} */
    static Set<String> in(byte[] classFile, String prefix) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile, HEAD, classFile.length - HEAD));
        Set<String> names = new LinkedHashSet<>();
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            if (tag == UTF8) {
                collect(names, in.readUTF(), prefix);
            } else {
                in.skipNBytes(length(tag));
                i += isTwice(tag) ? 1 : 0;
            }
        }
        return names;
    }

    private static int length(int tag) throws IOException {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2; // class, string, method type, module, package
            case 15 -> 3; // method handle
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4; // int, float, members, name and type, dynamic
            case 5, 6 -> 8; // long, double
            default -> throw new IOException("unknown constant in a class file: tag " + tag);
        };
    }

    /** A mistake of old in the format: such constants count as two. */
    private static boolean isTwice(int tag) {
        return tag == 5 || tag == 6;
    }

    private static void collect(Set<String> names, String text, String prefix) {
        for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + prefix.length())) {
            int end = at + prefix.length();
            while (end < text.length() && isPartOfName(text.charAt(end))) {
                end++;
            }
            names.add(text.substring(at, end));
        }
    }

    private static boolean isPartOfName(char c) {
        return c == '/' || Character.isJavaIdentifierPart(c);
    }
}
