// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The process that has started this one. */
final class ParentProcess {
    private static final int LOOKS = 14;
    private static final long LOOK_MILLIS = 50;

    private final long pid;

    ParentProcess(long pid) {
        this.pid = pid;
    }

    /** {@return whether it is dead, or dies while it is looked at some times, which takes most of a second} */
    boolean isDying() throws ExecutionException, InterruptedException {
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process == null) {
            return true;
        }
        CompletableFuture<ProcessHandle> end = process.onExit();
        for (int i = 0; i < LOOKS; i++) {
            if (isDead(process) || comesSoon(end)) {
                return true;
            }
        }
        return isDead(process);
    }

    private static boolean comesSoon(CompletableFuture<ProcessHandle> end)
            throws ExecutionException, InterruptedException {
        try {
            end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) { // or nobody was free to tell: that takes a thread of the common pool
            return false;
        }
    }

    private boolean isDead(ProcessHandle process) {
        return !process.isAlive() || isZombie();
    }

    /** Whether it is dead, and only its own parent has not heard of that: it may never do so, as the first process of some containers. */
    private boolean isZombie() {
        Path facts = Path.of("/proc", Long.toString(pid));
        try {
            String line = Files.readString(facts.resolve("stat"), StandardCharsets.ISO_8859_1);
            String state =
                    line.substring(line.lastIndexOf(')') + 1).strip(); // behind its name, which may hold anything
            return state.startsWith("Z") && hasOneThread(facts.resolve("task"));
        } catch (IOException e) { // it is gone just now, which the next look finds, or this system has no such files
            return false;
        }
    }

    /** The first thread of a process that lives can have ended too. */
    private static boolean hasOneThread(Path threads) {
        String[] left = threads.toFile().list();
        return left != null && left.length <= 1; // else it is gone just now, which the next look finds
    }
}
