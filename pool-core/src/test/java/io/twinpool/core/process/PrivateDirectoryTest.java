// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class PrivateDirectoryTest {
    @TempDir
    Path first;

    @TempDir
    Path second;

    private Path longPath() throws Exception {
        return Files.createDirectories(first.resolve("x".repeat(120)));
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
}
