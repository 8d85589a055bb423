// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.core.SharedWorkers;
import io.twinpool.futures.PoolExecutor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the library is, as a host gets it: four jars. */
final class Twinpool {
    private static final List<Class<?>> ONE_OF_EACH =
            List.of(Workers.class, SharedWorkers.class, PoolExecutor.class, Pool.class);

    private Twinpool() {}

    /** {@return its jars; where it was built without them, they are made in the directory} */
    static List<Path> jars(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Class<?> member : ONE_OF_EACH) {
            Path source = source(member);
            jars.add(Files.isDirectory(source) ? made(directory, member, source) : source);
        }
        return jars;
    }

    private static Path made(Path directory, Class<?> member, Path classes) throws IOException {
        Path file = directory.resolve(member.getSimpleName() + ".jar");
        try (Jar jar = Jar.create(file, Map.of())) {
            jar.addAll("", classes);
        }
        return file;
    }

    /** {@return where a class has been loaded from} */
    static Path source(Class<?> member) {
        try {
            return Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("where is " + member + "?", e);
        }
    }
}
