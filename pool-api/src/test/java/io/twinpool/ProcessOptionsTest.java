// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessOptionsTest {
    private static final Workers WORKERS = Workers.processes(2);

    @TempDir
    Path directory;

    @Test
    void defaultsLeaveAllToTheHost() {
        ProcessOptions options = WORKERS.processOptions();

        assertThat(options.maxHeap()).isEmpty();
        assertThat(options.maxWorkerMemory()).isEmpty();
        assertThat(options.jvmArgs()).isEmpty();
        assertThat(options.environment()).isEmpty();
        assertThat(options.systemProperties()).isEmpty();
        assertThat(options.workingDirectory()).isEmpty();
        assertThat(options.javaHome()).isEmpty();
        assertThat(options.classPath()).isEmpty();
        assertThat(options.output()).isEqualTo(WorkerOutput.INHERIT);
        assertThat(options.resultFilter()).isEmpty();
    }

    @Test
    void eachOptionIsKept() {
        ObjectInputFilter filter = ObjectInputFilter.Config.createFilter("java.base/*");

        ProcessOptions options = WORKERS.maxHeap("256m")
                .maxWorkerMemory(1L << 30)
                .jvmArgs("-Xss1m", "-ea")
                .environment(Map.of("A", "b"))
                .systemProperties(Map.of("c", "d"))
                .workingDirectory(Path.of("work"))
                .javaHome(Path.of("/usr"))
                .classPath(List.of(Path.of("a.jar"), Path.of("classes")))
                .output(WorkerOutput.DISCARD)
                .resultFilter(filter)
                .processOptions();

        assertThat(options.maxHeap()).contains("256m");
        assertThat(options.maxWorkerMemory()).hasValue(1L << 30);
        assertThat(options.jvmArgs()).containsExactly("-Xss1m", "-ea");
        assertThat(options.environment()).containsExactly(Map.entry("A", "b"));
        assertThat(options.systemProperties()).containsExactly(Map.entry("c", "d"));
        assertThat(options.workingDirectory()).contains(Path.of("work"));
        assertThat(options.javaHome()).contains(Path.of("/usr"));
        assertThat(options.classPath()).contains(List.of(Path.of("a.jar"), Path.of("classes")));
        assertThat(options.output()).isEqualTo(WorkerOutput.DISCARD);
        assertThat(options.resultFilter()).containsSame(filter);
    }

    @Test
    void emptyClassPathIsToldFromTheDefault() {
        assertThat(WORKERS.classPath(List.of()).processOptions().classPath()).contains(List.of());
    }

    @Property
    void heapOfAnyWholeNumberAndUnitIsAllowed(@ForAll @LongRange(min = 1) long number) {
        for (String unit : List.of("", "k", "K", "m", "M", "g", "G", "t", "T")) {
            assertThat(WORKERS.maxHeap(number + unit).processOptions().maxHeap())
                    .contains(number + unit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "0m", "-1m", "1.5g", "256 m", "256mb", "256m ", "-Xmx256m", "256m\n"})
    void heapThatLooksDifferentIsRefused(String maxHeap) {
        assertThatThrownBy(() -> WORKERS.maxHeap(maxHeap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxHeap must be a positive number and an optional k, m, g or t, such as 256m, was '"
                        + maxHeap.replace('\n', '?') + "'");
    }

    @Test
    void memoryBelowOneByteIsRefused() {
        assertThatThrownBy(() -> WORKERS.maxWorkerMemory(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxWorkerMemory must be >= 1, was 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void blankArgumentIsRefused(String argument) {
        assertThatThrownBy(() -> WORKERS.jvmArgs("-ea", argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jvmArgs element [1] must not be blank, was '" + argument + "'");
    }

    @Test
    void argumentWithNulIsRefused() {
        assertThatThrownBy(() -> WORKERS.jvmArgs("-ea", "-Dpassword=secret\0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jvmArgs element [1] must not contain NUL, was '-Dpassword=...'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A=B", "=A", "A\0"})
    void environmentNameThatNoSystemTakesIsRefused(String name) {
        assertThatThrownBy(() -> WORKERS.environment(Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("environment key must not contain = or NUL, was '"
                        + name.replace('\0', '?').replaceFirst("=.*", "=...") + "'");
    }

    @Test
    void environmentValueWithNulIsRefusedWithoutTellingIt() {
        assertThatThrownBy(() -> WORKERS.environment(Map.of("TOKEN", "secret\0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("environment value of TOKEN must not contain NUL");
    }

    @Test
    void pathsThatNoProcessCouldFindAreRefused() throws Exception {
        try (FileSystem jar = FileSystems.newFileSystem(directory.resolve("a.jar"), Map.of("create", "true"))) {
            Path inside = jar.getPath("inside");

            assertPathRefused(() -> WORKERS.workingDirectory(inside), "workingDirectory");
            assertPathRefused(() -> WORKERS.javaHome(inside), "javaHome");
            assertPathRefused(() -> WORKERS.classPath(List.of(directory, inside)), "classPath element [1]");
        }
    }

    private static void assertPathRefused(ThrowingCallable call, String thing) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(thing + " must be a path of the default file system, was 'inside' of 'jar'");
    }

    @Test
    void emptyKeysAreRefused() {
        assertThatThrownBy(() -> WORKERS.environment(Map.of("", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("environment key must not be empty");
        assertThatThrownBy(() -> WORKERS.systemProperties(Map.of("", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("systemProperties key must not be empty");
    }

    @Test
    void nullIsRefusedByName() {
        assertNullRefused(() -> WORKERS.maxHeap(null), "maxHeap");
        assertNullRefused(() -> WORKERS.jvmArgs((String[]) null), "jvmArgs");
        assertNullRefused(() -> WORKERS.environment(null), "environment");
        assertNullRefused(() -> WORKERS.systemProperties(null), "systemProperties");
        assertNullRefused(() -> WORKERS.workingDirectory(null), "workingDirectory");
        assertNullRefused(() -> WORKERS.javaHome(null), "javaHome");
        assertNullRefused(() -> WORKERS.classPath(null), "classPath");
        assertNullRefused(() -> WORKERS.output(null), "output");
        assertNullRefused(() -> WORKERS.resultFilter(null), "resultFilter");
    }

    @Test
    void nullInsideIsRefusedByName() {
        assertNullRefused(() -> WORKERS.jvmArgs("-ea", null), "jvmArgs element [1]");
        assertNullRefused(() -> WORKERS.classPath(Arrays.asList(Path.of("a"), null)), "classPath element [1]");
        assertNullRefused(() -> WORKERS.environment(Collections.singletonMap(null, "b")), "environment key");
        assertNullRefused(() -> WORKERS.environment(Collections.singletonMap("A", null)), "environment value of A");
        assertNullRefused(() -> WORKERS.systemProperties(Collections.singletonMap(null, "b")), "systemProperties key");
        assertNullRefused(
                () -> WORKERS.systemProperties(Collections.singletonMap("a", null)), "systemProperties value of a");
    }

    @Test
    void laterChangesOfWhatWasGivenDoNotMatter() {
        String[] jvmArgs = {"-ea"};
        Map<String, String> variables = new HashMap<>(Map.of("A", "b"));
        List<Path> classPath = new ArrayList<>(List.of(Path.of("a.jar")));
        ProcessOptions options = WORKERS.jvmArgs(jvmArgs)
                .environment(variables)
                .systemProperties(variables)
                .classPath(classPath)
                .processOptions();

        jvmArgs[0] = "-da";
        variables.clear();
        classPath.clear();

        assertThat(options.jvmArgs()).containsExactly("-ea");
        assertThat(options.environment()).containsExactly(Map.entry("A", "b"));
        assertThat(options.systemProperties()).containsExactly(Map.entry("A", "b"));
        assertThat(options.classPath()).contains(List.of(Path.of("a.jar")));
    }

    @Test
    void whatIsGivenOutCannotBeModified() {
        ProcessOptions options = WORKERS.jvmArgs("-ea")
                .environment(Map.of("A", "b"))
                .systemProperties(Map.of("c", "d"))
                .classPath(List.of(Path.of("a.jar")))
                .processOptions();

        assertUnmodifiable(() -> options.jvmArgs().clear());
        assertUnmodifiable(() -> options.environment().clear());
        assertUnmodifiable(() -> options.systemProperties().clear());
        assertUnmodifiable(() -> options.classPath().orElseThrow().clear());
    }

    @Test
    void eachOptionIsRefusedByOtherKinds() {
        Workers threads = Workers.threads(2);

        assertNotForThreads(() -> threads.maxHeap("256m"), "maxHeap");
        assertNotForThreads(() -> threads.maxWorkerMemory(1), "maxWorkerMemory");
        assertNotForThreads(() -> threads.jvmArgs("-ea"), "jvmArgs");
        assertNotForThreads(() -> threads.environment(Map.of()), "environment");
        assertNotForThreads(() -> threads.systemProperties(Map.of()), "systemProperties");
        assertNotForThreads(() -> threads.workingDirectory(Path.of("a")), "workingDirectory");
        assertNotForThreads(() -> threads.javaHome(Path.of("a")), "javaHome");
        assertNotForThreads(() -> threads.classPath(List.of()), "classPath");
        assertNotForThreads(() -> threads.output(WorkerOutput.LOG), "output");
        assertNotForThreads(() -> threads.resultFilter(info -> ObjectInputFilter.Status.ALLOWED), "resultFilter");
    }

    @Test
    void refusalNamesTheKind() {
        assertThatThrownBy(() -> Workers.inline().maxHeap("256m"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("maxHeap is for processes only, kind is inline");
    }

    @Property
    void valuesOfVariablesAreNeverShown(@ForAll @AlphaChars @StringLength(min = 8, max = 20) String secret) {
        Workers workers = WORKERS.environment(Map.of("TOKEN", secret))
                .systemProperties(Map.of("token", secret))
                .jvmArgs("-Dtoken=" + secret + "\n" + secret, "-ea");

        assertThat(workers)
                .hasToString("processes(2).environment(TOKEN).systemProperties(token).jvmArgs(-Dtoken=..., -ea)");
    }

    @Test
    void descriptionIsOneLineWhateverTheValues() {
        Workers workers = WORKERS.environment(Map.of("A\nB", "c")).jvmArgs("-ea\r\n-da");

        assertThat(workers).hasToString("processes(2).environment(A?B).jvmArgs(-ea??-da)");
    }

    private static void assertNullRefused(Runnable call, String parameter) {
        assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class).hasMessage(parameter);
    }

    private static void assertUnmodifiable(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(UnsupportedOperationException.class);
    }

    private static void assertNotForThreads(Runnable call, String option) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(option + " is for processes only, kind is threads");
    }
}
