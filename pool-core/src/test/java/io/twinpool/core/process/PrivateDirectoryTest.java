// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
@EnabledOnOs({OS.LINUX, OS.MAC})
class PrivateDirectoryTest {
    @TempDir
    Path first;

    @TempDir
    Path second;

    private Path longPath() throws Exception {
        return Files.createDirectories(first.resolve("x".repeat(120)));
    }

    private static void removeAll(PrivateDirectory directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.path())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory.path());
    }

    @Test
    void itIsForItsOwnerOnly() throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(first, second)) {
            assertThat(directory.path().getParent()).isEqualTo(first);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
        }
        assertThat(first).isEmptyDirectory();
    }

    @Test
    void itIsElsewhereIfItsPathWouldBeTooLongForASocket() throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(longPath(), second)) {
            assertThat(directory.path().getParent()).isEqualTo(second);
        }
        assertThat(longPath()).isEmptyDirectory();
    }

    @Test
    void itIsElsewhereIfItCannotBeMade() throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(first.resolve("missing"), second)) {
            assertThat(directory.path().getParent()).isEqualTo(second);
        }
    }

    @Test
    void withNoPlaceForASocketWorkersComeByLoopback() throws Exception {
        PrivateDirectory directory = PrivateDirectory.create(longPath(), second.resolve("missing"));
        assertThat(directory.socket()).isNull();
        try (ForkedJvms jvms = ForkedJvms.open(Workers.processes(1), directory, Rehearsal.PATIENCE);
                Place place = Place.open(jvms, "worker-1").awaitReady()) {
            assertThat(place.run(Jobs.function((Integer x) -> x + 1), 1).value(0))
                    .isEqualTo(2);
        }
    }

    @Test
    void itIsMadeAnewWhereItWasRemoved() throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(first, second)) {
            Files.delete(directory.path());

            directory.restore();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
        }
        assertThat(first).isEmptyDirectory();
    }

    /** README: a closed pool leaves no temporary file, also when a worker of it is just being started. */
    @Test
    void itIsNotMadeAnewOnceItIsClosed() throws Exception {
        PrivateDirectory directory = PrivateDirectory.create(first, second);
        directory.close();

        assertThatThrownBy(directory::restore)
                .isInstanceOf(IOException.class)
                .hasMessage(directory.path() + " is closed");
        assertThat(first).isEmptyDirectory();
    }

    @Test
    void nothingIsMadeInItOnceItIsClosed() throws Exception {
        PrivateDirectory directory = PrivateDirectory.create(first, second);
        directory.close();

        assertThatThrownBy(() -> directory.make(() -> {
                    throw new AssertionError("is not called");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage(directory.path() + " is closed");
        assertThatThrownBy(() -> directory.write("file", new byte[0])).isInstanceOf(IOException.class);
        assertThat(first).isEmptyDirectory();
    }

    /** As when a worker starts while its pool is closed. */
    @Test
    void whatIsBeingMadeInItWhenItIsClosedDoesNotKeepIt() throws Exception {
        PrivateDirectory directory = PrivateDirectory.create(first, second);
        Thread closing = new Thread(directory::close);

        directory.make(() -> {
            closing.start();
            while (closing.isAlive() && closing.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            return Files.createFile(directory.file("late"));
        });

        closing.join();
        assertThat(first).isEmptyDirectory();
    }

    /** S8: whoever may write where temporary files are is given none of the pool's. */
    @Test
    void nothingIsTakenOverThatWasPutInItsPlace() throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(first, second)) {
            Files.delete(directory.path());
            Files.createSymbolicLink(directory.path(), second);
            assertThatThrownBy(directory::restore)
                    .isInstanceOf(IOException.class)
                    .hasMessage(directory.path() + " was removed, and somebody else has put something in its place");

            Files.delete(directory.path());
            Files.createDirectory(
                    directory.path(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            assertThatThrownBy(directory::restore).isInstanceOf(IOException.class);
        }
    }

    /** Systems remove temporary files that nobody has touched for days; a pool may live longer. */
    @ParameterizedTest
    @ValueSource(strings = {"all", "s", "java.args"})
    void workersStartAfterTemporaryFilesWereRemoved(String which) throws Exception {
        PrivateDirectory directory = PrivateDirectory.create(first, second);
        try (ForkedJvms jvms = ForkedJvms.open(Workers.processes(1), directory, Rehearsal.PATIENCE);
                Place early = Place.open(jvms, "worker-1").awaitReady()) {
            if (which.equals("all")) {
                removeAll(directory);
            } else {
                Files.delete(directory.file(which));
            }

            try (Place late = Place.open(jvms, "worker-2").awaitReady()) {
                assertThat(late.run(Jobs.function((Integer x) -> x + 1), 1).value(0))
                        .isEqualTo(2);
            }
            assertThat(early.run(Jobs.function((Integer x) -> x + 1), 1).value(0))
                    .isEqualTo(2);
        }
        assertThat(first).isEmptyDirectory();
    }

    /** S8: the arguments of a JVM are its user's to write. */
    @Test
    void noWorkerStartsFromWhatSomebodyElseHasPutThere() throws Exception {
        PrivateDirectory directory = PrivateDirectory.create(first, second);
        try (ForkedJvms jvms = ForkedJvms.open(Workers.processes(1), directory, Rehearsal.PATIENCE)) {
            removeAll(directory);
            Files.createDirectory(
                    directory.path(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Path arguments = Files.writeString(directory.file("java.args"), "-version");

            try (Place place = Place.open(jvms, "worker-1")) {
                assertThat(place.ending())
                        .isInstanceOfSatisfying(
                                Ending.StartFailed.class,
                                failed -> assertThat(failed.cause())
                                        .hasMessageContaining(directory.path() + " was removed"));
            }
            assertThat(arguments).exists();
        }
        assertThat(directory.file("java.args"))
                .as("is not the pool's to remove")
                .exists();
    }

    @Test
    void theJarOfTwinpoolIsWrittenAgainWhereItWasRemovedAndOnlyThere() throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(first, second)) {
            Path jar = Files.writeString(directory.file("twinpool.jar"), "still there");
            Path elsewhere = directory.path().resolveSibling("elsewhere.jar");
            OwnClasses own = new OwnClasses(List.of(jar, elsewhere), false);

            own.restore(directory);
            assertThat(jar).hasContent("still there");
            Files.delete(jar);
            own.restore(directory);

            assertThat(jar).isNotEmptyFile();
            assertThat(elsewhere).doesNotExist();
        }
    }
}
