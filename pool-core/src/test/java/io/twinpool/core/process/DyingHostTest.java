// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that are killed: no process of theirs and no file is left, whatever their workers are at. */
@EnabledOnOs(OS.LINUX) // where a process tells its command line
class DyingHostTest {
    @TempDir
    Path directory;

    private Path temporary;
    private Path played;
    private String classPath = System.getProperty("java.class.path");

    @BeforeEach
    void makePlaces() throws IOException {
        temporary = Files.createDirectory(directory.resolve("t"));
        played = directory.resolve("played");
    }

    private Process host(DyingHostMain.Scene scene) throws IOException {
        return start(List.of(), scene);
    }

    private Process start(List<String> before, DyingHostMain.Scene scene) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-Dio.twinpool.archive=off",
                "-cp",
                classPath,
                DyingHostMain.class.getName(),
                scene.name(),
                played.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
    }

    private static void kill(Process host) throws InterruptedException {
        host.destroyForcibly();
        assertThat(host.waitFor(Items.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Those of the host have its directory in their command line; what its worker starts has not. */
    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(temporary.toString()))
                .toList();
    }

    /** One that has begun as itself: until then it is a copy of the host, and dies with it before it can clean up. */
    private boolean hasChild() {
        return processes().stream()
                .anyMatch(process -> process.info().commandLine().orElse("").contains("@" + temporary));
    }

    private List<Path> files() {
        try (Stream<Path> left = Files.list(temporary)) {
            return left.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertNothingIsLeft() throws InterruptedException {
        Eventually.until("no process", () -> processes().isEmpty());
        Eventually.until("no file; there were " + files(), () -> files().isEmpty());
    }

    /** Contract 12: every forked JVM is gone, idle or busy. */
    @ParameterizedTest
    @EnumSource
    void nothingIsLeftWhateverTheWorkerIsAt(DyingHostMain.Scene scene) throws Exception {
        Process host = host(scene);
        Jobs.awaitFile(played);
        List<ProcessHandle> all = host.descendants().toList();
        assertThat(all).isNotEmpty();

        kill(host);

        assertNothingIsLeft();
        for (ProcessHandle process : all) {
            Eventually.until(
                    "the end of " + process.info(),
                    () -> !process.isAlive() || process.info().command().isEmpty());
        }
    }

    /** Contract 12: writing an archive first would take seconds. */
    @Test
    void aWorkerThatRecordsAnArchiveDoesNotWriteItForADeadHost() throws Exception {
        classPath = jars();
        Process host = host(DyingHostMain.Scene.RECORDING);
        Jobs.awaitFile(played);

        kill(host);

        assertNothingIsLeft();
        assertThat(Path.of(played + DyingHostMain.ARCHIVE)).doesNotExist();
    }

    /** The class path, its directories as jars: there is no archive of a worker that has directories on its own. */
    private String jars() throws Exception {
        List<String> entries = new ArrayList<>();
        for (Path entry : PathList.of(classPath)) {
            entries.add(Files.isDirectory(entry) ? jar(entry, entries.size()) : entry.toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private String jar(Path entry, int number) throws Exception {
        String jar = directory.resolve(number + ".jar").toString();
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jar");
        Process made = new ProcessBuilder(tool.toString(), "cf", jar, "-C", entry.toString(), ".")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return jar;
    }

    /** As in a container whose first process does not care for others: there the dead host stays a zombie. */
    @Test
    void nothingIsLeftOfAHostWhoseEndNobodyAsksFor() throws Exception {
        Process careless = start(List.of("sh", "-c", "\"$@\" & exec sleep 1000", "sh"), DyingHostMain.Scene.IDLE);
        try {
            Jobs.awaitFile(played);
            ProcessHandle host = careless.children().findFirst().orElseThrow();

            host.destroyForcibly();

            assertNothingIsLeft();
            assertThat(host.isAlive()).as("is a zombie").isTrue();
        } finally {
            careless.destroyForcibly().waitFor();
        }
    }

    /** reliability 39: killed while it forks: a child that has not heard of anything yet goes, too, and cleans up. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 10, 20, 30, 40, 60, 80, 100, 150})
    void nothingIsLeftOfAHostThatIsKilledWhileItForks(int millis) throws Exception {
        Process host = host(DyingHostMain.Scene.INITIALIZER);
        Eventually.until("a child", this::hasChild);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)); // a different moment of the start each time

        kill(host);

        assertNothingIsLeft();
    }

    /** Contract 12: what has taken the place of the host's files is somebody else's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForeignDirectoryInThePlaceOfTheHostsIsLeftAlone(boolean isLinked) throws Exception {
        Process host = host(DyingHostMain.Scene.IDLE);
        Jobs.awaitFile(played);
        Path own = files().get(0);
        Files.move(own, directory.resolve("moved"));
        Path foreign = isLinked ? directory.resolve("foreign") : own;
        Files.createDirectory(foreign); // with the permissions that the umask leaves
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString(isLinked ? "rwx------" : "rwxr-xr-x"));
        Path file = Files.createFile(foreign.resolve("file"));
        if (isLinked) {
            Files.createSymbolicLink(own, foreign);
        }

        kill(host);

        Eventually.until("no process", () -> processes().isEmpty());
        assertThat(own).exists();
        assertThat(file).exists();
    }
}
