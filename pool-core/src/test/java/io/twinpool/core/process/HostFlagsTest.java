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

class HostFlagsTest {
    private static final Jdk OWN = Jdk.of(Workers.processes(1).processOptions());

    @TempDir
    Path directory;

    private static List<String> passed(String... given) {
        return HostFlags.forWorkers(OWN, List.of(given), List.of());
    }

    /** A JDK that says of itself that it is of another version and has one module. */
    private Jdk other() throws Exception {
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"21.0.1\"\nMODULES=\"java.base java.sql\"\n");
        return Jdk.of(Workers.processes(1).javaHome(directory).processOptions());
    }

    @Test
    void opensAndExportsOfTheJdkArePassedToTheUnnamedModule() {
        assertThat(passed("--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=my.app"))
                .containsExactly(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
    }

    @Test
    void aValueMayBeInTheNextArgument() {
        assertThat(passed("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-ea"))
                .containsExactly("--add-opens=java.base/java.lang=ALL-UNNAMED", "-ea");
    }

    @Test
    void opensOfTheApplicationsModulesAreNotPassed() {
        assertThat(passed("--add-opens=my.app/my.app=spring.core")).isEmpty();
    }

    @Test
    void brokenFlagsAreNotPassed() {
        assertThat(passed("--add-opens=java.base", "--add-opens", "--add-exports=/=", "--add-modules="))
                .isEmpty();
    }

    @Test
    void nativeAccessIsPassedToTheUnnamedModule() {
        assertThat(passed("--enable-native-access=my.app,ALL-UNNAMED"))
                .containsExactly("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void modulesOfTheJdkArePassedAndNoOthers() {
        assertThat(passed("--add-modules=java.sql,my.app", "--add-modules", "my.app"))
                .containsExactly("--add-modules=java.sql");
    }

    @Test
    void assertionsAndPreviewFeaturesArePassed() {
        assertThat(passed("-ea:foo...", "-da", "-esa", "--enable-preview", "-enableassertions:bar"))
                .containsExactly("-ea:foo...", "-da", "-esa", "--enable-preview", "-enableassertions:bar");
    }

    @Test
    void debuggersAgentsPortsAndMemoryStayWithTheHost() {
        assertThat(passed(
                        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                        "-Xrunjdwp:address=5005",
                        "-javaagent:agent.jar",
                        "-agentpath:/lib/x.so",
                        "-Dcom.sun.management.jmxremote.port=9999",
                        "-Xmx12g",
                        "-XX:+UseZGC",
                        "-XX:StartFlightRecording",
                        "-Xlog:gc"))
                .isEmpty();
    }

    @Test
    void theSameFlagIsPassedOnce() {
        assertThat(passed("--enable-preview", "--enable-preview")).hasSize(1);
    }

    @Test
    void flagsOfTheManifestCountToo() {
        assertThat(HostFlags.forWorkers(OWN, List.of(), List.of("--add-opens=java.base/java.lang=ALL-UNNAMED")))
                .containsExactly("--add-opens=java.base/java.lang=ALL-UNNAMED");
    }

    @Test
    void anotherJdkGetsOnlyWhatItKnows() throws Exception {
        assertThat(HostFlags.forWorkers(
                        other(),
                        List.of(
                                "--add-opens=java.sql/java.sql=ALL-UNNAMED",
                                "--add-opens=java.xml/x=ALL-UNNAMED",
                                "--add-modules=java.xml",
                                "--sun-misc-unsafe-memory-access=allow"),
                        List.of()))
                .containsExactly("--add-opens=java.sql/java.sql=ALL-UNNAMED");
    }

    @Test
    void ourOwnJdkGetsItsOwnFlags() {
        assertThat(passed("--illegal-native-access=allow")).containsExactly("--illegal-native-access=allow");
    }

    @Test
    void aJdkTellsItsVersion() throws Exception {
        assertThat(other().feature()).isEqualTo(21);
        assertThat(OWN.feature()).isEqualTo(Runtime.version().feature());
        assertThat(Jdk.feature("17.0.15")).isEqualTo(17);
        assertThat(Jdk.feature("25-ea")).isEqualTo(25);
        assertThat(Jdk.feature("")).isEqualTo(17);
    }

    @Test
    void ourOwnJdkIsKnownByAnyPath() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("jdk"), Path.of(System.getProperty("java.home")));

        assertThat(Jdk.of(Workers.processes(1).javaHome(link).processOptions()).isOwn())
                .isTrue();
    }
}
