// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** What the manifest of an executable jar asks of its JVM: workers run its classes, but not as an executable jar. */
final class ExecutableJar {
    private ExecutableJar() {}

    /** {@return the flags that this JVM's jar stands for; none if it was started otherwise} */
    static List<String> flags() {
        return flags(System.getProperty("java.class.path"), System.getProperty("sun.java.command"));
    }

    static List<String> flags(@Nullable String classPath, @Nullable String command) {
        boolean isExecutable = classPath != null
                && command != null
                && !classPath.isEmpty()
                && (command.equals(classPath) || command.startsWith(classPath + " "))
                && !classPath.contains(File.pathSeparator);
        return isExecutable ? flags(Path.of(classPath)) : List.of();
    }

    private static List<String> flags(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? List.of() : flags(manifest.getMainAttributes());
        } catch (IOException e) {
            PoolLog.debug("no manifest of " + file + ": " + e);
            return List.of();
        }
    }

    private static List<String> flags(Attributes attributes) {
        List<String> flags = new ArrayList<>();
        for (String name : List.of("Add-Opens", "Add-Exports")) {
            String value = attributes.getValue(name);
            for (String target : value == null ? new String[0] : value.trim().split("\\s+")) {
                flags.add("--" + name.toLowerCase(java.util.Locale.ROOT) + "=" + target + "=ALL-UNNAMED");
            }
        }
        if (attributes.getValue("Enable-Native-Access") != null) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }
}
