// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Versions of one function, as class files in directories of their own. */
final class Plugins {
    private final Path directory;

    Plugins(Path directory) {
        this.directory = directory;
    }

    /** {@return a directory with that version's classes and its resource} */
    Path compiled(int version) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source" + version));
        String text = Files.readString(Sources.of("plugin").resolve("plugin/Plugin.java"));
        Files.writeString(source.resolve("Plugin.java"), text.replace("version 1", "version " + version));
        Path classes = Files.createDirectory(directory.resolve("classes" + version));
        String path = Twinpool.source(Workers.class).toString();
        Sources.compile(List.of(source), classes, "-cp", path);
        Files.writeString(classes.resolve("plugin/version.txt"), "resource " + version);
        return classes;
    }

    /** {@return a loader of such a directory, below the one of Twinpool} */
    static URLClassLoader loader(Path classes) throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, Plugins.class.getClassLoader());
    }

    @SuppressWarnings("unchecked") // of what it is by its source
    static TaskFunction<String, Object> plugin(ClassLoader loader) throws ReflectiveOperationException {
        return (TaskFunction<String, Object>)
                loader.loadClass("plugin.Plugin").getConstructor().newInstance();
    }
}
