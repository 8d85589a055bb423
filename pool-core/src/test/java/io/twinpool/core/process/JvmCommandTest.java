// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class JvmCommandTest {
    private static final Workers ONE = Workers.processes(1);

    @TempDir
    Path directory;

    private static Object first(Workers workers, io.twinpool.TaskFunction<String, ?> function, String argument)
            throws Exception {
        try (Place place = Place.ready(workers)) {
            return Objects.requireNonNull(
                    place.run(Jobs.function(function), argument).value(0));
        }
    }

    private static String resource(String name) throws Exception {
        return new String(ClassLoader.getSystemResourceAsStream(name).readAllBytes(), UTF_8);
    }

    private List<Path> classPath(Path... more) {
        List<Path> entries = new ArrayList<>(PathList.of(System.getProperty("java.class.path")));
        entries.addAll(List.of(more));
        return entries;
    }

    private static int deep(int n) {
        return n == 0 ? 0 : 1 + deep(n - 1);
    }

    /** jvmArgs come after Twinpool's own, and win: also over the stack of tasks. */
    @Test
    void theStackIsAsLargeAsTheUsersFlagSays() throws Exception {
        assertThat(first(ONE.jvmArgs("-Xss128m"), depth -> deep(Integer.parseInt(depth)), "600000"))
                .isEqualTo(600_000);
    }

    @Test
    void aClassPathMayBeLongerThanACommandLine() throws Exception {
        List<Path> entries = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            entries.add(directory.resolve("missing " + i + " " + "x".repeat(80)));
        }
        Path last = Files.createDirectory(directory.resolve("last"));
        Files.writeString(last.resolve("resource.txt"), "found");
        entries.addAll(classPath(last));

        assertThat(String.join(":", entries.stream().map(Path::toString).toList()))
                .hasSizeGreaterThan(200 * 1024);
        assertThat(first(ONE.classPath(entries), JvmCommandTest::resource, "resource.txt"))
                .isEqualTo("found");
    }

    @Test
    void aClassPathMayHaveLettersOfAnyScript() throws Exception {
        assumeThat(ArgumentFile.ofPlatform().canHold("\u00fc\u4e2d")).isTrue();
        Path odd = Files.createDirectory(directory.resolve("\u00fc \u4e2d"));
        Files.writeString(odd.resolve("resource.txt"), "found");

        assertThat(first(ONE.classPath(classPath(odd)), JvmCommandTest::resource, "resource.txt"))
                .isEqualTo("found");
    }

    @Test
    void aRelativeEntryIsTheHostsWhereverWorkersRun() throws Exception {
        Path relative = Path.of("").toAbsolutePath().relativize(directory.toAbsolutePath());
        Files.writeString(directory.resolve("resource.txt"), "found");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));

        assertThat(first(
                        ONE.classPath(classPath(relative)).workingDirectory(elsewhere),
                        JvmCommandTest::resource,
                        "resource.txt"))
                .isEqualTo("found");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void workersRunInADirectoryThatNobodyCanWriteTo() throws Exception {
        Path readOnly = Files.createDirectory(
                directory.resolve("r"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));

        assertThat(first(
                        ONE.workingDirectory(readOnly),
                        file -> Path.of(file).toRealPath().toString(),
                        ""))
                .isEqualTo(readOnly.toRealPath().toString());
    }

    @Test
    void workersMayRunOnAnotherJdk() throws Exception {
        Path other = otherJdk();
        assumeThat(other).isNotNull();

        assertThat(first(ONE.javaHome(other), System::getProperty, "java.version"))
                .isNotEqualTo(System.getProperty("java.version"));
    }

    /** One that is installed beside this one and can run our classes. */
    private static Path otherJdk() throws Exception {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> homes = Files.list(own.getParent())) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> Jdk.of(ONE.javaHome(home).processOptions()).feature() >= 17)
                    .filter(home -> Jdk.of(ONE.javaHome(home).processOptions()).feature()
                            != Runtime.version().feature())
                    .findFirst()
                    .orElse(null);
        }
    }

    @Test
    void theHostsHeapIsNotTheWorkers() throws Exception {
        Workers three = Workers.processes(3);

        assertThat((String) first(three, flag -> String.join(" ", arguments()), ""))
                .contains("-XX:MaxRAMPercentage=12.5")
                .doesNotContain("-Xmx");
    }

    @Test
    void theUsersCollectorAndHeapAreTheWorkers() throws Exception {
        assertThat((String) first(
                        ONE.jvmArgs("-XX:+UseParallelGC").maxHeap("77m"), flag -> String.join(" ", arguments()), ""))
                .contains("-XX:+UseParallelGC", "-Xmx77m")
                .doesNotContain("UseSerialGC", "MaxRAMPercentage");
    }

    private static List<String> arguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    @Test
    void theUsersEnvironmentMayPresetArgumentsAllTheSame() throws Exception {
        Workers workers = ONE.environment(Map.of("JDK_JAVA_OPTIONS", "-Dpreset=by-the-user"));

        assertThat(first(workers, System::getProperty, "preset")).isEqualTo("by-the-user");
    }
}
