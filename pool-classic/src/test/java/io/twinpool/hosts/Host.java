// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static io.twinpool.core.testing.Limits.RUN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Family;
import io.twinpool.core.testing.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A host: a JVM that a test starts, and that starts workers itself. */
final class Host {
    private static final String BRIEF = "-XX:TieredStopAtLevel=1"; // the second compiler would not pay

    private final Family family = new Family();
    private final Path scratch;
    private final List<String> command = new ArrayList<>();
    private final ProcessBuilder builder = new ProcessBuilder(command);
    private Path temporary;
    private String input = "";

    private Host(Path scratch, String tool) throws IOException {
        this.scratch = scratch;
        temporary = Files.createDirectories(scratch.resolve("t"));
        command.add(HostCommand.tool(tool));
        family.adopt(builder);
        builder.directory(scratch.toFile());
    }

    /** {@return a host that the java command starts; what it leaves behind is below the directory} */
    static Host java(Path scratch) throws IOException {
        Host host = new Host(scratch, "java");
        return host.with(BRIEF, "-Djava.io.tmpdir=" + host.temporary);
    }

    /** {@return a host that is a session of JShell} */
    static Host jshell(Path scratch) throws IOException {
        Host host = new Host(scratch, "jshell");
        return host.with(
                "-J" + BRIEF,
                "-R" + BRIEF,
                "-J-Djava.util.prefs.userRoot=" + scratch,
                "-J-Djava.io.tmpdir=" + host.temporary,
                "-R-Djava.io.tmpdir=" + host.temporary);
    }

    Host with(String... arguments) {
        command.addAll(Arrays.asList(arguments));
        return this;
    }

    Host classPath(List<Path> entries) {
        return with("-cp", Sources.path(entries));
    }

    Host environment(Map<String, String> variables) {
        builder.environment().putAll(variables);
        return this;
    }

    Host in(Path directory) {
        builder.directory(directory.toFile());
        return this;
    }

    /** Has its temporary files elsewhere. */
    Host temporaryFilesIn(Path directory) {
        temporary = directory;
        return with("-Djava.io.tmpdir=" + directory);
    }

    /** What it reads on its standard input. */
    Host input(String text) {
        input = text;
        return this;
    }

    /** Runs it to its end, which must be a good one that leaves nothing behind. */
    Words run() throws Exception {
        try {
            Words words = words();
            assertThat(words.exitCode()).as(words.all()).isZero();
            Eventually.until(
                    "the end of all workers of the host", () -> family.members().isEmpty());
            assertThat(temporary).isEmptyDirectory();
            return words;
        } finally {
            family.kill();
        }
    }

    private Words words() throws Exception {
        Path in = Files.writeString(scratch.resolve("stdin"), input);
        Path out = scratch.resolve("stdout");
        Path err = scratch.resolve("stderr");
        Process process = builder.redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean hasEnded = process.waitFor(RUN.toSeconds(), TimeUnit.SECONDS);
        Words words = new Words(hasEnded ? process.exitValue() : -1, text(out), text(err));
        assertThat(hasEnded).as("has ended; it said: " + words.all()).isTrue();
        return words;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }
}
