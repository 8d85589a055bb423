// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.Ending;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a process ended.
 *
 * @param pid its number, empty if there never was one
 * @param exitCode 128 + signal as shells count; empty if it is not known
 * @param lastWords the end of its standard error
 */
record Epitaph(OptionalLong pid, OptionalInt exitCode, String lastWords) {
    static final Epitaph UNBORN = new Epitaph(OptionalLong.empty(), OptionalInt.empty(), "");

    private static final int SIGNALS = 128; // what shells add to a signal
    private static final int LAST_SIGNAL = 64;
    private static final int OUT_OF_MEMORY = 3; // of -XX:+ExitOnOutOfMemoryError

    static Epitaph of(Process process, boolean hasEnded, String lastWords) {
        OptionalInt exitCode = hasEnded ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        return new Epitaph(OptionalLong.of(process.pid()), exitCode, lastWords);
    }

    Ending.Lost lost(@Nullable Throwable offence) {
        String how = offence == null ? how() : "was killed because it broke the protocol: " + offence;
        return new Ending.Lost(pid, exitCode, how, lastWords);
    }

    /** {@return a clause that follows the worker's name} */
    String how() {
        if (exitCode.isEmpty()) {
            return pid.isEmpty() ? "was never started" : "was killed and has not ended yet";
        }
        int code = exitCode.getAsInt();
        if (code > SIGNALS && code <= SIGNALS + LAST_SIGNAL) {
            return "was killed by signal " + (code - SIGNALS) + " (exit code " + code + ")";
        } else if (code == OUT_OF_MEMORY && lastWords.contains("OutOfMemoryError")) {
            return "ran out of memory (exit code " + code + ")";
        }
        return "ended with exit code " + code;
    }

    /** {@return the same with its last words} */
    String story() {
        return lastWords.isEmpty() ? how() : how() + "; it said:\n" + lastWords;
    }
}
