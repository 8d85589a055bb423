// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.core.remote.ChildMain;
import io.twinpool.worker.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a process ended.
 *
 * @param pid its number, empty if there never was one
 * @param exitCode 128 + signal as shells count; empty if it is not known
 * @param crash what it wrote of it, if it crashed
 * @param lastWords the end of its standard error
 */
record Epitaph(OptionalLong pid, OptionalInt exitCode, Optional<CrashReport> crash, String lastWords) {
    static final Epitaph UNBORN = new Epitaph(OptionalLong.empty(), OptionalInt.empty(), Optional.empty(), "");

    private static final int SIGNALS = 128; // what shells add to a signal
    private static final int LAST_SIGNAL = 64;
    private static final Set<Integer> ORDERS = Set.of(1, 2, 9, 15); // SIGHUP, SIGINT, SIGKILL, SIGTERM
    private static final int OUT_OF_MEMORY = 3; // of -XX:+ExitOnOutOfMemoryError

    /** Of a process that may not have ended yet. */
    static Epitaph of(Process process, boolean hasEnded, Path crashReport, String lastWords) {
        OptionalLong pid = OptionalLong.of(process.pid());
        if (!hasEnded) {
            return new Epitaph(pid, OptionalInt.empty(), Optional.empty(), lastWords);
        }
        Optional<CrashReport> crash = CrashReport.take(crashReport);
        return new Epitaph(pid, OptionalInt.of(exitCode(process.exitValue(), crash)), crash, lastWords);
    }

    /** After a crash a JVM exits with 1, or aborts if it is to leave its core: neither tells the signal that it met. */
    private static int exitCode(int exitValue, Optional<CrashReport> crash) {
        OptionalInt signal = crash.isPresent() ? crash.get().signal() : OptionalInt.empty();
        return signal.isPresent() ? SIGNALS + signal.getAsInt() : exitValue;
    }

    /** {@code reason}: why it was killed; null: it was not, or otherwise. */
    Ending.Lost lost(@Nullable Throwable reason) {
        String how = reason == null ? how() : "was killed because " + why(reason);
        return new Ending.Lost(pid, exitCode, how, lastWords, reason);
    }

    /** Of all else than what its link has brought, it is innocent: this JVM has no memory, or a fault. */
    private static String why(Throwable reason) {
        return (reason instanceof IOException ? "it broke the protocol: " : "this JVM could not go on with it: ")
                + reason;
    }

    /** Whether it has ended, and not because somebody told it to. */
    boolean hasFailed() {
        return exitCode.isPresent() && !ORDERS.contains(exitCode.getAsInt() - SIGNALS);
    }

    /** {@return a clause that follows the worker's name} */
    String how() {
        if (exitCode.isEmpty()) {
            return pid.isEmpty() ? "was never started" : "was killed and has not ended yet";
        }
        int code = exitCode.getAsInt();
        if (crash.isPresent()) {
            return "crashed with " + crash.get().what() + " (exit code " + code + ")";
        } else if (code > SIGNALS && code <= SIGNALS + LAST_SIGNAL) {
            return "was killed by signal " + (code - SIGNALS) + " (exit code " + code + ")";
        } else if (code == OUT_OF_MEMORY && lastWords.contains("OutOfMemoryError")) {
            return "ran out of memory (exit code " + code + ")";
        }
        return "ended with exit code " + code
                + (code == ChildMain.LINK_LOST ? ", as it does when it has lost its link to this JVM" : "");
    }

    boolean isUnborn() {
        return pid.isEmpty();
    }

    /** {@return such a clause with its last words} */
    String story(String how) {
        return lastWords.isEmpty() ? how : how + "; it said:\n" + lastWords;
    }
}
