// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A module path as a class path: workers have all of the application in the unnamed module. */
final class ModulePath {
    private static final String PATCH = "--patch-module=";

    private ModulePath() {}

    /** {@return where the classes of all modules on a path are; what stands in for parts of them first} */
    static List<Path> expanded(List<Path> modulePath, List<String> flags) {
        List<Path> entries = new ArrayList<>();
        for (String flag : HostFlags.joined(flags)) {
            if (flag.startsWith(PATCH)) {
                entries.addAll(PathList.of(flag.substring(flag.indexOf('=', PATCH.length()) + 1)));
            }
        }
        for (Path entry : modulePath) {
            expand(entries, entry);
        }
        return entries;
    }

    private static void expand(List<Path> entries, Path entry) {
        if (!Files.isDirectory(entry) || isModule(entry)) {
            entries.add(entry); // a jar, an exploded module, or nothing, which does no harm
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(entry, ModulePath::holdsModule)) {
            List<Path> modules = new ArrayList<>();
            files.forEach(modules::add);
            modules.sort(null);
            entries.addAll(modules);
        } catch (IOException e) {
            PoolLog.debug("no modules in " + entry + ": " + e);
        }
    }

    private static boolean isModule(Path directory) {
        return Files.exists(directory.resolve("module-info.class"));
    }

    private static boolean holdsModule(Path file) {
        return Files.isDirectory(file) ? isModule(file) : file.toString().endsWith(".jar");
    }
}
