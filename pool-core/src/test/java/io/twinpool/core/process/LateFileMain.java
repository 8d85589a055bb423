// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.io.IOException;
import java.nio.file.Files;

/** A host that ends while it makes files in a pool's directory, one after the other until the end waits for them. */
final class LateFileMain {
    private LateFileMain() {}

    public static void main(String[] arguments) throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        directory.make(() -> {
            for (int i = 0; i % 100 != 0 || !isAwaited(); i++) { // asking takes long
                Files.createFile(directory.file("late-" + i));
                if (i == 1_000) { // which take a while to be removed
                    new Thread(() -> System.exit(0)).start();
                }
            }
            return directory;
        });
    }

    private static boolean isAwaited() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                        thread.getName().equals("twinpool-cleanup") && thread.getState() == Thread.State.BLOCKED);
    }
}
