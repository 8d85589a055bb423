// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The way of one output from the thread that reads it to the host's stream or log, on a thread that may be stuck there.
 *
 * <p>What does not get through within a while is dropped, and its number told: a worker must not block on its host's
 * console. {@link #pass} and {@link #end} are the reading thread's.
 */
final class Outflow {
    static final int ROOM = 1 << 20; // bytes on their way
    private static final int MOST_LOOKS = 10; // not one long one: it would be over as soon as the machine stands still
    private static final long LOOK_MILLIS = 100;

    /** What becomes of the bytes; on the writing thread. */
    interface Sink {
        void write(byte[] bytes);

        /** Something was dropped, or nothing more comes. */
        void breakLine();
    }

    private final String name; // of what flows
    private final Executor writer; // one task at a time, in order
    private final Sink sink;
    private final Semaphore room = new Semaphore(ROOM);
    private boolean isStuck; // reading thread only
    private long dropped; // reading thread only

    Outflow(String name, Executor writer, Sink sink) {
        this.name = name;
        this.writer = writer;
        this.sink = sink;
    }

    /** Takes some bytes; waits, not for long, if there is no room. */
    void pass(byte[] buffer, int count) throws InterruptedException {
        isStuck = isStuck ? !room.tryAcquire(count) : !hasRoomInTime(count);
        if (isStuck) {
            dropped += count;
            return;
        }
        @Nullable Piece piece = null;
        try {
            tellDropped();
            piece = new Piece(Arrays.copyOf(buffer, count));
            writer.execute(piece);
        } catch (RuntimeException
                | Error e) { // no thread to be had, or no memory: who reads must go on, or the worker blocks
            if (piece == null || piece.take()) {
                dropped += count;
                room.release(count);
            }
        }
    }

    /** Some bytes, which are written or dropped: an executor that throws may have taken them all the same. */
    private final class Piece implements Runnable {
        private final byte[] bytes;
        private final AtomicBoolean taken = new AtomicBoolean();

        Piece(byte[] bytes) {
            this.bytes = bytes;
        }

        /** {@return whether they are the caller's now: nobody else has taken them} */
        boolean take() {
            return taken.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (take()) {
                write(bytes);
            }
        }
    }

    private boolean hasRoomInTime(int count) throws InterruptedException {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            if (room.tryAcquire(count, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void write(byte[] piece) {
        try {
            quietly(() -> sink.write(piece));
        } finally {
            room.release(piece.length);
        }
    }

    private void tellDropped() {
        if (dropped > 0) {
            long bytes = dropped;
            writer.execute(() -> quietly(() -> {
                sink.breakLine();
                PoolLog.warn(
                        name + ": " + bytes + " bytes of output were dropped, as the host did not take them", null);
            }));
            dropped = 0;
        }
    }

    /** Waits until all has got through; whoever waits for this thread decides for how long. */
    void end() throws InterruptedException {
        tellDropped();
        CountDownLatch ended = new CountDownLatch(1);
        writer.execute(() -> {
            quietly(sink::breakLine);
            ended.countDown();
        });
        ended.await();
    }

    /** A stream or log handler of the host's may throw anything: the next bytes may get through all the same. */
    private void quietly(Runnable writing) {
        try {
            writing.run();
        } catch (Throwable t) { // not to the log, which may be what throws
            return;
        }
    }
}
