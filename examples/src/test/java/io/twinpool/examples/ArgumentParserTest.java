// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentParserTest {
    @TempDir
    private Path directory;

    @Test
    void optionsAreTakenInAnyOrder() throws Exception {
        Arguments arguments = Arguments.parse("--quiet", directory.toString(), "--facade", "classic", "--workers", "3");

        assertThat(arguments.directory()).isEqualTo(directory);
        assertThat(arguments.workers()).isEqualTo(3);
        assertThat(arguments.combinations()).hasToString("[threads, classic]");
        assertThat(arguments.quiet()).isTrue();
        assertThat(arguments.help()).isFalse();
    }

    @Test
    void defaultsAreThreadsAndFutures() throws Exception {
        Arguments arguments = Arguments.parse(directory.toString());

        assertThat(arguments.combinations()).hasToString("[threads, futures]");
        assertThat(arguments.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void compareMeansAllCombinations() throws Exception {
        Arguments arguments = Arguments.parse("--compare", directory.toString());

        assertThat(arguments.combinations().stream().map(Combination::toString))
                .containsExactly("threads, futures", "threads, classic", "processes, futures", "processes, classic");
    }

    @Test
    void helpNeedsNoDirectory() throws Exception {
        assertThat(Arguments.parse("--help", "no such directory").help()).isTrue();
    }

    /** An empty argument is a shell's variable that was not set, not the current directory. */
    @Test
    void anEmptyDirectoryIsRefused() {
        assertThatThrownBy(() -> Arguments.parse(""))
                .isInstanceOf(UsageException.class)
                .hasMessage("no such directory: ''");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --workers 0              | --workers must be >= 1, was 0
                    --workers -2             | --workers must be >= 1, was -2
                    --workers many           | --workers must be a whole number, was many
                    --workers 99999999999    | --workers must be a whole number, was 99999999999
                    --workers                | --workers needs a value
                    --kind                   | --kind needs a value
                    --kind goblins           | --kind must be one of [threads, processes], was goblins
                    --facade THREADS         | --facade must be one of [futures, classic], was THREADS
                    --facade classic --wat   | unknown option --wat, see --help
                    --compare --kind threads | --compare goes with neither --kind nor --facade
                    . ..                     | one directory at most, was . and ..
                    /no/such/directory       | no such directory: /no/such/directory
                    """)
    void wrongArgumentsAreRefusedWithRuleAndValue(String line, String message) {
        assertThatThrownBy(() -> parseIn(directory, line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    /** With a directory that is there, unless the line has its own. */
    private static Arguments parseIn(Path directory, String... line) throws UsageException {
        if (!line[0].startsWith("-")) {
            return Arguments.parse(line);
        }
        String[] all = new String[line.length + 1];
        all[0] = directory.toString();
        System.arraycopy(line, 0, all, 1, line.length);
        return Arguments.parse(all);
    }
}
