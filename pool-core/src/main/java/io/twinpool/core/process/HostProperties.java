// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The system properties of the workers: those that were given to this JVM or set in it since, and the user's on top.
 *
 * <p>They cross on the link, where nobody else can read them, but for the few that a JVM looks at before.
 */
final class HostProperties {
    private static final Set<String> AT_START = Set.of(
            "file.encoding",
            "stdout.encoding",
            "stderr.encoding",
            "sun.jnu.encoding",
            "user.language",
            "user.country",
            "user.script",
            "user.variant",
            "user.timezone",
            "java.io.tmpdir",
            "java.library.path",
            "java.locale.providers",
            "java.net.preferIPv4Stack",
            "java.net.preferIPv6Addresses",
            "java.security.debug",
            "java.security.egd",
            "java.security.properties",
            "jdk.serialFilter",
            "jdk.serialFilterFactory",
            "sun.io.serialization.extendedDebugInfo");

    /** What a JVM sets itself, by what it is and where it runs. */
    private static final List<String> OWN_OF_JVM = List.of(
            "java.",
            "jdk.",
            "sun.",
            "os.arch",
            "os.name",
            "os.version",
            "user.country",
            "user.home",
            "user.language",
            "user.name",
            "user.region",
            "user.script",
            "user.timezone",
            "user.variant",
            "file.encoding",
            "file.separator",
            "line.separator",
            "path.separator",
            "native.encoding",
            "stdin.encoding",
            "stdout.encoding",
            "stderr.encoding",
            "awt.toolkit");

    /** Ports that one JVM can have, the debugger's agents, and what a worker has of its own. */
    private static final List<String> OF_HOST_ALONE = List.of(
            "com.sun.management.",
            "java.class.path",
            "java.home",
            "java.rmi.server.",
            "java.security.manager",
            "java.security.policy",
            "java.system.class.loader",
            "jdk.module.",
            "user.dir");

    private HostProperties() {}

    static Map<String, String> forWorkers(Workers workers) {
        Map<String, String> properties = new LinkedHashMap<>();
        Set<String> given = keys(HostFlags.all());
        Set<String> replaced = keys(workers.processOptions().jvmArgs());
        for (String key : System.getProperties().stringPropertyNames()) {
            boolean isHosts =
                    startsWithAny(key, OF_HOST_ALONE) || (!given.contains(key) && startsWithAny(key, OWN_OF_JVM));
            String value = System.getProperty(key);
            if (!isHosts && value != null && !replaced.contains(key)) {
                properties.put(key, value);
            }
        }
        properties.putAll(workers.processOptions().systemProperties());
        return properties;
    }

    /** {@return those that a JVM looks at before the link is there} */
    static Map<String, String> neededAtStart(Map<String, String> properties) {
        Map<String, String> needed = new LinkedHashMap<>(properties);
        needed.keySet().retainAll(AT_START);
        return needed;
    }

    /** {@return the keys of the -D flags among those of a JVM} */
    private static Set<String> keys(List<String> flags) {
        Set<String> keys = new TreeSet<>();
        for (String flag : flags) {
            if (flag.startsWith("-D")) {
                int equals = flag.indexOf('=');
                keys.add(equals < 0 ? flag.substring(2) : flag.substring(2, equals));
            }
        }
        return keys;
    }

    private static boolean startsWithAny(String key, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
