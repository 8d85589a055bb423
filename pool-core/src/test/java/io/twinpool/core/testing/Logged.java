// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What Twinpool tells the log of this JVM, at all levels, while this is open. */
public final class Logged extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("io.twinpool");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Consumer<LogRecord> onRecord;
    private final Level before = LOGGER.getLevel();

    /** Listens. */
    public Logged() {
        this(record -> {});
    }

    /** Listens, and does something with each record, on the thread that logs. */
    public Logged(Consumer<LogRecord> onRecord) {
        this.onRecord = onRecord;
        setLevel(Level.ALL);
        LOGGER.setLevel(Level.ALL);
        LOGGER.addHandler(this);
    }

    /** {@return one that listens and throws, as a broken handler of the host does} */
    public static Logged throwing() {
        return new Logged(record -> {
            throw new AssertionError("a broken handler");
        });
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
        onRecord.accept(record);
    }

    /** {@return the messages of a level} */
    public List<String> at(Level level) {
        return records.stream()
                .filter(record -> record.getLevel().equals(level))
                .map(Logged::text)
                .toList();
    }

    /** {@return the messages of that level and above} */
    public List<String> from(Level level) {
        return records.stream()
                .filter(record -> record.getLevel().intValue() >= level.intValue())
                .map(Logged::text)
                .toList();
    }

    private static String text(LogRecord record) {
        return new SimpleFormatter().formatMessage(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setLevel(before);
    }
}
