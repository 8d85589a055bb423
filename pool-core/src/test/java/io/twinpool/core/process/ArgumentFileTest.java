// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentFileTest {
    private static final ArgumentFile ASCII = new ArgumentFile(US_ASCII);

    @Test
    void entriesThatTheEncodingCannotExpressAreLeftOut() {
        assertThat(ASCII.classPath(List.of(Path.of("a"), Path.of("b\u00fc"), Path.of("c"))))
                .isEqualTo("a" + File.pathSeparator + "c");
        assertThat(new ArgumentFile(UTF_8).classPath(List.of(Path.of("b\u00fc"))))
                .isEqualTo("b\u00fc");
    }

    @Test
    void entriesThatWouldBeTakenForTwoAreLeftOut() {
        assertThat(ASCII.classPath(List.of(Path.of("a" + File.pathSeparator + "b"), Path.of("c"))))
                .isEqualTo("c");
    }

    @Test
    void anArgumentThatCannotBeWrittenIsTold() {
        assertThatThrownBy(() -> ASCII.content(List.of("-ea", "-Dcity=Z\u00fcrich")))
                .isInstanceOf(IOException.class)
                .hasMessage("argument '-Dcity=...' of the workers' JVM cannot be written in US-ASCII,"
                        + " the encoding of this system: use systemProperties, or set LC_ALL");
    }

    @Test
    void argumentsAreQuotedForTheLauncher() throws Exception {
        assertThat(ASCII.content(List.of("-Da=b c", "\\\"\n")))
                .asString(US_ASCII)
                .isEqualTo("\"-Da=b c\"\n\"\\\\\\\"\\n\"\n");
    }
}
