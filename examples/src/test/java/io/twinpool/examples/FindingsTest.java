// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Path DIRECTORY = Path.of("jars").toAbsolutePath();
    private static final String ONE = DIRECTORY.resolve("one.jar").toString();
    private static final String TWO = DIRECTORY.resolve("two.jar").toString();

    private final Findings findings = new Findings(new Jars(DIRECTORY, List.of(ONE, TWO), Map.of()));

    @Test
    void orderOfReportsDoesNotMatter() {
        Findings others = new Findings(new Jars(DIRECTORY, List.of(ONE, TWO), Map.of()));
        findings.report(report(ONE));
        findings.report(report(TWO));
        others.report(report(TWO));
        others.report(report(ONE));

        assertThat(Table.of(findings)).isEqualTo(Table.of(others));
    }

    @Test
    void contentsOfEveryJarMatter() {
        Findings others = new Findings(new Jars(DIRECTORY, List.of(ONE, TWO), Map.of()));
        findings.report(report(ONE));
        findings.report(report(TWO));
        others.report(report(ONE));
        others.report(report(TWO, "another digest"));

        assertThat(findings.digest()).isNotEqualTo(others.digest());
    }

    @Test
    void jarWhoseWorkersWereLostIsNamed() {
        findings.report(report(ONE));

        findings.missing().forEach(findings::lost);

        assertThat(findings.corrupt()).containsEntry("two.jar", "its worker was lost, and so was the next one");
        assertThat(findings.missing()).isEmpty();
    }

    private static JarReport report(String jar) {
        return report(jar, "digest of " + jar);
    }

    private static JarReport report(String jar, String digest) {
        return new JarReport(jar, 1, digest, 1, new TreeMap<>(Map.of(8, 1)), List.of());
    }
}
