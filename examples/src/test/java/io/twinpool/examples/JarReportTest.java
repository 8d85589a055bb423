// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarReportTest {
    @TempDir
    private Path directory;

    private TestJars jars;

    @BeforeEach
    void makeJars() {
        jars = new TestJars(directory);
    }

    @Test
    void soundJarIsCountedAndDigested() throws Exception {
        Path jar = jars.sound("sound.jar", 8, 11, 17);

        JarReport report = JarReport.inspect(jar.toString());

        assertThat(report.damage()).isEmpty();
        assertThat(report.bytes()).isEqualTo(Files.size(jar));
        assertThat(report.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))));
        assertThat(report.entries()).isEqualTo(4);
        assertThat(report.classes()).isEqualTo(3);
        assertThat(report.classesByRelease()).isEqualTo(Map.of(8, 1, 11, 1, 17, 1));
        assertThat(report.newestRelease()).hasValue(17);
    }

    @Test
    void jarWithoutEntriesIsSound() throws Exception {
        JarReport report = JarReport.inspect(jars.withoutEntries("nothing.jar").toString());

        assertThat(report.entries()).isZero();
        assertThat(report.newestRelease()).isEmpty();
        assertThat(report.damage()).isEmpty();
    }

    @Test
    void wrongChecksumIsFoundInItsEntryAlone() throws Exception {
        JarReport report = JarReport.inspect(jars.withWrongCrc("crc.jar").toString());

        assertThat(report.damage()).containsExactly("a.txt: wrong CRC");
        assertThat(report.classes()).isEqualTo(1);
    }

    @Test
    void undecodableEntryIsFound() throws Exception {
        JarReport report =
                JarReport.inspect(jars.withUndecodableEntry("bad.jar").toString());

        assertThat(report.damage()).containsExactly("a.txt: invalid block type");
    }

    @Test
    void whatIsNoJarIsRefused() throws Exception {
        String truncated = jars.truncated("truncated.jar").toString();
        String empty = jars.withoutBytes("empty.jar").toString();
        String text = jars.notAJar("text.jar").toString();

        assertThatThrownBy(() -> JarReport.inspect(truncated)).isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> JarReport.inspect(empty)).isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> JarReport.inspect(text)).isInstanceOf(ZipException.class);
    }

    @Test
    void jarThatHasGoneIsRefused() {
        String gone = directory.resolve("gone.jar").toString();

        assertThatThrownBy(() -> JarReport.inspect(gone)).isInstanceOf(NoSuchFileException.class);
    }
}
