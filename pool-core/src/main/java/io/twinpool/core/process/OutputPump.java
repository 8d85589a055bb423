// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.WorkerOutput;
import io.twinpool.worker.PoolLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Reads one output of a child to its end, whatever happens to what was read, so that the child never blocks on it. */
final class OutputPump {
    private final String worker;
    private final InputStream source;
    private final WorkerOutput where;
    private final LastWords lastWords;
    private final Outflow outflow;

    /**
     * Makes a pump.
     *
     * @param inherited asked each time: the host may have replaced it
     * @param writer where bytes are passed on, one task at a time
     */
    OutputPump(
            String worker,
            InputStream source,
            WorkerOutput where,
            Supplier<PrintStream> inherited,
            LastWords lastWords,
            Executor writer) {
        this.worker = worker;
        this.source = source;
        this.where = where;
        this.lastWords = lastWords;
        Outflow.Sink sink = where == WorkerOutput.LOG ? new Lines(worker) : new Inherited(inherited);
        this.outflow = new Outflow(worker, writer, sink);
    }

    /** Starts its thread, which does something more when the output is at its end. */
    Thread start(String name, Runnable atEnd) {
        Thread thread = new Thread(() -> run(atEnd), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void run(Runnable atEnd) {
        try {
            pump();
            atEnd.run();
            outflow.end();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a pump", e);
        }
    }

    private void pump() throws InterruptedException {
        byte[] buffer = new byte[8192];
        try (source) {
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                lastWords.add(buffer, count);
                if (where != WorkerOutput.DISCARD) {
                    outflow.pass(buffer, count);
                }
            }
        } catch (IOException e) { // closed under the pump, when the process ends: nothing more will come
            PoolLog.debug(worker + ": end of output: " + e);
        }
    }

    private record Inherited(Supplier<PrintStream> stream) implements Outflow.Sink {
        @Override
        public void write(byte[] bytes) {
            PrintStream out = stream.get();
            out.write(bytes, 0, bytes.length);
            out.flush();
        }

        @Override
        public void breakLine() {} // the host's stream is as the child left it
    }

    /** Writing thread only. */
    private static final class Lines implements Outflow.Sink {
        private static final int LONGEST = 8192;

        private final String worker;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(String worker) {
            this.worker = worker;
        }

        @Override
        public void write(byte[] bytes) {
            for (byte each : bytes) {
                if (each == '\n' || line.size() == LONGEST) {
                    breakLine();
                }
                if (each != '\n' && each != '\r') {
                    line.write(each);
                }
            }
        }

        @Override
        public void breakLine() {
            if (line.size() > 0) {
                String text = line.toString(Charset.defaultCharset());
                line.reset();
                PoolLog.info(worker + ": " + text);
            }
        }
    }
}
