// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package agent;

import java.nio.file.Files;
import java.nio.file.Path;

/** Leaves its mark in a directory for each JVM that it is in. */
public final class Agent {
    private Agent() {}

    public static void premain(String directory) throws Exception {
        Files.createTempFile(Path.of(directory), "agent", null);
    }
}
