// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The sources of the programs that tests run in hosts, and the compiler of the JDK that runs the tests. */
final class Sources {
    private Sources() {}

    /** {@return a directory of them} */
    static Path of(String name) {
        try {
            return Path.of(Objects.requireNonNull(Sources.class.getResource("/hosts/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Compiles all sources below the roots, and copies what else is there. */
    static void compile(List<Path> roots, Path to, String... options) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path root : roots) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (file.toString().endsWith(".java")) {
                        sources.add(file);
                    } else {
                        copy(file, to.resolve(root.relativize(file)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        compile(
                sources,
                Stream.concat(Stream.of("-d", to.toString()), Stream.of(options))
                        .toList());
    }

    private static void copy(Path file, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
    }

    private static void compile(List<Path> sources, Iterable<String> options) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean isDone = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!isDone) {
                throw new AssertionError(messages);
            }
        }
    }

    /** {@return paths as the JDK's tools take them} */
    static String path(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
