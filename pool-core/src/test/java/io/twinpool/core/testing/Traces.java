// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What tasks did, in the order in which they did it, also in forked JVMs: lines in a file. */
public final class Traces implements Serializable {
    private static final long serialVersionUID = 1;

    private final String file;

    private Traces(Path file) {
        this.file = file.toString();
    }

    /** {@return an empty record} */
    public static Traces in(Path directory) throws IOException {
        return new Traces(Files.createFile(directory.resolve("traces")));
    }

    /** In a task: adds one short line, all at once. */
    public void leave(Object line) {
        try {
            Files.writeString(Path.of(file), line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a task: adds one line and gives it back. */
    public <R> R leaving(R line) {
        leave(line);
        return line;
    }

    /** {@return all lines so far} */
    public List<String> all() {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until there are so many lines. */
    public void await(int count) throws InterruptedException {
        Eventually.until(() -> count + " traces; there were " + all(), () -> all().size() >= count);
    }
}
