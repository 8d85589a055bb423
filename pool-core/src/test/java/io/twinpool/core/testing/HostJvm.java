// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running JVM that a test has started, a host as a rule. Closed, it is killed, and whatever it has started. */
public final class HostJvm implements AutoCloseable {
    private final Process process;
    private final Family family;
    private final List<String> lines = new ArrayList<>(); // guarded by this
    private final Bystander<Boolean> reader;

    HostJvm(Process process, Family family) {
        this.process = process;
        this.family = family;
        this.reader = Bystander.calling(this::read);
    }

    private boolean read() throws IOException {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        }
        return true;
    }

    private synchronized void add(String line) {
        lines.add(line);
    }

    /** {@return the lines that it has said so far} */
    public synchronized List<String> said() {
        return List.copyOf(lines);
    }

    /** {@return a line, counted from 0}, once it is said */
    public String line(int index) throws InterruptedException {
        Eventually.until(
                Limits.RUN,
                () -> "a line " + index + "; it said " + said(),
                () -> said().size() > index || reader.isDone());
        if (said().size() <= index) {
            throw new AssertionError("it says no line " + index + ", only " + said());
        }
        return said().get(index);
    }

    /** {@return all that it says}, once it and all whom it lets say something have ended */
    public List<String> allSaid() throws Exception {
        exitCode();
        reader.result();
        return said();
    }

    /** {@return all that it says}, once it has ended well, as has whom it lets say something */
    public List<String> allSaidEndingWell() throws Exception {
        List<String> all = allSaid();
        if (exitCode() != 0) {
            throw new AssertionError("ended with exit code " + exitCode() + "; it said\n" + String.join("\n", all));
        }
        return all;
    }

    /** {@return how it ends}, once it does */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(Limits.RUN.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("has not ended within " + Limits.RUN + "; it said " + said());
        }
        return process.exitValue();
    }

    /** {@return the process} */
    public Process process() {
        return process;
    }

    /** Kills it alone, and waits for its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList(); // where no mark is to be seen
        process.destroyForcibly();
        process.onExit().orTimeout(Limits.WAIT.toSeconds(), TimeUnit.SECONDS).join(); // it starts no more
        Family.kill(descendants);
        family.kill();
    }
}
