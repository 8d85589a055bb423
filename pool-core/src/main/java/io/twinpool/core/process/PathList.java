// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paths in a text like that of {@code java.class.path}. */
final class PathList {
    private PathList() {}

    /** {@return the entries in their order; an empty one is the working directory} */
    static List<Path> of(@Nullable String text) {
        List<Path> paths = new ArrayList<>();
        if (text != null) {
            for (String entry : text.split(File.pathSeparator, -1)) {
                add(paths, entry);
            }
        }
        return paths;
    }

    private static void add(List<Path> paths, String entry) {
        try {
            paths.add(Path.of(entry));
        } catch (InvalidPathException e) { // this JVM has found nothing there either
            PoolLog.debug("not a path: " + entry);
        }
    }
}
