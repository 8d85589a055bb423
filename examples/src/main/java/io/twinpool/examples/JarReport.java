// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.zip.ZipFile;

/**
 * What is known of one jar: what a worker sends back, so small and serializable.
 *
 * @param jar the path that was asked for
 * @param bytes the length of the file
 * @param sha256 the digest of the file, as hexadecimal digits
 * @param entries the number of entries, directories included
 * @param classesByRelease how many class files need at least each Java release
 * @param damage the entries that cannot be read, with the reason; empty if the jar is sound
 */
record JarReport(
        String jar,
        long bytes,
        String sha256,
        int entries,
        SortedMap<Integer, Integer> classesByRelease,
        List<String> damage)
        implements Serializable {

    /**
     * Reads a jar from its first byte to its last. Runs on a worker.
     *
     * @throws IOException if the file cannot be read, or is no jar
     */
    static JarReport inspect(String jar) throws IOException {
        Path path = Path.of(jar);
        String sha256 = Sha256.ofFile(path);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            Contents contents = Contents.of(zip);
            return new JarReport(
                    jar, Files.size(path), sha256, zip.size(), contents.classesByRelease(), contents.damage());
        }
    }

    int classes() {
        return classesByRelease.values().stream().mapToInt(n -> n).sum();
    }

    /** {@return the Java release that the newest class file needs; empty without class files} */
    OptionalInt newestRelease() {
        return classesByRelease.isEmpty() ? OptionalInt.empty() : OptionalInt.of(classesByRelease.lastKey());
    }
}
