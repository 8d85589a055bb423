// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package flags;

import io.twinpool.Task;
import io.twinpool.Workers;
import io.twinpool.futures.PoolExecutor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Says what has reached its worker of how it was started itself. */
public final class Flags {
    /** The test marks it as a class that uses preview features. */
    static final class OfPreview {
        boolean isRun() {
            return true;
        }
    }

    private static final String LISTENING = "0A";

    private Flags() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("set.by.the.application", "set");
        try (PoolExecutor executor = PoolExecutor.of(Workers.processes(1).standby(0))) {
            say(executor, "assertions", () -> Flags.class.desiredAssertionStatus());
            say(executor, "opened", () -> Object.class.getModule().isOpen("java.lang", Flags.class.getModule()));
            say(executor, "exported", () -> isExported("sun.security.x509"));
            say(executor, "preview", () -> new OfPreview().isRun());
            say(executor, "given", () -> System.getProperty("given.on.the.command.line"));
            say(executor, "set", () -> System.getProperty("set.by.the.application"));
            say(executor, "preset", () -> presets());
            say(executor, "agents", () -> agents());
            say(executor, "listening", () -> listening());
        }
    }

    private static boolean isExported(String packageName) {
        return Object.class.getModule().isExported(packageName, Flags.class.getModule());
    }

    private static List<String> presets() {
        List<String> presets = new ArrayList<>(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        presets.removeIf(name -> System.getenv(name) == null);
        return presets;
    }

    private static List<String> agents() {
        List<String> agents = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        agents.removeIf(flag -> !flag.matches("-(agent|javaagent|Xrunjdwp|Xdebug|Dcom\\.sun\\.management).*"));
        return agents;
    }

    /** As the system sees it: how many TCP ports this process waits for connections on. */
    private static int listening() throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                own.add(target(descriptor));
            }
        }
        int ports = 0;
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                boolean isOwn = fields.length > 9 && own.contains("socket:[" + fields[9] + "]");
                ports += isOwn && fields[3].equals(LISTENING) ? 1 : 0;
            }
        }
        return ports;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) { // the one that was open to list them
            return "";
        }
    }

    private static void say(PoolExecutor executor, String what, Task<?> task) {
        System.out.println("[app] " + what + ": " + executor.submit(task).result());
    }
}
