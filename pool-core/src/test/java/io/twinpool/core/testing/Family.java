// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A process that a test starts and all that come of it: they inherit a mark in their environment, by which they are found. */
public final class Family {
    private static final String MARK = "TWINPOOL_TEST_HOST";

    private final String mark = UUID.randomUUID().toString();

    /** Makes the process that is going to be started the first of it. */
    public void adopt(ProcessBuilder builder) {
        builder.environment().put(MARK, mark);
    }

    /** {@return those who are there, as far as that can be seen} */
    public List<ProcessHandle> members() {
        return ProcessHandle.allProcesses().filter(this::isMarked).toList();
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            Path environment = Path.of("/proc", String.valueOf(process.pid()), "environ");
            return Files.readString(environment, ISO_8859_1).contains(MARK + "=" + mark);
        } catch (IOException e) { // it has ended, or is another user's, or there is no such file system
            return false;
        }
    }

    /** Ends them all. */
    public void kill() {
        members().forEach(ProcessHandle::destroyForcibly);
    }
}
