// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a test starts a JVM of its own, a host as a rule, once: with the test's JDK, class path and limits. */
public final class HostCommand {
    private static final String CLASS_PATH = "CLASSPATH";

    private final Family family = new Family();
    private final ProcessBuilder builder = new ProcessBuilder().redirectError(Redirect.INHERIT);
    private final List<String> before = new ArrayList<>();
    private final List<String> flags = new ArrayList<>(List.of(Limits.FLAG));
    private final List<String> main = new ArrayList<>();

    private HostCommand(Class<?> main, List<String> arguments) {
        this.main.add(main.getName());
        this.main.addAll(arguments);
        family.adopt(builder);
        builder.environment().put(CLASS_PATH, System.getProperty("java.class.path"));
    }

    /** {@return one that runs a class} */
    public static HostCommand of(Class<?> main, String... arguments) {
        return new HostCommand(main, List.of(arguments));
    }

    /** {@return the path of a command of the test's JDK} */
    public static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
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
        command.add(tool("java"));
        command.addAll(flags);
        command.addAll(main);
        return new HostJvm(builder.command(command).start(), family);
    }
}
