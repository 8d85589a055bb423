// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a test starts a JVM of its own, a host as a rule: with the test's JDK and class path, and without what is preset for others. */
public final class HostCommand {
    private static final List<String> PRESETS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final String CLASS_PATH = "CLASSPATH";

    private final ProcessBuilder builder = new ProcessBuilder().redirectError(Redirect.INHERIT);
    private final List<String> before = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> main = new ArrayList<>();

    private HostCommand(Class<?> main, List<String> arguments) {
        this.main.add(main.getName());
        this.main.addAll(arguments);
        builder.environment().keySet().removeAll(PRESETS);
        builder.environment().put(CLASS_PATH, System.getProperty("java.class.path"));
    }

    /** {@return one that runs a class} */
    public static HostCommand of(Class<?> main, String... arguments) {
        return new HostCommand(main, List.of(arguments));
    }

    /** Adds flags of the JVM. */
    public HostCommand with(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /** Has its temporary files in a directory, which then is in its command line. */
    public HostCommand temporaryFilesIn(Path directory) {
        return with("-Djava.io.tmpdir=" + directory);
    }

    /** Has another command start it, whose last arguments are the whole of this one. */
    public HostCommand startedBy(String... command) {
        before.addAll(List.of(command));
        return this;
    }

    /** With another class path than the test's. */
    public HostCommand classPath(String path) {
        return environment(CLASS_PATH, path);
    }

    /** Sets a variable of the environment. */
    public HostCommand environment(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    /** Has what it says on standard error among its lines, not on the test's own standard error. */
    public HostCommand errorsAmongLines() {
        builder.redirectErrorStream(true);
        return this;
    }

    /** Starts it. */
    public HostJvm start() throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(main);
        Family family = new Family();
        family.adopt(builder);
        return new HostJvm(builder.command(command).start(), family);
    }
}
