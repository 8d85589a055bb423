// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CensusTest {
    @TempDir
    private Path directory;

    private final Printed out = new Printed();
    private final Printed err = new Printed();

    @ParameterizedTest
    @CsvSource({"threads,futures", "threads,classic", "processes,futures", "processes,classic"})
    void tableCountsSoundJarsAndNamesCorruptOnes(String kind, String facade) throws Exception {
        makeJars();

        int code = run("--quiet", "--kind", kind, "--facade", facade, "--workers", "2", directory.toString());

        assertThat(code).isZero();
        assertThat(err.text()).isEmpty();
        assertThat(rows())
                .contains("jars 9", "entries 13", "class files 8", "corrupt 5")
                .contains("Java 8 5 newest in 3 jars", "Java 11 1 newest in 0 jars", "Java 17 2 newest in 2 jars")
                .contains("crc.jar: a.txt: wrong CRC", "deep/down/bad.jar: a.txt: invalid block type")
                .anyMatch(row -> row.startsWith("empty.jar: ZipException: "))
                .anyMatch(row -> row.startsWith("text.jar: ZipException: "))
                .anyMatch(row -> row.startsWith("truncated.jar: ZipException: "))
                .anyMatch(row -> row.matches("digest [0-9a-f]{64}"));
        assertThat(out.lines().get(out.lines().size() - 1)).matches(kind + ", " + facade + " +[0-9.]+ s");
    }

    @Test
    void allCombinationsAgree() throws Exception {
        makeJars();

        int code = run("--quiet", "--compare", "--workers", "2", directory.toString());

        assertThat(code).isZero();
        assertThat(err.text()).isEmpty();
        assertThat(rows().stream().filter(row -> row.startsWith("digest "))).hasSize(1);
        assertThat(rows().stream().filter(row -> row.endsWith(" s"))).hasSize(4);
    }

    @Test
    void directoryWithoutJarsGivesZeros() {
        int code = run(directory.toString());

        assertThat(code).isZero();
        assertThat(rows()).contains("jars 0", "bytes 0", "corrupt 0");
    }

    @Test
    void wrongArgumentsAreOneLineAndExitCodeTwo() {
        int code = run("--workers", "0");

        assertThat(code).isEqualTo(2);
        assertThat(out.text()).isEmpty();
        assertThat(err.lines()).containsExactly("census: --workers must be >= 1, was 0");
    }

    @Test
    void helpIsExitCodeZero() {
        int code = run("--help");

        assertThat(code).isZero();
        assertThat(out.text()).startsWith("usage: census ");
        assertThat(err.text()).isEmpty();
    }

    private int run(String... arguments) {
        return Census.run(arguments, out.stream(), err.stream());
    }

    private List<String> rows() {
        return out.lines().stream()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    private void makeJars() throws Exception {
        TestJars jars = new TestJars(directory);
        jars.sound("one.jar", 8, 11, 17);
        jars.sound("deep/two.jar", 8);
        jars.sound("deep/three.jar", 8, 17);
        jars.withoutEntries("nothing.jar");
        jars.withWrongCrc("crc.jar");
        jars.withUndecodableEntry("deep/down/bad.jar");
        jars.truncated("truncated.jar");
        jars.withoutBytes("empty.jar");
        jars.notAJar("text.jar");
    }
}
