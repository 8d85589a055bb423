// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static io.twinpool.core.testing.Limits.WAIT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.TaskSerializationException;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Ending;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class StartTest {
    private static final Workers ONE = Workers.processes(1);

    @TempDir
    Path directory;

    private static Throwable failure(Workers workers) throws Exception {
        try (Place place = Place.open(workers)) {
            Ending ending = place.ending();
            return ending instanceof Ending.InitializerFailed failed
                    ? failed.cause()
                    : ((Ending.StartFailed) ending).cause();
        }
    }

    @Test
    void theInitializerRunsFirst() throws Exception {
        try (Place place = Place.ready(ONE.initializer(() -> System.setProperty("initialized", "yes")))) {
            assertThat(place.run(Jobs.function((String key) -> System.getProperty(key)), "initialized")
                            .value(0))
                    .isEqualTo("yes");
        }
    }

    @Test
    void whatTheInitializerThrowsIsTheCause() throws Exception {
        Throwable cause = failure(ONE.initializer(() -> {
            throw new Jobs.Odd("bad start", 3);
        }));

        assertThat(cause).isInstanceOf(Jobs.Odd.class).hasMessage("bad start");
    }

    @Test
    void anInitializerThatExitsIsAFailedStart() throws Exception {
        Workers exiting = ONE.initializer(() -> System.exit(5)).killGrace(WAIT);

        assertThat(failure(exiting))
                .message()
                .matches("worker-1 did not start: '.*java.* @.*' ended with exit code 5 before it was ready");
    }

    @Test
    void anInitializerThatCannotCrossIsRefusedAtOnce() {
        Jobs.Plain plain = new Jobs.Plain();

        assertThatThrownBy(() -> new ProcessKind().open(ONE.initializer(() -> Jobs.echo(plain))))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("initializer");
    }

    @Test
    void aFlagThatTheJvmRefusesIsTold() throws Exception {
        assertThat(failure(ONE.jvmArgs("-XX:NoSuchFlag=1")))
                .hasNoCause()
                .message()
                .matches("(?s)worker-1 did not start: '.*java.* @.*' ended with exit code 1 before it had connected;"
                        + " it said:\n.*NoSuchFlag.*");
    }

    /** Contract 5: who listens to a process is told by a thread of the common pool, which the application may keep for long. */
    @Test
    void aFlagThatTheJvmRefusesIsToldThoughTheCommonPoolIsBusy() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Jobs.fillCommonPool(end);
        try {
            assertThat(failure(ONE.jvmArgs("-XX:NoSuchFlag=1")))
                    .hasMessageContaining("exit code 1 before it had connected");
        } finally {
            end.countDown();
        }
    }

    private static void assertRefused(Workers workers, String message) {
        assertThatThrownBy(() -> new ProcessKind().open(workers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aMissingJavaIsToldWhenThePoolOpens() {
        assertRefused(ONE.javaHome(directory), "javaHome must have bin/java in it, was " + directory);
    }

    @Test
    void aJavaThatIsTooOldIsToldWhenThePoolOpens() throws Exception {
        Path java = Path.of("bin", File.separatorChar == '\\' ? "java.exe" : "java");
        Files.createDirectory(directory.resolve("bin"));
        Files.createFile(directory.resolve(java));
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

        assertRefused(ONE.javaHome(directory), "javaHome must be Java 17 or later, was 11.0.2 in " + directory);
    }

    /** It was whole when the pool opened. */
    @Test
    void aJavaThatCannotBeRunIsTold() throws Exception {
        Path java = Path.of("bin", File.separatorChar == '\\' ? "java.exe" : "java");
        Files.createDirectory(directory.resolve("bin"));
        Files.createFile(directory.resolve(java));

        assertThat(failure(ONE.javaHome(directory)))
                .hasMessageStartingWith("worker-1 did not start: Cannot run program \"" + directory.resolve(java));
    }

    @Test
    void aMissingWorkingDirectoryIsToldWhenThePoolOpens() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertRefused(ONE.workingDirectory(file), "workingDirectory must be a directory, was " + file);
    }

    @Test
    void aKillWhileStartingEndsTheWorker() throws Exception {
        try (Place place = Place.open(ONE)) {
            place.worker().kill();

            assertThat(place.ending()).isInstanceOf(Ending.Lost.class);
        }
    }

    @Test
    void propertiesEnvironmentAndDirectoryAreTheUsers() throws Exception {
        System.setProperty("io.twinpool.test.host", "from the host");
        System.setProperty("io.twinpool.test.both", "from the host");
        System.setProperty("user.test.role", "the application's, whatever it begins with");
        String long100k = "x".repeat(100_000);
        Workers workers = ONE.systemProperties(Map.of("user.key", "a \"b\" \\ \n", "long", long100k))
                .environment(Map.of("TWINPOOL_TEST", "v"))
                .workingDirectory(directory)
                .jvmArgs("-Dargument=with \"quotes\", \\ and spaces", "-Dio.twinpool.test.both=the user's");
        try (Place place = Place.ready(workers)) {
            Items items = place.run(
                    Jobs.function((String key) -> System.getProperty(key)),
                    "io.twinpool.test.host",
                    "user.test.role",
                    "user.key",
                    "argument",
                    "io.twinpool.test.both",
                    "long");
            assertThat(items.values())
                    .containsExactly(
                            "from the host",
                            "the application's, whatever it begins with",
                            "a \"b\" \\ \n",
                            "with \"quotes\", \\ and spaces",
                            "the user's",
                            long100k);
            place.awaitIdle();
            assertThat(place.run(Jobs.function((String v) -> System.getenv(v)), "TWINPOOL_TEST")
                            .value(0))
                    .isEqualTo("v");
            place.awaitIdle();
            assertThat(place.run(
                                    Jobs.function((Integer x) ->
                                            Path.of("").toRealPath().toString()),
                                    1)
                            .value(0))
                    .isEqualTo(directory.toRealPath().toString());
        }
    }

    @Test
    void aClassPathWithOddCharactersWorks() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("a b'c\"d#e\\f"));
        Files.writeString(odd.resolve("resource.txt"), "found");
        List<Path> classPath = List.of(
                odd,
                Path.of(StartTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
        try (Place place = Place.ready(ONE.classPath(classPath))) {
            assertThat(place.run(
                                    Jobs.function((String name) -> new String(
                                            ClassLoader.getSystemResourceAsStream(name)
                                                    .readAllBytes(),
                                            UTF_8)),
                                    "resource.txt")
                            .value(0))
                    .isEqualTo("found");
        }
    }

    @Test
    void noSecretIsOnTheCommandLineOrInTheEnvironment() throws Exception {
        try (Place place = Place.ready(ONE.systemProperties(Map.of("secret.key", "canary-4711")))) {
            Items items = place.run(
                    Jobs.function((String file) -> new String(Files.readAllBytes(Path.of(file)), UTF_8)),
                    "/proc/self/cmdline",
                    "/proc/self/environ");

            assertThat((String) items.value(0)).doesNotContain("canary");
            assertThat((String) items.value(1)).doesNotContain("canary");
        }
    }

    @Test
    void assertionsAreOnIfTheyAreHere() throws Exception {
        try (Place place = Place.ready(ONE)) {
            boolean here = StartTest.class.desiredAssertionStatus();

            assertThat(place.run(Jobs.function((Integer x) -> StartTest.class.desiredAssertionStatus()), 1)
                            .value(0))
                    .isEqualTo(here);
        }
    }
}
