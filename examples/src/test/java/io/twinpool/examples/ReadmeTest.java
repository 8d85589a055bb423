// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void codeOfReadmeIsThatOfTheExamples() throws IOException {
        List<String> blocks = blocks();

        assertThat(blocks).hasSize(2);
        assertThat(source("Quickstart")).contains(blocks.get(0).replace("System.out.", "out."));
        assertThat(source("futures/TimeLimitOnJvms")).contains(blocks.get(1));
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map((MatchResult block) -> withoutIndent(block.group(1)))
                .toList();
    }

    private static String source(String example) throws IOException {
        return withoutIndent(Files.readString(Path.of("src/main/java/io/twinpool/examples/" + example + ".java")));
    }

    private static String withoutIndent(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
