// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.architecture;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.core.SharedWorkers;
import io.twinpool.futures.PoolExecutor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the classes of the four library modules are: directories or jars, and no tests among them. */
public final class MainClasses implements LocationProvider {
    /** For ArchUnit. */
    public MainClasses() {}

    @Override
    public Set<Location> get(Class<?> testClass) {
        return Stream.of(Workers.class, SharedWorkers.class, PoolExecutor.class, Pool.class)
                .map(MainClasses::location)
                .collect(Collectors.toSet());
    }

    private static Location location(Class<?> member) {
        try {
            Path path = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            return path.toString().endsWith(".jar") ? jar(path) : Location.of(path);
        } catch (URISyntaxException | IOException e) {
            throw new AssertionError("where is " + member + "?", e);
        }
    }

    private static Location jar(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return Location.of(jar);
        }
    }
}
