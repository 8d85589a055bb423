// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the host's own flags and surroundings. */
class HostStartTest {
    @TempDir
    Path directory;

    /** Starts a host, and gives back what its worker says of itself. */
    private static List<String> facts(Map<String, String> environment, String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.add(FactsMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().putIfAbsent("CLASSPATH", System.getProperty("java.class.path"));
        Process host = builder.start();
        try (BufferedReader reader = host.inputReader()) {
            List<String> lines = reader.lines().collect(Collectors.toList());
            assertThat(host.waitFor()).as(() -> String.join("\n", lines)).isZero();
            return lines;
        }
    }

    @Test
    void debuggersPortsAndAgentsOfTheHostStopNoWorkerNorReachIt() throws Exception {
        List<String> facts = facts(
                Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-Dfrom.tools=1",
                        "JDK_JAVA_OPTIONS",
                        "-Dfrom.jdk=1 -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
                        "_JAVA_OPTIONS",
                        "-Dfrom.underscore=1"),
                "-Dcom.sun.management.jmxremote.port=0",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false");

        assertThat(facts)
                .contains("property from.tools=1", "property from.jdk=1", "property from.underscore=1")
                .noneMatch(fact -> fact.startsWith("argument") && fact.contains("jdwp"))
                .noneMatch(fact -> fact.contains("jmxremote") && !fact.startsWith("Picked up"));
    }

    @Test
    void flagsThatMatterReachIt() throws Exception {
        List<String> facts = facts(
                Map.of(),
                "-ea:no.such.package...",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "java.sql",
                "--enable-preview",
                "-Duser.language=fr",
                "-Dany.key=any value");

        assertThat(facts)
                .contains(
                        "argument -ea:no.such.package...",
                        "argument --add-opens=java.base/java.util=ALL-UNNAMED",
                        "argument --add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "argument --enable-native-access=ALL-UNNAMED",
                        "argument --add-modules=java.sql",
                        "argument --enable-preview",
                        "argument -Duser.language=fr",
                        "property any.key=any value")
                .doesNotContain("argument -Dany.key=any value");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTemporaryDirectoryTooLongForSocketsDoesNoHarm() throws Exception {
        Path temporary =
                Files.createDirectories(directory.resolve("x".repeat(100)).resolve("y".repeat(100)));

        assertThat(facts(Map.of(), "-Djava.io.tmpdir=" + temporary)).contains("property java.io.tmpdir=" + temporary);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLocaleThatCannotExpressTheClassPathStopsNoWorker() throws Exception {
        String classPath = directory.resolve("\u00fc") + File.pathSeparator + System.getProperty("java.class.path");

        assertThat(facts(Map.of("LC_ALL", "C", "CLASSPATH", classPath))).contains("assertions false");
    }
}
