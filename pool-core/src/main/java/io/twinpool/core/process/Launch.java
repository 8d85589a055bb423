// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.ProcessOptions;
import io.twinpool.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the JVMs of a pool are started with.
 *
 * @param jdk whose
 * @param flags ours and the host's; the user's are in the options
 * @param own where Twinpool is
 * @param classPath all of it
 * @param options what the user asks for
 */
record Launch(Jdk jdk, List<String> flags, OwnClasses own, List<Path> classPath, ProcessOptions options) {

    static Launch of(Workers workers, PrivateDirectory directory) throws IOException {
        ProcessOptions options = workers.processOptions();
        Jdk jdk = Jdk.of(options);
        jdk.check();
        options.workingDirectory().ifPresent(Launch::checkWorkingDirectory);
        OwnClasses own = OwnClasses.find(directory);
        return new Launch(jdk, JvmFlags.of(workers, jdk), own, ClassPath.forWorkers(options, own), options);
    }

    private static void checkWorkingDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("workingDirectory must be a directory, was " + directory);
        }
    }

    /** Whether the class path begins with Twinpool alone. */
    boolean isOwnFirst() {
        int count = own.entries().size();
        return classPath.size() >= count && classPath.subList(0, count).equals(own.entries());
    }
}
