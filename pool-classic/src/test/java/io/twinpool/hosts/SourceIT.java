// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static io.twinpool.core.testing.Limits.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 5: workers run code that was never in a file: the host has compiled it in its memory. */
final class SourceIT {
    /** Where snippets run. */
    private enum Execution {
        /** In a JVM of its own: the default where that can be had, but with more time for it to start. */
        REMOTE("jdi:hostname(127.0.0.1),launch(true),timeout(" + RUN.toMillis() + ")"),
        LOCAL("local");

        final String specification;

        Execution(String specification) {
            this.specification = specification;
        }
    }

    private static final Path SOURCE = Sources.of("app").resolve("app/Main.java");

    private static Application application;

    @TempDir
    Path directory;

    @BeforeAll
    static void compile(@TempDir Path shared) throws IOException {
        application = Application.compiled(shared);
    }

    @Test
    void aSourceFileThatIsLaunchedRuns() throws Exception {
        Path source = Files.copy(
                SOURCE, Files.createDirectory(directory.resolve("app")).resolve("Main.java"));

        Words words = Host.java(directory)
                .classPath(application.surroundings(directory))
                .with(source.toString())
                .run();

        assertThat(words.lines()).as(words.all()).isEqualTo(Application.WELL);
    }

    /** Also a method that is redefined: what is submitted afterwards sees it. In one session, since starting one takes long. */
    @ParameterizedTest
    @EnumSource
    void snippetsOfJShellRunAndWhatTheyRedefineIsSeen(Execution execution) throws Exception {
        String snippets = Files.readString(SOURCE).replace("package app;", "");

        Words words = jshell(
                execution, snippets + "\nMain.main(new String[0])\n" + Files.readString(Sources.of("redefined.jsh")));

        assertThat(words.lines()).as(words.all()).isEqualTo(lines("the first", "the second", "the third"));
    }

    private static List<String> lines(String... after) {
        return Stream.concat(Application.WELL.stream(), Stream.of(after)).toList();
    }

    private Words jshell(Execution execution, String script) throws Exception {
        String path = Sources.path(application.surroundings(directory));
        return Host.jshell(directory)
                .with("-J--class-path=" + path) // JDK 17 executes locally on the class path of the tool itself
                .with("--execution", execution.specification, "--class-path", path, "--no-startup", "-s")
                .input(script)
                .run();
    }
}
