// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.LeakCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A forked JVM before it has heard anything of its pool. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class ChildMainTest {
    private static final int SIGINT = 2;

    @TempDir
    Path directory;

    private static boolean ignoresInterrupts(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            String mask = lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .findFirst()
                    .orElseThrow();
            return (Long.parseUnsignedLong(mask, 16) >> (SIGINT - 1) & 1) == 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** API.md 4.12: workers ignore Ctrl-C, also one that comes while they boot: it would count as a start that failed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aChildIgnoresInterruptsBeforeItHasReadAnything() throws Exception {
        HostCommand command = HostCommand.of(
                ChildMain.class,
                directory.toString(),
                Long.toString(ProcessHandle.current().pid()),
                "worker-1");
        try (HostJvm started = command.start()) {
            Process child = started.process();
            Eventually.until("that it ignores SIGINT", () -> !child.isAlive() || ignoresInterrupts(child.pid()));

            assertThat(child.isAlive()).isTrue();
        }
    }
}
