// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.core.testing.Traces;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How a forked JVM can end by the hand of its own task, and what is told of it. */
enum Death {
    EXIT(3, "ended with exit code 3"),
    HALT(4, "ended with exit code 4"),
    SIGKILL(137, "was killed by signal 9 (exit code 137)"),
    SIGTERM(143, "was killed by signal 15 (exit code 143)"),
    SIGSEGV(139, "crashed with SIGSEGV (0xb)"),
    OUT_OF_MEMORY(3, "ran out of memory (exit code 3)");

    /** What the dying JVM says last. */
    static final String LAST_WORDS = "this is the end";

    final int exitCode;
    final String how;

    Death(int exitCode, String how) {
        this.exitCode = exitCode;
        this.how = how;
    }

    static long ownPid() {
        return ProcessHandle.current().pid();
    }

    /** Sends a signal as people do. */
    static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** In a worker: leaves its pid, says something, and dies. */
    int strike(Traces traces) {
        traces.leave(ownPid());
        System.err.println(LAST_WORDS);
        switch (this) {
            case EXIT -> System.exit(exitCode);
            case HALT -> Runtime.getRuntime().halt(exitCode);
            case SIGKILL, SIGTERM, SIGSEGV -> send(name().substring(3), ownPid());
            case OUT_OF_MEMORY -> fillMemory();
        }
        while (true) {
            LockSupport.park(); // until the signal has its effect
        }
    }

    private static void fillMemory() {
        List<long[]> all = new ArrayList<>();
        while (all.size() < 1_000_000) {
            all.add(new long[100_000]);
        }
    }

    /** Kills the JVM that writes it, or the one that reads it. */
    static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1;
        private final Death death;
        private final Traces traces;
        private final boolean whenWritten;

        Bomb(Death death, Traces traces, boolean whenWritten) {
            this.death = death;
            this.traces = traces;
            this.whenWritten = whenWritten;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (whenWritten) {
                death.strike(traces);
            }
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (!whenWritten) {
                death.strike(traces);
            }
        }
    }

    /** An exception that kills the JVM that writes it. */
    static final class Charge extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Bomb bomb;

        Charge(Bomb bomb) {
            super("charge");
            this.bomb = bomb;
        }

        Bomb bomb() {
            return bomb;
        }
    }
}
