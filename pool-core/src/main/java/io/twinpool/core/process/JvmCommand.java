// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.ProcessOptions;
import io.twinpool.core.remote.ChildMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command that starts a worker's JVM: the same for all workers of a pool, but for the archive, which may come
 * later.
 *
 * <p>All other arguments are in a file in the private directory. The user's come last, so they win.
 */
final class JvmCommand {
    /** What a JVM would take for arguments; of these, the host's are the host's. */
    private static final List<String> PRESET_BY_ENVIRONMENT =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS");

    private static final String PID = "%p"; // as the JVM writes it
    private static final String CRASH_REPORT = "hs_err_" + PID + ".log";

    private final String java;
    private final Path file;
    private final ProcessOptions options;

    private JvmCommand(Launch launch, Path file) {
        this.java = launch.jdk().java();
        this.file = file;
        this.options = launch.options();
    }

    /** Writes the arguments. */
    static JvmCommand write(Launch launch, Map<String, String> properties, PrivateDirectory directory)
            throws IOException {
        ArgumentFile arguments = ArgumentFile.ofPlatform();
        List<String> all = new ArrayList<>(launch.flags());
        all.add("-XX:ErrorFile=" + directory.file(CRASH_REPORT));
        HostProperties.neededAtStart(properties).forEach((key, value) -> {
            if (arguments.canHold(value)) { // or else it comes when the link is there
                all.add("-D" + key + "=" + value);
            }
        });
        all.add("-cp");
        all.add(arguments.classPath(launch.classPath()));
        all.addAll(launch.options().jvmArgs());
        all.add(ChildMain.class.getName());
        all.add(directory.path().toString());
        all.add(Long.toString(ProcessHandle.current().pid()));
        return new JvmCommand(launch, directory.write("java.args", arguments.content(all)));
    }

    /** {@return whether its file is still there} */
    boolean isWhole() {
        return Files.exists(file);
    }

    Process start(String worker, List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(more);
        command.add("@" + file);
        command.add(worker);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(PRESET_BY_ENVIRONMENT);
        environment.putAll(options.environment());
        options.workingDirectory().ifPresent(directory -> builder.directory(directory.toFile()));
        return builder.start();
    }

    /** {@return where a JVM that crashes writes about it, unless the user wants it elsewhere} */
    Path crashReport(long pid) {
        return file.resolveSibling(CRASH_REPORT.replace(PID, Long.toString(pid)));
    }

    /** As people would type it. */
    @Override
    public String toString() {
        return java + " @" + file;
    }
}
