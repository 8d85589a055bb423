// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** Contract 5: workers start from a host however its application is packed, and run its code. */
final class PackagingIT {
    private static Application application;

    @TempDir
    Path directory;

    @BeforeAll
    static void compile(@TempDir Path shared) throws IOException {
        application = Application.compiled(shared);
    }

    private static void assertWell(Host host) throws Exception {
        Words words = host.run();

        assertThat(words.lines()).as(words.all()).isEqualTo(Application.WELL);
        assertThat(words.out()).containsOnlyOnce("[worker] printed");
        assertThat(words.err()).isEmpty();
    }

    @Test
    void classDirectoriesRun() throws Exception {
        assertWell(Host.java(directory).classPath(application.classPath()).with(Application.MAIN));
    }

    @Test
    void jarsRun() throws Exception {
        List<Path> jars = application.jars(directory);

        assertWell(Host.java(directory).classPath(jars).with(Application.MAIN));
    }

    /** As of build tools that shorten the command line, and of distributions with a directory {@code lib}. */
    @Test
    void aJarWhoseManifestNamesOthersRelativelyRuns() throws Exception {
        Path lib = Files.createDirectories(directory.resolve("a b/lib"));
        String names = application.jars(lib).stream()
                .map(jar -> lib.getParent().toUri().relativize(jar.toUri()).toString())
                .collect(Collectors.joining(" "));
        Path jar = lib.resolveSibling("application.jar");
        Jar.create(jar, Map.of("Main-Class", Application.MAIN, "Class-Path", names))
                .close();

        assertWell(Host.java(directory).with("-jar", "a b/application.jar"));
    }

    @Test
    void aJarWithEverythingMergedRuns() throws Exception {
        Path jar = merged(Relocation.NONE);

        assertWell(Host.java(directory).with("-jar", jar.toString()));
    }

    @Test
    void aJarInWhichTwinpoolHasOtherPackagesRuns() throws Exception {
        Path jar = merged(new Relocation("io.twinpool", "app.shaded.pools"));

        assertWell(Host.java(directory).with("-jar", jar.toString()));
    }

    private Path merged(Relocation relocation) throws IOException {
        Path file = directory.resolve("merged.jar");
        try (Jar jar = Jar.create(file, Map.of("Main-Class", Application.MAIN))) {
            for (Path part : application.jars(directory)) {
                jar.merge(part, relocation);
            }
        }
        return file;
    }

    @Test
    void anExecutableJarOfSpringBootRuns() throws Exception {
        Path file = directory.resolve("boot.jar");
        Map<String, String> attributes = Map.of(
                "Main-Class",
                JarLauncher.class.getName(),
                "Start-Class",
                Application.MAIN,
                "Spring-Boot-Classes",
                "BOOT-INF/classes/",
                "Spring-Boot-Lib",
                "BOOT-INF/lib/");
        try (Jar jar = Jar.create(file, attributes)) {
            jar.merge(Twinpool.source(JarLauncher.class), Relocation.NONE);
            jar.addAll("BOOT-INF/classes/", application.classes());
            for (Path library : application.libraries(directory)) {
                jar.store("BOOT-INF/lib/" + library.getFileName(), library);
            }
        }

        assertWell(Host.java(directory).with("-jar", file.toString()));
    }

    @Test
    void modulesInADirectoryOfJarsRun() throws Exception {
        Path modules = Files.createDirectory(directory.resolve("modules"));
        application.modular(directory).jars(modules);

        assertWell(Host.java(directory).with("-p", modules.toString(), "-m", "app/" + Application.MAIN));
    }

    /** Of modules as directories of classes. */
    @Test
    void aProviderThatOnlyItsModuleDeclaresIsFound() throws Exception {
        Application modular = application.modular(directory);
        Files.delete(modular.library().resolve("META-INF/services/greet.Greeter"));

        assertWell(Host.java(directory).with("-p", Sources.path(modular.classPath()), "-m", "app/" + Application.MAIN));
    }
}
