// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Moves the packages below one to another place, as build tools do that merge jars: in names, classes and services. */
record Relocation(String from, String to) {
    static final Relocation NONE = new Relocation("io.twinpool", "io.twinpool");

    String name(String entry) {
        return moved(entry);
    }

    byte[] content(String entry, byte[] content) throws IOException {
        if (entry.endsWith(".class")) {
            return moved(content);
        }
        return entry.startsWith("META-INF/services/")
                ? moved(new String(content, UTF_8)).getBytes(UTF_8)
                : content;
    }

    private String moved(String text) {
        return text.replace(from + ".", to + ".").replace(slashed(from), slashed(to));
    }

    private static String slashed(String packageName) {
        return packageName.replace('.', '/') + "/";
    }

    /** All names are in the constant pool, which begins the class file. */
    private byte[] moved(byte[] classFile) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(in.readLong()); // magic number and version
        int end = in.readUnsignedShort();
        out.writeShort(end);
        for (int i = 1; i < end; i += copyConstant(in, out)) {}
        in.transferTo(out);
        return bytes.toByteArray();
    }

    /** {@return how many places it takes in the pool} */
    private int copyConstant(DataInputStream in, DataOutputStream out) throws IOException {
        int tag = in.readUnsignedByte();
        out.writeByte(tag);
        if (tag == 1) {
            out.writeUTF(moved(in.readUTF()));
            return 1;
        }
        out.write(in.readNBytes(lengthOf(tag)));
        return tag == 5 || tag == 6 ? 2 : 1;
    }

    /** The Java Virtual Machine Specification, table 4.4-A. */
    private static int lengthOf(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new IllegalArgumentException("no constant has the tag " + tag);
        };
    }
}
