// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.ProcessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where workers find their classes: Twinpool itself, then the host's class path and module path or what the user says.
 */
final class ClassPath {
    private ClassPath() {}

    /** {@return absolute paths, since workers may run in a directory of their own} */
    static List<Path> forWorkers(ProcessOptions options, OwnClasses own) {
        return joined(own, options.classPath().orElseGet(ClassPath::host));
    }

    /**
     * Twinpool is first, so that no other version of it is found. Only a jar that has swallowed it keeps its place on the
     * host's own path: what precedes it there is meant to hide parts of it, and has hidden them from the host too.
     */
    static List<Path> joined(OwnClasses own, List<Path> others) {
        List<Path> absolute = others.stream().map(Path::toAbsolutePath).toList();
        Set<Path> all = new LinkedHashSet<>();
        if (!own.isPart() || place(own, absolute) <= 0) {
            all.addAll(own.entries());
        }
        all.addAll(absolute);
        return List.copyOf(all);
    }

    private static int place(OwnClasses own, List<Path> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (isSame(entries.get(i), own.entries().get(0))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.equals(other) || Files.isSameFile(one, other);
        } catch (IOException e) { // one that does not exist
            return false;
        }
    }

    private static List<Path> host() {
        String classPath = System.getProperty("java.class.path", "");
        boolean isModular = System.getProperty("jdk.module.main") != null;
        List<Path> entries = new ArrayList<>(classPath.isEmpty() && isModular ? List.of() : PathList.of(classPath));
        String modulePath = System.getProperty("jdk.module.path");
        if (modulePath != null) {
            entries.addAll(ModulePath.expanded(PathList.of(modulePath), HostFlags.all()));
        }
        return entries;
    }
}
