// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.TaskFunction;
import io.twinpool.TaskSerializationException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Limits;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Seat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** A worker whose far half is the test, which says and writes what it likes; and the worker's seat. */
final class HostileChild implements Far, Seat, AutoCloseable {
    private static final TaskFunction<Integer, Integer> SAME = x -> x;

    private final Terms terms = new Terms(Workers.processes(1), Map.of());
    private final RemoteWorker worker = new RemoteWorker("hostile", this, this, terms);
    private final LinkPair task = LinkPair.open();
    private final LinkPair control = LinkPair.open();
    private final LinkPair classes = LinkPair.open();
    private final Arena near;
    private final Board board;
    private final Arena far;
    private final Posted posted;
    private final BlockingQueue<Batch> waiting = new ArrayBlockingQueue<>(1);
    private final Semaphore idle = new Semaphore(0);
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private volatile @Nullable Runnable onEnd; // set by connect

    HostileChild(Path directory) throws IOException {
        near = Arena.create(directory.resolve("m"));
        board = Board.create(directory.resolve("b"));
        far = Arena.open(directory.resolve("m"));
        posted = new Posted(Board.open(directory.resolve("b")));
        worker.start();
    }

    /** A batch that counts the outcomes of each item. */
    static final class Sent extends Batch {
        private final Routine routine;
        private final @Nullable Share share;
        private final AtomicIntegerArray outcomes;

        Sent(Claims claims, Routine routine, @Nullable Share share, int size) {
            super(claims);
            this.routine = routine;
            this.share = share;
            this.outcomes = new AtomicIntegerArray(size);
        }

        @Override
        public @Nullable Share share() {
            return share;
        }

        @Override
        public int size() {
            return outcomes.length();
        }

        @Override
        public Routine routine(int index) {
            return routine;
        }

        @Override
        public Object argument(int index) {
            return index;
        }

        @Override
        public boolean isTimed() {
            return false;
        }

        @Override
        public void succeed(int index, @Nullable Object value) {
            outcomes.incrementAndGet(index);
        }

        @Override
        public void fail(int index, Throwable error) {
            outcomes.incrementAndGet(index);
        }

        @Override
        public void refuse(int index, TaskSerializationException reason) {
            fail(index, reason);
        }

        @Override
        public boolean linger(int index) {
            return index < claims().started();
        }

        @Override
        public void resume(int index, @Nullable Object argument) {
            throw new AssertionError("no argument lingers");
        }

        int outcomes(int index) {
            return outcomes.get(index);
        }
    }

    // ---- what the test says

    SocketChannel task() {
        return task.other();
    }

    SocketChannel control() {
        return control.other();
    }

    SocketChannel classes() {
        return classes.other();
    }

    Arena arena() {
        return far;
    }

    /** Says that it is ready, as it should, and gets a batch. */
    Sent begin(int size) throws Exception {
        beReady();
        return give(size);
    }

    /** As {@link #begin(int)}; it may hold so many tasks of a lot. */
    Sent begin(Batch.Share share, int most) throws Exception {
        beReady();
        return give(share, most);
    }

    private void beReady() throws Exception {
        ByteBuffer ready = Wire.buffer();
        Wire.putEmpty(ready, Wire.READY);
        say(ready);
        awaitIdle();
    }

    /** Waits until its worker has asked for a batch and there was none. */
    void awaitIdle() throws Exception {
        if (!idle.tryAcquire(Limits.WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("not idle");
        }
    }

    /** {@return a lot that is open, with a call of each of the functions} */
    Posting lot(Routine... functions) {
        Posting lot = (Posting) Objects.requireNonNull(board.lot(), "the last one is not closed");
        for (Routine function : functions) {
            lot.add(function, "argument");
        }
        lot.open();
        return lot;
    }

    /** Holds a task, as a child does. */
    void hold(Batch.Share share, int index, int place) throws IOException {
        Posting lot = (Posting) share.lot();
        ByteBuffer task =
                posted.hold(new Wire.Join(0, lot.generation(), lot.size(), share.holder(), 0, false), index, place);
        assertThat(task).isNotNull();
    }

    Sent give(int size) {
        return give(null, size);
    }

    Sent give(Batch.@Nullable Share share, int size) {
        Sent sent = new Sent(worker.claims(size), terms.prepare(Routine.of(SAME)), share, size);
        waiting.add(sent);
        worker.wake();
        return sent;
    }

    static int generation(Sent sent) {
        return ((SharedClaims) sent.claims()).generation();
    }

    /** The claims as a child has them. */
    SharedClaims claims(Sent sent) {
        return new SharedClaims(far, generation(sent));
    }

    /** Writes to the word of a batch. */
    void scribble(Sent sent, long word) {
        far.set(Arena.cell(generation(sent)), word);
    }

    void say(ByteBuffer frames) throws IOException {
        say(task(), frames);
    }

    /** Writes as far as the parent listens. */
    void say(SocketChannel link, ByteBuffer frames) throws IOException {
        frames.flip();
        try {
            while (frames.hasRemaining() && !ended.isDone()) {
                if (link.write(frames) == 0) {
                    Thread.onSpinWait();
                }
            }
        } catch (IOException e) {
            if (!ended.isDone() && link.isOpen()) {
                ended.copy()
                        .orTimeout(Limits.WAIT.toSeconds(), TimeUnit.SECONDS)
                        .join(); // it is being ended
            }
        }
    }

    /** Says nothing more. */
    void fallSilent() throws IOException {
        try {
            task().shutdownOutput();
        } catch (ClosedChannelException e) {
            assertThat(ended).succeedsWithin(Limits.WAIT); // it was ended before
        }
    }

    // ---- what the test sees

    Terms terms() {
        return terms;
    }

    RemoteWorker worker() {
        return worker;
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /** Waits for the end. */
    Ending ending() throws Exception {
        return ended.get(Limits.WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    // ---- the far half

    @Override
    public Links connect(Runnable end) {
        onEnd = end;
        return new Links(task.one(), control.one(), classes.one(), near, board);
    }

    @Override
    public boolean isSpent() {
        return false;
    }

    @Override
    public void leaves() {}

    @Override
    public void terminate() {
        kill();
    }

    @Override
    public void kill() {
        try {
            task.other().close();
            control.other().close();
            classes.other().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Runnable told = onEnd;
        if (told != null) {
            told.run();
        }
    }

    @Override
    public Ending.Lost lost(@Nullable Throwable offence) {
        return new Ending.Lost(OptionalLong.empty(), OptionalInt.empty(), String.valueOf(offence), "");
    }

    @Override
    public Throwable failedStart() {
        return new IOException("ended before it was ready");
    }

    // ---- the seat

    @Override
    public void occupy(Runnable loop) {
        throw new AssertionError("no item runs in this JVM");
    }

    @Override
    public void ready() {}

    @Override
    public @Nullable Batch next() {
        Batch next = waiting.poll();
        if (next == null) {
            idle.release();
        }
        return next;
    }

    @Override
    public void spent() {}

    @Override
    public void failing() {}

    @Override
    public void ended(Ending ending) {
        ended.complete(ending);
    }

    @Override
    public void close() throws IOException {
        worker.kill();
        assertThat(ended).succeedsWithin(Limits.WAIT);
        terms.close();
        task.close();
        control.close();
        classes.close();
    }
}
