// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.LeakCheck;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the host's own flags and surroundings. */
@ExtendWith(LeakCheck.class)
class HostStartTest {
    @TempDir
    Path directory;

    /** {@return what the worker of a host says of itself} */
    private static List<String> facts(HostCommand command) throws Exception {
        try (HostJvm host = command.errorsAmongLines().start()) {
            return host.allSaidEndingWell();
        }
    }

    private static HostCommand host(String... flags) {
        return HostCommand.of(FactsMain.class).with(flags);
    }

    @Test
    void debuggersPortsAndAgentsOfTheHostStopNoWorkerNorReachIt() throws Exception {
        HostCommand host = host(
                        "-Dcom.sun.management.jmxremote.port=0",
                        "-Dcom.sun.management.jmxremote.authenticate=false",
                        "-Dcom.sun.management.jmxremote.ssl=false")
                .environment("JAVA_TOOL_OPTIONS", "-Dfrom.tools=1")
                .environment(
                        "JDK_JAVA_OPTIONS",
                        "-Dfrom.jdk=1 -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0")
                .environment("_JAVA_OPTIONS", "-Dfrom.underscore=1");

        List<String> facts = facts(host);

        assertThat(facts)
                .contains("property from.tools=1", "property from.jdk=1", "property from.underscore=1")
                .noneMatch(fact -> fact.startsWith("argument") && fact.contains("jdwp"))
                .noneMatch(fact -> fact.contains("jmxremote") && !fact.startsWith("Picked up"));
    }

    @Test
    void flagsThatMatterReachIt() throws Exception {
        List<String> facts = facts(host(
                "-ea:no.such.package...",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "java.sql",
                "--enable-preview",
                "-Duser.language=fr",
                "-Dany.key=any value"));

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

        assertThat(facts(host().temporaryFilesIn(temporary))).contains("property java.io.tmpdir=" + temporary);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLocaleThatCannotExpressTheClassPathStopsNoWorker() throws Exception {
        String classPath = directory.resolve("\u00fc") + File.pathSeparator + System.getProperty("java.class.path");

        assertThat(facts(host().environment("LC_ALL", "C").classPath(classPath)))
                .contains("assertions false");
    }
}
