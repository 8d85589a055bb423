// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.WorkerOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.Supplier;

/** Reads one output of a child to its end, whatever happens to what was read, so that the child never blocks on it. */
final class OutputPump implements Runnable {
    private static final int LONGEST_LINE = 8192;

    private final String worker;
    private final InputStream source;
    private final WorkerOutput where;
    private final Supplier<PrintStream> inherited; // asked each time: the host may have replaced it
    private final LastWords lastWords;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // pump's thread only

    OutputPump(
            String worker,
            InputStream source,
            WorkerOutput where,
            Supplier<PrintStream> inherited,
            LastWords lastWords) {
        this.worker = worker;
        this.source = source;
        this.where = where;
        this.inherited = inherited;
        this.lastWords = lastWords;
    }

    Thread start(String name) {
        Thread thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try (source) {
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                lastWords.add(buffer, count);
                pass(buffer, count);
            }
        } catch (IOException e) { // closed under the pump, when the process ends: nothing more will come
            Log.debug(worker + ": end of output: " + e);
        } finally {
            logLine();
        }
    }

    private void pass(byte[] buffer, int count) {
        try {
            switch (where) {
                case INHERIT -> inherit(buffer, count);
                case LOG -> log(buffer, count);
                case DISCARD -> {}
            }
        } catch (RuntimeException e) { // a stream or a log of the host's: the pump must go on
            Log.debug(worker + ": output was lost: " + e);
        }
    }

    private void inherit(byte[] buffer, int count) {
        PrintStream out = inherited.get();
        out.write(buffer, 0, count);
        out.flush();
    }

    private void log(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n' || line.size() == LONGEST_LINE) {
                logLine();
            }
            if (buffer[i] != '\n' && buffer[i] != '\r') {
                line.write(buffer[i]);
            }
        }
    }

    private void logLine() {
        if (line.size() > 0) {
            Log.info(worker + ": " + line.toString(Charset.defaultCharset()));
            line.reset();
        }
    }
}
