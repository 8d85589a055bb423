// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that share a cache directory of their own; Twinpool must be in jars here. */
@EnabledOnOs(OS.LINUX)
class ArchiveIT {
    @TempDir
    Path cache;

    private Process start(String mode, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.add("-Dtwinpool.test.scale=" + System.getProperty("twinpool.test.scale", "1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ArchiveMain.class.getName(), mode));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        return builder.start();
    }

    private static List<String> output(Process host) throws Exception {
        try (BufferedReader reader = host.inputReader()) {
            List<String> lines = reader.lines().collect(Collectors.toList());
            assertThat(host.waitFor(Limits.RUN.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(host.exitValue()).as(() -> String.join("\n", lines)).isZero();
            return lines;
        }
    }

    private List<String> run(String mode, String... flags) throws Exception {
        return output(start(mode, flags));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("twinpool"))) {
            return files.filter(file -> !file.endsWith("lock")).toList();
        }
    }

    private Path archive() throws IOException {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    @Test
    void anArchiveIsMadeOnceAndUsedByAllThatFollow() throws Exception {
        assertThat(run("make")).containsExactly("archive true", "left 0");
        Path archive = archive();

        assertThat(run("use")).containsExactly("uses what there is", "archive true", "left 0");
        assertThat(archive()).isEqualTo(archive);
    }

    @Test
    void hostsThatRaceGetOneArchive() throws Exception {
        List<Process> hosts = List.of(start("make"), start("make"), start("make"));

        for (Process host : hosts) {
            assertThat(output(host)).containsExactly("archive true", "left 0");
        }
        archive();
    }

    @Test
    void aHostThatIsKilledMeanwhileStandsInNobodysWay() throws Exception {
        Process killed = start("make");
        Eventually.until("a rehearsal", () -> isRehearsing(killed));
        List<ProcessHandle> children = killed.descendants().toList();

        killed.destroyForcibly();

        for (ProcessHandle child : children) {
            child.onExit().get(Limits.WAIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(run("make")).containsExactly("archive true", "left 0");
        archive();
    }

    private static boolean isRehearsing(Process host) {
        return host.descendants()
                .anyMatch(child -> child.info().commandLine().orElse("").contains("twinpool-rehearsal"));
    }

    @Test
    void aPoolThatIsClosedMeanwhileLeavesNothing() throws Exception {
        assertThat(run("begin")).containsExactly("left 0");
        assertThat(files()).isEmpty();
    }

    @Test
    void aStaleOneIsNotUsedButReplaced() throws Exception {
        run("make");
        Path archive = archive();
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
        run("make");
        byte[] garbage = new byte[(int) Files.size(archive())];
        new Random(1).nextBytes(garbage);
        overwrite(archive(), garbage);

        assertThat(run("use")).last().isEqualTo("left 0");
        assertThat(run("use")).contains("archive false");
    }

    /** Some JVMs crash on it: the pool must come up all the same. */
    @Test
    void oneThatHasLostItsEndIsIgnored() throws Exception {
        run("make");
        Path archive = archive();
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
        run("make");

        assertThat(run("use", "-Dio.twinpool.archive=off")).contains("archive false");
    }

    @Test
    void aCacheDirectoryThatOthersCanEnterIsNotUsed() throws Exception {
        run("make");
        Files.setPosixFilePermissions(
                cache.resolve("twinpool"), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(run("use")).contains("archive false");
    }
}
