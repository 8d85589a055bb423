// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableJarTest {
    @TempDir
    Path directory;

    private String jar(String... attributes) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        for (int i = 0; i < attributes.length; i += 2) {
            manifest.getMainAttributes().putValue(attributes[i], attributes[i + 1]);
        }
        Path file = directory.resolve("app with space.jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.flush();
        }
        return file.toString();
    }

    @Test
    void itsManifestStandsForFlags() throws Exception {
        String jar = jar(
                "Add-Opens", "java.base/java.lang  java.base/java.util",
                "Add-Exports", "java.base/sun.nio.ch",
                "Enable-Native-Access", "ALL-UNNAMED");

        assertThat(ExecutableJar.flags(jar, jar + " argument"))
                .containsExactly(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void aJarThatAsksForNothingHasNone() throws Exception {
        String jar = jar();

        assertThat(ExecutableJar.flags(jar, jar)).isEmpty();
    }

    @Test
    void anotherStartHasNone() throws Exception {
        String jar = jar("Add-Opens", "java.base/java.lang");

        assertThat(ExecutableJar.flags(jar, "my.Main")).isEmpty();
        assertThat(ExecutableJar.flags(jar + java.io.File.pathSeparator + "x", "my.Main"))
                .isEmpty();
        assertThat(ExecutableJar.flags("", "")).isEmpty();
        assertThat(ExecutableJar.flags(null, null)).isEmpty();
    }

    @Test
    void aJarThatIsGoneHasNone() {
        String gone = directory.resolve("gone.jar").toString();

        assertThat(ExecutableJar.flags(gone, gone)).isEmpty();
    }
}
