// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Contract 5: workers have those flags of the host that its code needs, and none that only one JVM can have. */
@EnabledOnOs(OS.LINUX) // where a process can see its own ports
final class FlagsIT {
    private static final List<String> NEEDED = List.of(
            "-ea",
            "--enable-preview",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-exports=java.base/sun.security.x509=ALL-UNNAMED",
            "-Dgiven.on.the.command.line=given");

    private static final List<String> ALL_NEEDED_AND_NOTHING_ELSE = List.of(
            "assertions: true",
            "opened: true",
            "exported: true",
            "preview: true",
            "given: given",
            "set: set",
            "preset: []",
            "agents: []",
            "listening: 0");

    private static final String DEBUGGER =
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"; // any free port

    private static List<Path> classPath;
    private static Path agent;

    @TempDir
    Path directory;

    @BeforeAll
    static void compile(@TempDir Path shared) throws IOException {
        Path classes = Files.createDirectory(shared.resolve("flags"));
        List<Path> twinpool = Twinpool.jars(shared);
        Sources.compile(List.of(Sources.of("flags")), classes, "-cp", Sources.path(twinpool));
        markAsPreview(classes.resolve("flags/Flags$OfPreview.class"));
        classPath = Stream.concat(Stream.of(classes), twinpool.stream()).toList();
        agent = agent(shared);
    }

    /** A JVM that has not enabled preview features refuses to load it. */
    private static void markAsPreview(Path classFile) throws IOException {
        byte[] bytes = Files.readAllBytes(classFile);
        bytes[4] = (byte) 0xff; // the minor version
        bytes[5] = (byte) 0xff;
        Files.write(classFile, bytes);
    }

    private static Path agent(Path shared) throws IOException {
        Path classes = Files.createDirectory(shared.resolve("agent"));
        Sources.compile(List.of(Sources.of("agent")), classes);
        Path file = shared.resolve("agent.jar");
        try (Jar jar = Jar.create(file, Map.of("Premain-Class", "agent.Agent"))) {
            jar.addAll("", classes);
        }
        return file;
    }

    /** {@return the words of a host that has opened the port itself, else its workers would not prove anything} */
    private static Words assertWell(Host host) throws Exception {
        Words words = host.classPath(classPath).with("flags.Flags").run();

        assertThat(words.lines()).as(words.all()).isEqualTo(ALL_NEEDED_AND_NOTHING_ELSE);
        return words;
    }

    @Test
    void flagsOfTheCodeReachTheWorkersAndAgentsAndPortsDoNot() throws Exception {
        Path marks = Files.createDirectory(directory.resolve("marks"));
        Host host = Host.java(directory)
                .with(NEEDED.toArray(String[]::new))
                .with(DEBUGGER, "-javaagent:" + agent + "=" + marks)
                .with("-Dcom.sun.management.jmxremote.host=127.0.0.1")
                .with("-Dcom.sun.management.jmxremote.port=0")
                .with("-Dcom.sun.management.jmxremote.authenticate=false")
                .with("-Dcom.sun.management.jmxremote.ssl=false");

        Words words = assertWell(host);

        assertThat(words.out()).containsOnlyOnce("Listening for transport");
        assertThat(marks.toFile().list()).hasSize(1);
    }

    @Test
    void theSameInJdkJavaOptions() throws Exception {
        String options = String.join(" ", NEEDED) + " " + DEBUGGER;

        Words words = assertWell(Host.java(directory).environment(Map.of("JDK_JAVA_OPTIONS", options)));

        assertThat(words.out()).containsOnlyOnce("Listening for transport");
    }

    @Test
    void theSameInJavaToolOptions() throws Exception {
        String options = String.join(" ", NEEDED) + " " + DEBUGGER;

        Words words = assertWell(Host.java(directory).environment(Map.of("JAVA_TOOL_OPTIONS", options)));

        assertThat(words.out()).containsOnlyOnce("Listening for transport");
    }
}
