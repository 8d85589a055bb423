// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentFileTest {
    private static final ArgumentFile ASCII = new ArgumentFile(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void entriesThatTheEncodingCannotExpressAreLeftOut() {
        assertThat(ASCII.classPath(List.of(Path.of("a"), Path.of("b\u00fc"), Path.of("c"))))
                .isEqualTo("a" + File.pathSeparator + "c");
        assertThat(new ArgumentFile(StandardCharsets.UTF_8).classPath(List.of(Path.of("b\u00fc"))))
                .isEqualTo("b\u00fc");
    }

    @Test
    void entriesThatWouldBeTakenForTwoAreLeftOut() {
        assertThat(ASCII.classPath(List.of(Path.of("a" + File.pathSeparator + "b"), Path.of("c"))))
                .isEqualTo("c");
    }

    @Test
    void anArgumentThatCannotBeWrittenIsTold() {
        Path file = directory.resolve("args");

        assertThatThrownBy(() -> ASCII.write(file, List.of("-Dx=\u00fc")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("US-ASCII");
    }

    @Test
    void argumentsAreQuotedForTheLauncher() throws Exception {
        Path file = directory.resolve("args");

        ASCII.write(file, List.of("-Da=b c", "\\\"\n"));

        assertThat(Files.readString(file)).isEqualTo("\"-Da=b c\"\n\"\\\\\\\"\\n\"\n");
    }
}
