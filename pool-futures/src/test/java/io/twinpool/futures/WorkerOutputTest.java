// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.WorkerOutput;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Held;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Logged;
import io.twinpool.core.testing.Work;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What workers print, and what becomes of it: reliability.md, rows 80 to 82. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class WorkerOutputTest {
    private static final int MIB = 1 << 20;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void replaceTheHostsStreams() {
        System.setOut(new PrintStream(printed, true));
        System.setErr(new PrintStream(complained, true));
    }

    @AfterEach
    void putThemBack() {
        System.setOut(out);
        System.setErr(err);
    }

    private static PoolExecutor pool(WorkerOutput output) {
        return PoolExecutor.of(Workers.processes(1).standby(0).named("speaker").output(output));
    }

    private static int print(int bytes) {
        System.out.print("x".repeat(bytes));
        System.out.flush();
        return bytes;
    }

    private String printed() {
        return printed.toString(US_ASCII);
    }

    /** Contract: to the streams that the host has at that moment; the end without a newline too. */
    @Test
    void inheritedOutputGoesToTheHostsStreamsAsTheyStand() throws Exception {
        try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
            pool.submit(() -> {
                        System.out.print("to out");
                        System.err.print("to err");
                    })
                    .result(WAIT);
        }
        assertThat(printed()).isEqualTo("to out");
        assertThat(complained.toString(US_ASCII)).isEqualTo("to err");
    }

    /** Row 80. */
    @Test
    void megabytesOfOutputArriveWhole() throws Exception {
        try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
            assertThat(pool.submit(WorkerOutputTest::print, 10 * MIB).result(WAIT))
                    .isEqualTo(10 * MIB);
        }
        assertThat(printed.size()).isEqualTo(10 * MIB);
    }

    @Test
    void loggedOutputNamesItsWorkerLineByLine() throws Exception {
        try (Logged logged = new Logged()) {
            try (PoolExecutor pool = pool(WorkerOutput.LOG)) {
                pool.submit(() -> System.out.print("first\nsecond\r\n\nwithout end"))
                        .result(WAIT);
            }
            assertThat(logged.at(Level.INFO))
                    .containsExactly("speaker-1: first", "speaker-1: second", "speaker-1: without end");
        }
        assertThat(printed.size()).isZero();
    }

    @Test
    void discardedOutputGoesNowhere() throws Exception {
        try (Logged logged = new Logged()) {
            try (PoolExecutor pool = pool(WorkerOutput.DISCARD)) {
                assertThat(pool.submit(WorkerOutputTest::print, 10 * MIB).result(WAIT))
                        .isEqualTo(10 * MIB);
            }
            assertThat(logged.from(Level.INFO)).isEmpty();
        }
        assertThat(printed.size()).isZero();
    }

    /** Row 82. */
    @Test
    void closedStreamsInAWorkerDisturbNoTask() throws Exception {
        try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
            pool.submit(() -> {
                        System.in.close();
                        System.out.close();
                        System.err.close();
                    })
                    .result(WAIT);

            assertThat(pool.submit(WorkerOutputTest::print, MIB).result(WAIT)).isEqualTo(MIB);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** Row 82. */
    @Test
    void replacedStreamsInAWorkerDisturbNoTask() throws Exception {
        try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
            pool.submit(() -> {
                        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
                        System.setErr(null);
                        System.setIn(null);
                    })
                    .result(WAIT);

            assertThat(pool.submit(WorkerOutputTest::print, MIB).result(WAIT)).isEqualTo(MIB);
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** Row 81. */
    @Test
    void rawBytesToTheDescriptorAreOutputLikeOther() throws Exception {
        try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
            pool.submit(() -> new FileOutputStream(FileDescriptor.out).write("raw".getBytes(US_ASCII)))
                    .result(WAIT);
        }
        assertThat(printed()).isEqualTo("raw");
    }

    /** Row 81: as native code does. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theOutputOfAGrandchildIsOutputLikeOther() throws Exception {
        try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
            int code = pool.submit(() -> new ProcessBuilder("sh", "-c", "echo grandchild")
                            .inheritIO()
                            .start()
                            .waitFor())
                    .result(WAIT);
            assertThat(code).isZero();
        }
        assertThat(printed()).isEqualTo("grandchild\n");
    }

    private static final class Talkative implements Serializable {
        private static final long serialVersionUID = 1;

        private void writeObject(ObjectOutputStream out) throws IOException {
            print(MIB);
            out.defaultWriteObject();
        }
    }

    @Test
    void outputDuringSerializationStaysOutOfTheResult() throws Exception {
        try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
            assertThat(pool.submit(Talkative::new).result(WAIT)).isInstanceOf(Talkative.class);
        }
        assertThat(printed.size()).isEqualTo(MIB);
    }

    // ---- a host whose streams or log misbehave

    /** A stream that does something first. */
    private PrintStream stream(Runnable first) {
        return new PrintStream(printed, true) {
            @Override
            public void write(byte[] bytes, int from, int count) {
                first.run();
                super.write(bytes, from, count);
            }
        };
    }

    @Test
    void aStreamThatThrowsAnErrorStopsNeitherTasksNorLaterOutput() throws Exception {
        System.setOut(stream(() -> {
            throw new AssertionError("hostile");
        }));
        try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
            assertThat(pool.submit(WorkerOutputTest::print, MIB).result(WAIT)).isEqualTo(MIB);
        }
        assertThat(printed.size()).isZero();
    }

    /** Row 80: nobody takes it. What has no room is dropped, and told. */
    @Test
    void aStreamThatBlocksDoesNotBlockTheWorker() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        System.setOut(stream(() -> Held.until(free)));
        try (Logged logged = new Logged()) {
            try (PoolExecutor pool = pool(WorkerOutput.INHERIT)) {
                assertThat(pool.submit(WorkerOutputTest::print, 10 * MIB).result(WAIT))
                        .isEqualTo(10 * MIB);
                free.countDown();
            }
            Eventually.until("a line", () -> !logged.at(Level.WARNING).isEmpty());
            assertThat(logged.at(Level.WARNING))
                    .allMatch(line -> line.startsWith("speaker-1: ") && line.contains("bytes of output were dropped"));
        } finally {
            free.countDown();
        }
        assertThat(printed.size()).isBetween(1, 10 * MIB - 1);
    }

    @Test
    void aLogHandlerThatThrowsOrBlocksDoesNotBlockTheWorker() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        try (Logged logged = new Logged(record -> {
                    if (record.getLevel().equals(Level.INFO)) {
                        Held.until(free);
                        throw new AssertionError("hostile");
                    }
                });
                PoolExecutor pool = pool(WorkerOutput.LOG)) {
            assertThat(pool.submit(WorkerOutputTest::print, 10 * MIB).result(WAIT))
                    .isEqualTo(10 * MIB);
            assertThat(logged.at(Level.SEVERE)).isEmpty();
            free.countDown();
        } finally {
            free.countDown();
        }
    }
}
