// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Family;
import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Limits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that are killed: no process of theirs and no file is left, whatever their workers are at. */
@ExtendWith(LeakCheck.class)
@EnabledOnOs(OS.LINUX) // where a process tells its command line
class DyingHostTest {
    @TempDir
    Path directory;

    private Path temporary;
    private Path played;

    @BeforeEach
    void makePlaces() throws IOException {
        temporary = Files.createDirectory(directory.resolve("t"));
        played = directory.resolve("played");
    }

    private HostCommand host(DyingHostMain.Scene scene) {
        return HostCommand.of(DyingHostMain.class, scene.name(), played.toString())
                .temporaryFilesIn(temporary)
                .with("-Dio.twinpool.archive=off")
                .errorsAmongLines();
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

    /** Looks without a pause, which would blur the moments that are counted from here. */
    private void awaitChild() {
        long begun = System.nanoTime();
        while (!hasChild()) {
            assertThat(System.nanoTime() - begun).as("no child yet").isLessThan(Limits.WAIT.toNanos());
        }
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
    @EnumSource(mode = Mode.EXCLUDE, names = "RECORDING") // which has its own test
    void nothingIsLeftWhateverTheWorkerIsAt(DyingHostMain.Scene scene) throws Exception {
        try (HostJvm host = host(scene).start()) {
            Jobs.awaitFile(played);
            List<ProcessHandle> all = host.process().descendants().toList();
            assertThat(all).isNotEmpty();

            host.kill();

            assertNothingIsLeft();
            Family.awaitEnd(all);
        }
    }

    /** Contract 12: writing an archive first would take seconds. */
    @Test
    void aWorkerThatRecordsAnArchiveDoesNotWriteItForADeadHost() throws Exception {
        try (HostJvm host =
                host(DyingHostMain.Scene.RECORDING).classPath(jars()).start()) {
            Jobs.awaitFile(played);

            host.kill();

            assertNothingIsLeft();
        }
        assertThat(Path.of(played + DyingHostMain.ARCHIVE)).doesNotExist();
    }

    /** The class path, its directories as jars: there is no archive of a worker that has directories on its own. */
    private String jars() {
        List<String> entries = new ArrayList<>();
        for (Path entry : PathList.of(System.getProperty("java.class.path"))) {
            entries.add(Files.isDirectory(entry) ? jar(entry, entries.size()) : entry.toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private String jar(Path entry, int number) {
        String jar = directory.resolve(number + ".jar").toString();
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        assertThat(tool.run(System.out, System.err, "cf", jar, "-C", entry.toString(), "."))
                .isZero();
        return jar;
    }

    /** As in a container whose first process does not care for others: there the dead host stays a zombie. */
    @Test
    void nothingIsLeftOfAHostWhoseEndNobodyAsksFor() throws Exception {
        try (HostJvm careless = host(DyingHostMain.Scene.IDLE)
                .startedBy("sh", "-c", "\"$@\" & exec sleep 1000", "sh")
                .start()) {
            Jobs.awaitFile(played);
            ProcessHandle host = careless.process().children().findFirst().orElseThrow();

            host.destroyForcibly();

            assertNothingIsLeft();
            assertThat(host.isAlive()).as("is a zombie").isTrue();
        }
    }

    /** reliability 39: killed while it forks: a child that has not heard of anything yet goes, too, and cleans up. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 30, 60, 150})
    void nothingIsLeftOfAHostThatIsKilledWhileItForks(int millis) throws Exception {
        try (HostJvm host = host(DyingHostMain.Scene.INITIALIZER).start()) {
            awaitChild();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)); // a different moment of the start each time

            host.kill();

            assertNothingIsLeft();
        }
    }

    /** Contract 12: what has taken the place of the host's files is somebody else's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForeignDirectoryInThePlaceOfTheHostsIsLeftAlone(boolean isLinked) throws Exception {
        try (HostJvm host = host(DyingHostMain.Scene.IDLE).start()) {
            Jobs.awaitFile(played);
            Path own = files().get(0);
            Path file = putInPlaceOf(own, isLinked);

            host.kill();

            Eventually.until("no process", () -> processes().isEmpty());
            assertThat(own).exists();
            assertThat(file).exists();
        }
    }

    /** {@return a file in a foreign directory that has taken the place} */
    private Path putInPlaceOf(Path own, boolean isLinked) throws IOException {
        Files.move(own, directory.resolve("moved"));
        Path foreign = isLinked ? directory.resolve("foreign") : own;
        Files.createDirectory(foreign); // with the permissions that the umask leaves
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString(isLinked ? "rwx------" : "rwxr-xr-x"));
        if (isLinked) {
            Files.createSymbolicLink(own, foreign);
        }
        return Files.createFile(foreign.resolve("file"));
    }
}
