// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
    private static final Path CORE = Path.of("/lib/core.jar").toAbsolutePath();
    private static final Path API = Path.of("/lib/api.jar").toAbsolutePath();
    private static final Path OTHER = Path.of("/lib/other.jar").toAbsolutePath();
    private static final OwnClasses OWN = new OwnClasses(List.of(CORE, API), false);

    @TempDir
    Path directory;

    @Test
    void twinpoolIsFirstSoThatNoOtherVersionIsFound() {
        assertThat(ClassPath.joined(OWN, List.of(OTHER, API, CORE))).containsExactly(CORE, API, OTHER);
    }

    @Test
    void aJarThatHasSwallowedTwinpoolKeepsItsPlace() {
        OwnClasses merged = new OwnClasses(List.of(CORE), true);

        assertThat(ClassPath.joined(merged, List.of(OTHER, CORE))).containsExactly(OTHER, CORE);
    }

    @Test
    void aJarThatHasSwallowedTwinpoolIsFoundUnderAnotherName() throws Exception {
        Path jar = Files.createFile(directory.resolve("app.jar"));
        Path link = Files.createSymbolicLink(directory.resolve("link.jar"), jar);
        OwnClasses merged = new OwnClasses(List.of(jar), true);

        assertThat(ClassPath.joined(merged, List.of(OTHER, link))).containsExactly(OTHER, link);
    }

    @Test
    void aJarThatHasSwallowedTwinpoolIsFirstWhereItIsOnNoClassPath() {
        OwnClasses merged = new OwnClasses(List.of(CORE), true);

        assertThat(ClassPath.joined(merged, List.of(OTHER))).containsExactly(CORE, OTHER);
    }

    @Test
    void relativeEntriesMeanTheHostsDirectory() {
        assertThat(ClassPath.joined(OWN, List.of(Path.of("x.jar"), Path.of(""))))
                .containsExactly(
                        CORE,
                        API,
                        Path.of("x.jar").toAbsolutePath(),
                        Path.of("").toAbsolutePath());
    }

    @Test
    void anEmptyClassPathOfTheUsersIsNothingButTwinpool() {
        Workers workers = Workers.processes(1).classPath(List.of());

        assertThat(ClassPath.forWorkers(workers.processOptions(), OWN)).containsExactly(CORE, API);
    }

    @Test
    void theHostsClassPathIsTheDefault() {
        List<Path> host = PathList.of(System.getProperty("java.class.path"));

        assertThat(ClassPath.forWorkers(Workers.processes(1).processOptions(), OWN))
                .startsWith(CORE, API)
                .containsAll(host.stream().map(Path::toAbsolutePath).toList());
    }

    @Test
    void anEmptyEntryIsTheWorkingDirectory() {
        assertThat(PathList.of("")).containsExactly(Path.of(""));
        assertThat(PathList.of(null)).isEmpty();
    }

    @Test
    void whatIsNoPathIsLeftOut() {
        assertThat(PathList.of("a" + java.io.File.pathSeparator + "b\0c")).containsExactly(Path.of("a"));
    }
}
