// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A jar that is written. */
final class Jar implements AutoCloseable {
    private final JarOutputStream out;

    private Jar(JarOutputStream out) {
        this.out = out;
    }

    /** {@return a jar with nothing but a manifest of these attributes} */
    static Jar create(Path file, Map<String, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        return new Jar(new JarOutputStream(Files.newOutputStream(file), manifest));
    }

    /** Adds all files below a directory, under names that begin with the prefix, which has an entry of its own. */
    void addAll(String prefix, Path directory) throws IOException {
        if (!prefix.isEmpty()) {
            add(prefix, new byte[0]);
        }
        for (Path file : filesBelow(directory)) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            add(prefix + name, Files.readAllBytes(file));
        }
    }

    /** Adds what is in another jar, as it is or moved to other packages. */
    void merge(Path jar, Relocation relocation) throws IOException {
        try (ZipFile merged = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(merged.entries())) {
                String name = entry.getName();
                if (!entry.isDirectory() && !isOfJarAlone(name)) {
                    byte[] bytes = merged.getInputStream(entry).readAllBytes();
                    add(relocation.name(name), relocation.content(name, bytes));
                }
            }
        }
    }

    private static boolean isOfJarAlone(String name) {
        return name.equals("META-INF/MANIFEST.MF") || name.equals("module-info.class");
    }

    void add(String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    /** Adds a file uncompressed, which jars in jars must be to be read in place. */
    void store(String name, Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        JarEntry entry = new JarEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
