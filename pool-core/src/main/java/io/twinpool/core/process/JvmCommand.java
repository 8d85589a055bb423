// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.ProcessOptions;
import io.twinpool.Workers;
import io.twinpool.core.remote.ChildMain;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The command that starts a worker's JVM: the same for all workers of a pool.
 *
 * <p>All arguments are in a file in the private directory, so that they can be long, and are nobody else's to read. The
 * user's come last, so they win.
 *
 * <p>Heap: unless told otherwise, the workers of a pool may take half of the machine's (or container's) memory
 * together; the other half is for this JVM, which takes a quarter by default, and all else.
 */
final class JvmCommand {
    private static final List<String> PRESET_BY_ENVIRONMENT =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final List<String> command;
    private final ProcessOptions options;

    private JvmCommand(List<String> command, ProcessOptions options) {
        this.command = List.copyOf(command);
        this.options = options;
    }

    static JvmCommand write(Workers workers, PrivateDirectory directory) throws IOException {
        ProcessOptions options = workers.processOptions();
        Path file = directory.file("java.args");
        String text =
                arguments(workers, directory).stream().map(JvmCommand::quoted).collect(Collectors.joining("\n"));
        Files.writeString(file, text, launcherCharset());
        return new JvmCommand(List.of(java(options), "@" + file), options);
    }

    private static List<String> arguments(Workers workers, PrivateDirectory directory) {
        ProcessOptions options = workers.processOptions();
        List<String> arguments = new ArrayList<>();
        arguments.addAll(flags(workers, directory));
        arguments.addAll(HostFlags.forWorkers());
        HostProperties.neededAtStart(workers).forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        arguments.add("-cp");
        arguments.add(ClassPath.forWorkers(options).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        arguments.addAll(options.jvmArgs());
        arguments.add(ChildMain.class.getName());
        return arguments;
    }

    private static List<String> flags(Workers workers, PrivateDirectory directory) {
        ProcessOptions options = workers.processOptions();
        List<String> flags = new ArrayList<>(List.of(
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xlog:disable", // of what would go to standard output
                "-Xlog:all=warning:stderr",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + directory.file("hs_err_%p.log"),
                "-XX:InitialRAMPercentage=0.1")); // grows as needed
        if (options.jvmArgs().stream().noneMatch(a -> a.matches("-XX:\\+Use\\w+GC"))) {
            flags.add("-XX:+UseSerialGC");
        }
        flags.add(options.maxHeap()
                .map(size -> "-Xmx" + size)
                .orElseGet(() -> String.format(Locale.ROOT, "-XX:MaxRAMPercentage=%.2f", 50.0 / workers.size())));
        return flags;
    }

    private static String java(ProcessOptions options) {
        Path home = options.javaHome().orElseGet(() -> Path.of(System.getProperty("java.home")));
        String name = File.separatorChar == '\\' ? "java.exe" : "java";
        return home.resolve("bin").resolve(name).toAbsolutePath().toString();
    }

    /** The launcher reads the file as the platform encodes names; what it cannot express, it could not open either. */
    private static Charset launcherCharset() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    static String quoted(String argument) {
        return '"'
                + argument.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                        .replace("\f", "\\f")
                + '"';
    }

    Process start(String worker) throws IOException {
        List<String> full = new ArrayList<>(command);
        full.add(worker);
        ProcessBuilder builder = new ProcessBuilder(full);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(PRESET_BY_ENVIRONMENT);
        environment.putAll(options.environment());
        options.workingDirectory().ifPresent(directory -> builder.directory(directory.toFile()));
        return builder.start();
    }

    /** As people would type it. */
    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
