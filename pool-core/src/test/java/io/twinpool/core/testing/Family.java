// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** A process that a test starts and all that come of it: they inherit a mark in their environment, by which they are found. */
public final class Family {
    private static final String MARK = "TWINPOOL_TEST_HOST";
    private static final List<String> PRESETS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final String mark = UUID.randomUUID().toString();

    /** Makes the process that is going to be started the first of it, without what is preset for the JVMs of others. */
    public void adopt(ProcessBuilder builder) {
        builder.environment().keySet().removeAll(PRESETS);
        builder.environment().put(MARK, mark);
    }

    /** {@return those who are there, as far as that can be seen} */
    public List<ProcessHandle> members() {
        return ProcessHandle.allProcesses().filter(this::isMarked).toList();
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            Path environment = Path.of("/proc", String.valueOf(process.pid()), "environ");
            return Files.readString(environment, ISO_8859_1).contains(MARK + "=" + mark);
        } catch (IOException e) { // it has ended, or is another user's, or there is no such file system
            return false;
        }
    }

    /** Ends them all, also those whom they start meanwhile, and waits for their end, whatever interrupts come. */
    public void kill() {
        kill(this::members);
    }

    /** As {@link #kill()}, processes that bear no mark. */
    static void kill(List<ProcessHandle> processes) {
        kill(() -> processes.stream().filter(process -> !hasEnded(process)).toList());
    }

    private static void kill(Supplier<List<ProcessHandle>> those) {
        long begun = System.nanoTime();
        for (List<ProcessHandle> left = those.get(); !left.isEmpty(); left = those.get()) {
            if (System.nanoTime() - begun > Limits.WAIT.toNanos()) {
                throw new AssertionError("do not end: " + left);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            Eventually.parkSince(begun);
        }
    }

    /** Waits for the end of processes. */
    public static void awaitEnd(List<ProcessHandle> processes) throws InterruptedException {
        for (ProcessHandle process : processes) {
            Eventually.until("the end of " + process.pid() + " " + process.info(), () -> hasEnded(process));
        }
    }

    /** Without a command, it is a zombie: nobody may ever ask for its end. */
    private static boolean hasEnded(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }
}
