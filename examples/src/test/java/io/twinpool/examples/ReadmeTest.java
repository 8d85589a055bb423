// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void codeOfReadmeIsThatOfQuickstart() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String code = readme.substring(readme.indexOf("```java\n") + "```java\n".length());
        String shown = code.substring(0, code.indexOf("```")).replace("System.out.", "out.");

        assertThat(withoutIndent(quickstart())).contains(withoutIndent(shown));
    }

    private static String quickstart() throws IOException {
        return Files.readString(Path.of("src/main/java/io/twinpool/examples/Quickstart.java"));
    }

    private static String withoutIndent(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
