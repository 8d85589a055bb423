// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract 5: workers start from Surefire, and what they print is no message of Surefire's.
 *
 * <p>The build has run {@link SurefireHost} in each of its modes before; here are the reports of that.
 */
final class SurefireIT {
    private static final String HOST = SurefireHost.class.getName();
    private static final String MANIFEST_ONLY_JAR = "manifest-only-jar";
    private static final String PLAIN_CLASS_PATH = "plain-class-path";
    private static final String ISOLATED_LOADER = "isolated-loader";
    private static final String INSIDE_MAVEN = "inside-maven";

    private static Path reports(String mode) {
        return Path.of(System.getProperty("basedir", "."), "target/surefire-hosts", mode);
    }

    private static List<String> output(String mode) throws IOException {
        return Files.readAllLines(reports(mode).resolve(HOST + "-output.txt"));
    }

    private static String line(String mode, String beginning) throws IOException {
        return output(mode).stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {MANIFEST_ONLY_JAR, PLAIN_CLASS_PATH, ISOLATED_LOADER, INSIDE_MAVEN})
    void allTestsOfTheHostHavePassed(String mode) throws Exception {
        assertThat(reports(mode).resolve(HOST + ".txt"))
                .content()
                .contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
    }

    /** On standard output, which is Surefire's own channel in these modes. */
    @ParameterizedTest
    @ValueSource(strings = {MANIFEST_ONLY_JAR, PLAIN_CLASS_PATH, ISOLATED_LOADER, INSIDE_MAVEN})
    void whatWorkersPrintIsPartOfTheReport(String mode) throws Exception {
        assertThat(output(mode)).filteredOn("[worker] printed"::equals).hasSize(2);
        assertThat(output(mode)).filteredOn(SurefireHost.LIKE_SUREFIRE::equals).hasSize(2);
    }

    /** It writes them when it reads what it has not written. */
    @ParameterizedTest
    @ValueSource(strings = {MANIFEST_ONLY_JAR, PLAIN_CLASS_PATH, ISOLATED_LOADER, INSIDE_MAVEN})
    void surefireHasNothingToComplainOf(String mode) throws Exception {
        try (Stream<Path> files = Files.list(reports(mode))) {
            assertThat(files).noneMatch(file -> file.toString().contains(".dump"));
        }
    }

    /** Else these tests would not show anything. A loader is isolated only inside Maven. */
    @Test
    void theModesAreWhatTheirNamesSay() throws Exception {
        assertThat(line(MANIFEST_ONLY_JAR, "[started with] "))
                .contains("surefirebooter")
                .endsWith(".jar");
        assertThat(line(PLAIN_CLASS_PATH, "[started with] ")).endsWith("null");
        assertThat(line(ISOLATED_LOADER, "[started with] ")).endsWith("null");
        assertThat(line(INSIDE_MAVEN, "[loader] ")).contains("IsolatedClassLoader");
    }
}
