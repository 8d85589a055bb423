// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The jars below a directory, in the order of their names. Links are not followed.
 *
 * @param directory what was searched
 * @param paths the jars
 * @param unreadable what could not be searched, with the reason
 */
record Jars(Path directory, List<String> paths, Map<String, String> unreadable) {

    static Jars below(Path directory) throws IOException {
        Path real = directory.toRealPath();
        Search search = new Search();
        Files.walkFileTree(real, search);
        return new Jars(real, search.paths.stream().sorted().toList(), search.unreadable);
    }

    String name(String path) {
        return directory.relativize(Path.of(path)).toString().replace('\\', '/');
    }

    private static final class Search extends SimpleFileVisitor<Path> {
        private final List<String> paths = new ArrayList<>();
        private final Map<String, String> unreadable = new TreeMap<>();

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.toString().endsWith(".jar")) {
                paths.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            unreadable.put(file.toString(), e.getClass().getSimpleName());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
