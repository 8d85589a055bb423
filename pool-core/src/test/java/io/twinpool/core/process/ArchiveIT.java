// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Family;
import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.LeakCheck;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that share a cache directory of their own; Twinpool must be in jars here. */
@ExtendWith(LeakCheck.class)
@EnabledOnOs(OS.LINUX)
class ArchiveIT {
    private static final List<String> MADE = List.of("archive true", "left 0");

    private static Path made;

    @TempDir
    Path cache;

    /** For all tests that only need one. */
    @BeforeAll
    static void make(@TempDir Path shared) throws Exception {
        try (HostJvm host = start(shared, "make")) {
            assertThat(host.allSaidEndingWell()).isEqualTo(MADE);
        }
        made = archive(shared);
    }

    private static HostJvm start(Path cache, String mode, String... flags) throws IOException {
        return HostCommand.of(ArchiveMain.class, mode)
                .with(flags)
                .environment("XDG_CACHE_HOME", cache.toString())
                .errorsAmongLines()
                .start();
    }

    private List<String> run(String mode, String... flags) throws Exception {
        try (HostJvm host = start(cache, mode, flags)) {
            return host.allSaidEndingWell();
        }
    }

    /** Puts an archive where hosts of this test look for it. */
    private Path haveOne() throws IOException {
        Path directory = Files.createDirectory(
                cache.resolve("twinpool"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.copy(made, directory.resolve(made.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static List<Path> files(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("twinpool"))) {
            return files.filter(file -> !file.endsWith("lock")).toList();
        }
    }

    private static Path archive(Path cache) throws IOException {
        assertThat(files(cache)).hasSize(1);
        return files(cache).get(0);
    }

    private Path archive() throws IOException {
        return archive(cache);
    }

    @Test
    void anArchiveThatIsThereIsUsedAndNotMadeAnew() throws Exception {
        Path archive = haveOne();

        assertThat(run("use")).containsExactly("rehearses false", "archive true", "left 0");
        assertThat(archive()).isEqualTo(archive);
    }

    @Test
    void hostsThatRaceGetOneArchive() throws Exception {
        try (HostJvm one = start(cache, "make");
                HostJvm other = start(cache, "make");
                HostJvm third = start(cache, "make")) {
            for (HostJvm host : List.of(one, other, third)) {
                assertThat(host.allSaidEndingWell()).isEqualTo(MADE);
            }
        }
        archive();
    }

    @Test
    void aHostThatIsKilledMeanwhileStandsInNobodysWay() throws Exception {
        try (HostJvm killed = start(cache, "make")) {
            Eventually.until("a rehearsal", () -> isRehearsing(killed.process()));
            List<ProcessHandle> children = killed.process().descendants().toList();

            killed.kill();

            Family.awaitEnd(children);
            assertThat(run("make")).isEqualTo(MADE);
        }
        archive();
    }

    private static boolean isRehearsing(Process host) {
        return host.descendants()
                .anyMatch(child -> child.info().commandLine().orElse("").contains("twinpool-rehearsal"));
    }

    @Test
    void aPoolThatIsClosedMeanwhileLeavesNothing() throws Exception {
        assertThat(run("begin")).containsExactly("rehearses true", "left 0");
        assertThat(files(cache)).isEmpty();
    }

    @Test
    void aStaleOneIsNotUsedButReplaced() throws Exception {
        Path archive = haveOne();
        String[] parts = archive.getFileName().toString().split("-", -1);
        Path stale = archive.resolveSibling(parts[0] + "-0-" + parts[2]);
        Files.move(archive, stale);

        assertThat(run("use")).contains("archive false");

        Files.delete(stale);
        Files.createFile(archive.resolveSibling(parts[0] + "-0-0.archive"));
        assertThat(run("make")).contains("archive true");
        assertThat(archive().getFileName().toString()).startsWith(parts[0] + "-" + parts[1] + "-");
    }

    @Test
    void garbageIsIgnored() throws Exception {
        haveOne();
        byte[] garbage = new byte[(int) Files.size(archive())];
        new Random(1).nextBytes(garbage);
        overwrite(archive(), garbage);

        assertThat(run("use")).last().isEqualTo("left 0");
        assertThat(run("use")).contains("archive false");
    }

    /** Some JVMs crash on it: the pool must come up all the same. */
    @Test
    void oneThatHasLostItsEndIsIgnored() throws Exception {
        Path archive = haveOne();
        long half = Files.size(archive) / 2;
        String name = archive.getFileName().toString();
        Path cut = archive.resolveSibling(
                name.substring(0, name.lastIndexOf('-') + 1) + Long.toHexString(half) + ".archive");
        Files.write(cut, List.of());
        try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
            byte[] bytes = Files.readAllBytes(archive);
            file.write(bytes, 0, (int) half);
            file.setLength(half);
        }
        Files.delete(archive);

        assertThat(run("use")).contains("archive false").last().isEqualTo("left 0");
    }

    private static void overwrite(Path file, byte[] bytes) throws IOException {
        Files.delete(file); // the JVM makes it for reading only
        Files.write(file, bytes);
    }

    @Test
    void itIsOffIfTheUserSaysSo() throws Exception {
        haveOne();

        assertThat(run("use", "-Dio.twinpool.archive=off")).contains("archive false");
    }

    @Test
    void aCacheDirectoryThatOthersCanEnterIsNotUsed() throws Exception {
        haveOne();
        Files.setPosixFilePermissions(cache.resolve("twinpool"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(run("use")).contains("archive false");
    }
}
