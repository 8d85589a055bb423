// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.ProcessOptions;
import io.twinpool.Task;
import io.twinpool.core.remote.ChildMain;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where workers find their classes: the host's class path and module path, or what the user says; and Twinpool itself.
 */
final class ClassPath {
    private ClassPath() {}

    static Set<Path> forWorkers(ProcessOptions options) {
        Set<Path> entries = new LinkedHashSet<>(options.classPath().orElseGet(ClassPath::host));
        addSource(entries, ChildMain.class);
        addSource(entries, Task.class);
        Set<Path> absolute = new LinkedHashSet<>();
        entries.forEach(entry -> absolute.add(entry.toAbsolutePath()));
        return absolute;
    }

    private static List<Path> host() {
        List<Path> entries = new ArrayList<>();
        add(entries, System.getProperty("java.class.path"));
        add(entries, System.getProperty("jdk.module.path"));
        return entries;
    }

    private static void add(List<Path> entries, @Nullable String path) {
        if (path != null && !path.isEmpty()) {
            for (String entry : path.split(File.pathSeparator, -1)) {
                entries.add(Path.of(entry)); // an empty one is the working directory
            }
        }
    }

    private static void addSource(Set<Path> entries, Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return;
        }
        try {
            entries.add(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            Log.debug("no file for the class path: " + source.getLocation());
        }
    }
}
