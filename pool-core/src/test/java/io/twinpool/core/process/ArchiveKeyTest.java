// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveKeyTest {
    @TempDir
    Path directory;

    private Path jar;

    @BeforeEach
    void aJar() throws Exception {
        jar = Files.createFile(directory.resolve("core.jar"));
    }

    private ArchiveKey key(Path entry, List<String> flags, String... arguments) {
        Workers workers = Workers.processes(1).jvmArgs(arguments);
        return ArchiveKey.of(new Launch(
                Jdk.of(workers.processOptions()),
                flags,
                new OwnClasses(List.of(entry), false),
                List.of(entry),
                workers.processOptions()));
    }

    private ArchiveKey key() {
        return key(jar, List.of("-ea"));
    }

    @Test
    void itIsTheSameForTheSame() {
        assertThat(key()).isEqualTo(key());
    }

    @Test
    void aJarOfAnotherAgeMakesItStale() throws Exception {
        ArchiveKey before = key();

        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));

        assertThat(key().state()).isNotEqualTo(before.state());
        assertThat(key().place()).isEqualTo(before.place());
    }

    @Test
    void aJarOfAnotherSizeMakesItStale() throws Exception {
        FileTime time = Files.getLastModifiedTime(jar);
        ArchiveKey before = key();

        Files.write(jar, new byte[1]);
        Files.setLastModifiedTime(jar, time);

        assertThat(key().state()).isNotEqualTo(before.state());
    }

    @Test
    void anotherPlaceHasItsOwn() throws Exception {
        Path other = Files.createFile(directory.resolve("other.jar"));

        assertThat(key(other, List.of("-ea")).place()).isNotEqualTo(key().place());
    }

    @Test
    void otherFlagsHaveTheirOwn() {
        assertThat(key(jar, List.of()).place()).isNotEqualTo(key().place());
        assertThat(key(jar, List.of("-ea"), "-XX:+UseG1GC").place()).isNotEqualTo(key().place());
    }

    @Test
    void propertiesOfTheUserAreNoMatter() {
        assertThat(key(jar, List.of("-ea"), "-Da=b")).isEqualTo(key());
    }

    @Test
    void flagsThatMightNotBearItMeanNone() {
        assertThat(key(jar, List.of(), "-agentlib:jdwp")).isNull();
        assertThat(key(jar, List.of(), "-XX:+UseZGC")).isNull();
        assertThat(key(jar, List.of(), "-Xshare:off")).isNull();
    }

    @Test
    void directoriesOfClassesMeanNone() {
        assertThat(key(directory, List.of())).isNull();
    }

    @Test
    void theJdkDecidesWhichFlags() {
        Path file = Path.of("x");
        assertThat(new ArchiveKey("p", "s", false).useFlag(file)).isEqualTo("-XX:SharedArchiveFile=x");
        assertThat(new ArchiveKey("p", "s", false).makeFlag(file)).isEqualTo("-XX:ArchiveClassesAtExit=x");
        assertThat(new ArchiveKey("p", "s", true).useFlag(file)).isEqualTo("-XX:AOTCache=x");
        assertThat(new ArchiveKey("p", "s", true).makeFlag(file)).isEqualTo("-XX:AOTCacheOutput=x");
        assertThat(key().isAot()).isEqualTo(Runtime.version().feature() >= 25);
    }

    @Test
    void onlyAClassPathThatBeginsWithTwinpoolHasOne() {
        Workers workers = Workers.processes(1);
        OwnClasses own = new OwnClasses(List.of(jar), true);

        assertThat(launch(workers, own, jar, directory).isOwnFirst()).isTrue();
        assertThat(launch(workers, own, directory, jar).isOwnFirst()).isFalse();
        assertThat(launch(workers, own).isOwnFirst()).isFalse();
    }

    private static Launch launch(Workers workers, OwnClasses own, Path... classPath) {
        Jdk jdk = Jdk.of(workers.processOptions());
        return new Launch(jdk, List.of(), own, List.of(classPath), workers.processOptions());
    }
}
