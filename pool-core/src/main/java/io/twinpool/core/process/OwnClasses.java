// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Task;
import io.twinpool.core.remote.ChildMain;
import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Where a child finds the classes of Twinpool, those that this JVM runs and no others.
 *
 * @param entries jars or directories, absolute
 * @param isPart whether they may hold much else: somebody has merged what Twinpool comes in with other classes
 */
record OwnClasses(List<Path> entries, boolean isPart) {
    private static final String JAR = "twinpool.jar";

    /** Finds them, or writes a jar of them where they are in no plain file. */
    static OwnClasses find(PrivateDirectory directory) throws IOException {
        Path core = plain(ChildMain.class);
        Path api = plain(Task.class);
        if (core != null && api != null) {
            Set<Path> entries = new LinkedHashSet<>(List.of(core));
            entries.add(api);
            return new OwnClasses(List.copyOf(entries), core.equals(api) && isOnClassPath());
        }
        return new OwnClasses(List.of(directory.write(JAR, OwnJar.content())), false);
    }

    /** Writes the jar again, if there was one and it has been removed. */
    void restore(PrivateDirectory directory) throws IOException {
        for (Path entry : entries) {
            if (entry.startsWith(directory.path()) && Files.notExists(entry)) {
                directory.write(JAR, OwnJar.content());
            }
        }
    }

    private static boolean isOnClassPath() {
        return ChildMain.class.getClassLoader() == ClassLoader.getSystemClassLoader();
    }

    private static @Nullable Path plain(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) {
            return null;
        }
        try {
            Path path = path(location).toAbsolutePath();
            boolean isUsable = ArgumentFile.ofPlatform().canHoldEntry(path) && holds(path, type);
            return isUsable ? path : null;
        } catch (IllegalArgumentException | IOException e) { // a loader's own idea of a location
            PoolLog.debug("no file for the class path: " + location);
            return null;
        }
    }

    private static Path path(URL location) {
        try {
            return Path.of(new URI(location.toString()));
        } catch (URISyntaxException e) { // a loader that does not encode its spaces
            return Path.of(location.getPath());
        }
    }

    private static boolean holds(Path path, Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        if (Files.isDirectory(path)) {
            return Files.exists(path.resolve(file));
        }
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return zip.getEntry(file) != null;
        }
    }
}
