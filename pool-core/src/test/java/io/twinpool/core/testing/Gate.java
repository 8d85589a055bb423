// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A gate at which tasks wait until the test opens it, also in forked JVMs: it is made of files.
 *
 * <p>Tasks leave a mark when they arrive, so that the test can wait until they run. Closed after use, it opens: then no task stays behind.
 */
public final class Gate implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1;

    private final String directory;

    private Gate(Path directory) {
        this.directory = directory.toString();
    }

    /** {@return a closed gate} Two gates need two directories. */
    public static Gate in(Path directory) {
        return new Gate(directory);
    }

    /** {@return a closed gate in a directory made for it} */
    public static Gate in(Path parent, String name) throws IOException {
        return new Gate(Files.createDirectory(parent.resolve(name)));
    }

    /** In a task: arrives, and waits until the gate is open or the task is interrupted. */
    public void pass() throws InterruptedException {
        arrive();
        long begun = System.nanoTime();
        while (!isOpen()) {
            Eventually.pauseSince(begun);
        }
    }

    /** In a task: as {@link #pass}, whatever interrupts come. */
    public void passUnmoved() {
        arrive();
        long begun = System.nanoTime();
        while (!isOpen()) {
            Eventually.pauseUnmovedSince(begun);
        }
    }

    /** In a task: arrives, passes, and gives a value back. */
    public <R> R pass(R value) throws InterruptedException {
        pass();
        return value;
    }

    /** In a task: tells that it has come here. */
    public void arrive() {
        try {
            Files.createTempFile(Path.of(directory), "arrived", null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets everybody pass, now and later. */
    public void open() {
        try {
            Files.createFile(opened());
        } catch (FileAlreadyExistsException e) {
            return; // open already
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many tasks have arrived. */
    public void awaitArrivals(int count) throws InterruptedException {
        Eventually.until(() -> count + " arrivals; " + arrivals() + " were there", () -> arrivals() >= count);
    }

    /** {@return how many tasks have arrived so far} */
    public int arrivals() {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith("arrived"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        open();
    }

    private boolean isOpen() {
        return Files.exists(opened());
    }

    private Path opened() {
        return Path.of(directory, "open");
    }
}
