// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Those flags of this JVM that its workers need too, to run the same code: assertions, opened packages, preview
 * features.
 *
 * <p>All others stay here: a debugger's or an agent's port can be had once.
 */
final class HostFlags {
    private static final Set<String> ASSERTIONS =
            Set.of("-ea", "-enableassertions", "-da", "-disableassertions", "-esa", "-enablesystemassertions", "-dsa");

    /** Those that a launcher takes with their value in the next argument; other ways to start a JVM may show them so. */
    private static final Set<String> WITH_VALUE =
            Set.of("--add-opens", "--add-exports", "--add-modules", "--enable-native-access", "--patch-module");

    /** How the JDK treats its own dangers: other versions do not know these. */
    private static final Set<String> OF_THE_VERSION =
            Set.of("--illegal-native-access", "--sun-misc-unsafe-memory-access", "--finalization");

    private static final String UNNAMED = "ALL-UNNAMED";

    private final Jdk jdk;
    private final Set<String> passed = new LinkedHashSet<>();

    private HostFlags(Jdk jdk) {
        this.jdk = jdk;
    }

    /** {@return what this JVM was started with, its system properties included; empty if that cannot be known} */
    static List<String> all() {
        return Given.FLAGS;
    }

    static List<String> forWorkers(Jdk jdk) {
        List<String> flags = forWorkers(jdk, all(), ExecutableJar.flags());
        if (HostFlags.class.desiredAssertionStatus() && flags.stream().noneMatch(HostFlags::isAssertion)) {
            flags.add("-ea"); // a test runner has switched them on in its class loader
        }
        return flags;
    }

    /** {@return what is to be passed on of the flags of a command line and of a manifest} */
    static List<String> forWorkers(Jdk jdk, List<String> given, List<String> ofManifest) {
        HostFlags flags = new HostFlags(jdk);
        joined(given).forEach(flags::pass);
        ofManifest.forEach(flags::pass);
        return new ArrayList<>(flags.passed);
    }

    /** {@return the flags, those with a value as {@code flag=value}} */
    static List<String> joined(List<String> flags) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < flags.size(); i++) {
            boolean isSplit = WITH_VALUE.contains(flags.get(i)) && i + 1 < flags.size();
            joined.add(isSplit ? flags.get(i) + "=" + flags.get(++i) : flags.get(i));
        }
        return joined;
    }

    private void pass(String flag) {
        int equals = flag.indexOf('=');
        String name = equals < 0 ? flag : flag.substring(0, equals);
        String value = flag.substring(equals + 1);
        switch (name) {
            case "--add-opens", "--add-exports" -> passToUnnamed(name, value);
            case "--enable-native-access" -> passed.add(name + "=" + UNNAMED);
            case "--add-modules" -> passModules(name, value);
            case "--enable-preview" -> passed.add(flag);
            default -> passOther(flag, name);
        }
    }

    private void passOther(String flag, String name) {
        if (isAssertion(flag) || (jdk.isOwn() && OF_THE_VERSION.contains(name))) {
            passed.add(flag);
        }
    }

    private static boolean isAssertion(String flag) {
        int colon = flag.indexOf(':');
        return ASSERTIONS.contains(colon < 0 ? flag : flag.substring(0, colon));
    }

    /** In a worker all of the application is in the unnamed module. */
    private void passToUnnamed(String name, String value) {
        int slash = value.indexOf('/');
        int target = value.indexOf('=');
        if (slash > 0 && target > slash && jdk.hasModule(value.substring(0, slash))) {
            passed.add(name + "=" + value.substring(0, target) + "=" + UNNAMED);
        }
    }

    private void passModules(String name, String value) {
        List<String> known = new ArrayList<>();
        for (String module : value.split(",", -1)) {
            if (module.equals("ALL-SYSTEM") || jdk.hasModule(module)) { // an unknown one would stop the child
                known.add(module);
            }
        }
        if (!known.isEmpty()) {
            passed.add(name + "=" + String.join(",", known));
        }
    }

    /** Asked once: the beans that know it take milliseconds to come up. */
    private static final class Given {
        static final List<String> FLAGS = flags();

        private static List<String> flags() {
            try {
                return ManagementFactory.getRuntimeMXBean().getInputArguments();
            } catch (NoClassDefFoundError e) { // a runtime image without java.management
                return List.of();
            }
        }
    }
}
