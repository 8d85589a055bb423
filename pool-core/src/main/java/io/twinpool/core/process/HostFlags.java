// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;

/**
 * Those flags of this JVM that its workers need too, to run the same code: assertions, opened packages, preview
 * features.
 */
final class HostFlags {
    private static final List<String> ASSERTIONS =
            List.of("-ea", "-enableassertions", "-da", "-disableassertions", "-esa", "-enablesystemassertions");

    private HostFlags() {}

    /** {@return what this JVM was started with, its system properties included; empty if that cannot be known} */
    static List<String> all() {
        try {
            return ManagementFactory.getRuntimeMXBean().getInputArguments();
        } catch (NoClassDefFoundError e) { // a runtime image without java.management
            return List.of();
        }
    }

    static List<String> forWorkers() {
        List<String> flags = new ArrayList<>();
        for (String flag : all()) {
            if (flag.startsWith("--add-opens=") || flag.startsWith("--add-exports=")) {
                addForUnnamed(flags, flag);
            } else if (flag.equals("--enable-preview") || isAssertion(flag)) {
                flags.add(flag);
            }
        }
        if (HostFlags.class.desiredAssertionStatus() && flags.stream().noneMatch(HostFlags::isAssertion)) {
            flags.add("-ea"); // a test runner has switched them on in its class loader
        }
        return flags;
    }

    private static boolean isAssertion(String flag) {
        int colon = flag.indexOf(':');
        return ASSERTIONS.contains(colon < 0 ? flag : flag.substring(0, colon));
    }

    /** In a worker all of the application is in the unnamed module. */
    private static void addForUnnamed(List<String> flags, String flag) {
        int slash = flag.indexOf('/');
        int target = flag.indexOf('=', flag.indexOf('=') + 1);
        if (slash < 0 || target < 0) {
            return;
        }
        String module = flag.substring(flag.indexOf('=') + 1, slash);
        if (ModuleFinder.ofSystem().find(module).isPresent()) {
            flags.add(flag.substring(0, target) + "=ALL-UNNAMED");
        }
    }
}
