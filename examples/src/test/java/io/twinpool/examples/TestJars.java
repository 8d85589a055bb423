// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small jars, sound ones and others, in a directory. */
final class TestJars {
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int CRC_IN_CENTRAL_HEADER = 16;
    private static final int LOCAL_HEADER_LENGTH = 30;

    private final Path directory;

    TestJars(Path directory) {
        this.directory = directory;
    }

    /** A jar with a text and one class file for each Java release. */
    Path sound(String name, int... releases) throws IOException {
        return write(name, zip(contents(releases)));
    }

    Path withoutEntries(String name) throws IOException {
        return write(name, zip(Map.of()));
    }

    Path withoutBytes(String name) throws IOException {
        return write(name, new byte[0]);
    }

    Path truncated(String name) throws IOException {
        byte[] zip = zip(contents(8, 17));
        return write(name, Arrays.copyOf(zip, zip.length / 2));
    }

    Path notAJar(String name) throws IOException {
        return write(name, "not a jar at all".getBytes(StandardCharsets.UTF_8));
    }

    /** The entry a.txt has a wrong checksum in the directory of the jar; all else is sound. */
    Path withWrongCrc(String name) throws IOException {
        byte[] zip = zip(contents(8));
        ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int header = 0;
        while (buffer.getInt(header) != CENTRAL_HEADER) {
            header++;
        }
        zip[header + CRC_IN_CENTRAL_HEADER] ^= 1;
        return write(name, zip);
    }

    /** The entry a.txt begins with a block of a type that there is not. */
    Path withUndecodableEntry(String name) throws IOException {
        byte[] zip = zip(contents(8));
        zip[LOCAL_HEADER_LENGTH + "a.txt".length()] = (byte) 0xFF;
        return write(name, zip);
    }

    private static Map<String, byte[]> contents(int... releases) {
        Map<String, byte[]> contents = new TreeMap<>();
        contents.put("a.txt", "twinpool ".repeat(100).getBytes(StandardCharsets.UTF_8));
        for (int release : releases) {
            contents.put("p/C" + release + ".class", classFile(release));
        }
        return contents;
    }

    private static byte[] classFile(int release) {
        return ByteBuffer.allocate(100)
                .putInt(0xCAFEBABE)
                .putShort((short) 0)
                .putShort((short) (release + 44))
                .array();
    }

    private static byte[] zip(Map<String, byte[]> contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                zip.putNextEntry(new ZipEntry(content.getKey()));
                zip.write(content.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, bytes);
    }
}
