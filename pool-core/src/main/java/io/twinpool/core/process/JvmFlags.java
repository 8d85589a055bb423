// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import io.twinpool.core.remote.ChildMain;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags of a worker's JVM that are the same for all workers of such a pool, whatever their class path; the user's
 * come behind them.
 *
 * <p>Heap: unless told otherwise, the workers of a pool, spares included, may take half of the machine's (or container's) memory
 * together; the other half is for this JVM, which takes a quarter by default, and all else. A share is of at least 126 MiB, or of half of
 * the memory where that is less: HotSpot takes no smaller one from a percentage.
 */
final class JvmFlags {
    private static final List<String> ALWAYS = List.of(
            "-XX:-UsePerfData",
            "-Xlog:disable", // of what would go to standard output
            "-Xlog:all=warning:stderr",
            "-Xlog:cds*=off:stderr", // an archive that cannot be used is no news for the user
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash", // as large as the heap, and in the working directory
            "-XX:InitialRAMPercentage=0.1"); // grows as needed

    /**
     * As some collectors have it: the JVM can stop a loop that only counts, to look at its stack, to collect, or to halt when its
     * parent is gone.
     */
    private static final List<String> SAFEPOINTS_IN_LOOPS =
            List.of("-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000");

    private JvmFlags() {}

    static List<String> of(Workers workers, Jdk jdk) {
        List<String> flags = new ArrayList<>(ALWAYS);
        if (!choosesCollector(workers.processOptions().jvmArgs())) {
            flags.add("-XX:+UseSerialGC");
        }
        if (mayInterruptLoops(workers.processOptions().jvmArgs())) {
            flags.addAll(SAFEPOINTS_IN_LOOPS);
        }
        if (choosesStack(workers.processOptions().jvmArgs())) {
            flags.add("-D" + ChildMain.STACK_OF_FLAGS + "=true");
        }
        flags.add(workers.processOptions().maxHeap().map(size -> "-Xmx" + size).orElse(share(workers)));
        if (jdk.feature() >= 24) {
            flags.add("-Xlog:aot*=off:stderr"); // where much of cds is called so
        }
        flags.addAll(HostFlags.forWorkers(jdk));
        return flags;
    }

    private static boolean choosesCollector(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.startsWith("-XX:+Use") && argument.endsWith("GC")) {
                return true;
            }
        }
        return false;
    }

    private static boolean choosesStack(List<String> arguments) {
        return arguments.stream()
                .anyMatch(argument -> argument.startsWith("-Xss") || argument.startsWith("-XX:ThreadStackSize="));
    }

    /** Not beside a choice of the user's, of which the JVM would warn; nor without the server's compiler, which knows them. */
    private static boolean mayInterruptLoops(List<String> arguments) {
        return System.getProperty("java.vm.name", "").contains("Server")
                && arguments.stream()
                        .noneMatch(argument ->
                                argument.contains("CountedLoopSafepoints") || argument.contains("LoopStripMiningIter"));
    }

    private static String share(Workers workers) {
        int jvms = workers.size() + workers.standby().orElse(ForkedJvms.STANDBY);
        return "-XX:MaxRAMPercentage=" + Math.max(1, 5000 / jvms) / 100.0;
    }
}
