// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePathTest {
    @TempDir
    Path directory;

    private Path exploded;
    private Path jar;

    @BeforeEach
    void aDirectoryOfModules() throws Exception {
        exploded = Files.createDirectory(directory.resolve("b"));
        Files.createFile(exploded.resolve("module-info.class"));
        jar = Files.createFile(directory.resolve("a.jar"));
        Files.createFile(directory.resolve("notes.txt"));
        Files.createDirectory(directory.resolve("empty"));
    }

    @Test
    void aDirectoryIsTheJarsAndExplodedModulesInIt() {
        assertThat(ModulePath.expanded(List.of(directory), List.of())).containsExactly(jar, exploded);
    }

    @Test
    void anExplodedModuleIsItself() {
        assertThat(ModulePath.expanded(List.of(exploded), List.of())).containsExactly(exploded);
    }

    @Test
    void aJarIsItself() {
        assertThat(ModulePath.expanded(List.of(jar), List.of())).containsExactly(jar);
    }

    @Test
    void whatDoesNotExistDoesNoHarm() {
        Path missing = directory.resolve("missing");

        assertThat(ModulePath.expanded(List.of(missing, jar), List.of())).containsExactly(missing, jar);
    }

    @Test
    void patchesOfModulesComeFirst() {
        assertThat(ModulePath.expanded(List.of(jar), List.of("--patch-module=b=x" + java.io.File.pathSeparator + "y")))
                .containsExactly(Path.of("x"), Path.of("y"), jar);
    }
}
