// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.MapOptions;
import io.twinpool.PoolException;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.Routine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One function over many items: the side of it that workers see.
 *
 * <p>The input's thread {@link #admit}s items; workers take ranges of what is admitted, in order; each item ends once, in its
 * {@link Segment}; the {@link Receiver} is told.
 */
final class MapRun implements Work {
    private static final int LEAST_PART = 16; // of a full batch: a trip for less costs more than the imbalance
    private static final long NOBODY = -1; // waits
    private static final int BULK = 1000; // a batch of so many has items of less than a microsecond

    private final Face face;
    private final Routine routine;
    private final MapOptions options;
    private final long timeoutNanos;
    private final Receiver receiver;
    private final Chunker chunker = new Chunker();
    private final long begunNanos = System.nanoTime();
    private final long limitNanos; // of the whole map, counted from begunNanos; Long.MAX_VALUE: none

    private long admitting; // the input's thread only
    private volatile long admitted; // written by the input's thread: admitting
    private volatile boolean cancelled; // set once: nothing that has not started may start
    private long taken; // guarded by the queue's lock
    private long turn; // guarded by the queue's lock: how many are taken before what waits behind this has its turn
    private @Nullable Segment takeFrom; // guarded by the queue's lock
    private volatile long awaited =
            NOBODY; // written by the consumer: how many results it had when it began to wait as a worker
    private boolean queued; // guarded by this: is in the queue, or about to be
    private final AtomicReference<@Nullable Failed> firstFailure = new AtomicReference<>(); // set once, for failFast
    private final Map<Long, Integer> losses = new HashMap<>(0); // guarded by itself: item to losses of its worker

    MapRun(Face face, Routine routine, MapOptions options, long timeoutNanos, Receiver receiver) {
        this.face = face;
        this.routine = routine;
        this.options = options;
        this.timeoutNanos = timeoutNanos;
        this.receiver = receiver;
        this.limitNanos = options.timeout().map(Nanos::of).orElse(Long.MAX_VALUE);
    }

    @Override
    public Face face() {
        return face;
    }

    Routine routine() {
        return routine;
    }

    MapOptions options() {
        return options;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    /** {@return the time limit of the whole map, in nanoseconds} */
    long limitNanos() {
        return limitNanos;
    }

    /** {@return what is left of it; {@link Long#MAX_VALUE}: there is none} */
    long leftNanos() {
        return limitNanos == Long.MAX_VALUE ? limitNanos : Math.max(0, limitNanos - (System.nanoTime() - begunNanos));
    }

    Chunker chunker() {
        return chunker;
    }

    Receiver receiver() {
        return receiver;
    }

    long admitted() {
        return admitted;
    }

    /** An item that failed. */
    record Failed(long index, Verdict verdict) {}

    @Nullable
    Failed firstFailure() {
        return firstFailure.get();
    }

    // ---- the input's side

    /** Whether its items run in the thread that reads them. */
    boolean runsInCaller() {
        return face.engine().factory().runsInCaller();
    }

    /** Before the first item. */
    void begin(Segment first) {
        takeFrom = first;
    }

    /** Lets workers have further items, which are in their segments and have been counted as submitted. */
    void admit(int items) {
        admitting += items;
        admitted = admitting;
        if (runsInCaller()) {
            runInCaller();
            return;
        }
        boolean enqueue;
        synchronized (this) {
            enqueue = !queued;
            queued = true;
        }
        if (enqueue) {
            enqueue();
        }
        try {
            hurry();
        } finally { // there may be no memory for that
            face.engine().dispatch().signal();
        }
    }

    /** A worker of this pool begins to wait for more than it has, which is so much. */
    void await(long delivered) {
        if (!runsInCaller() && face.engine().isOwnThread()) {
            awaited = delivered;
            hurry();
        }
    }

    /** It has gone on. */
    void awaitNoMore() {
        awaited = NOBODY;
    }

    private void hurry() {
        long delivered = awaited;
        if (delivered != NOBODY) {
            face.engine().queue().hurry(this, delivered);
        }
    }

    /** Whether a consumer who has so many results waits for what is admitted and not taken. Under the queue's lock. */
    boolean lacks(long delivered) {
        return taken < admitted && taken <= delivered;
    }

    /** Has the next of what is admitted go another way, as much as one segment has; it is still here if that throws. Under the queue's lock. */
    void divert(Consumer<MapRange> way) {
        Segment segment = current();
        int from = (int) (taken - segment.base);
        int to = (int) Math.min(segment.size(), admitted - segment.base);
        way.accept(new MapRange(this, segment, from, to));
        taken = segment.base + to;
    }

    private void enqueue() {
        turn = admitting; // not in the queue: nobody else takes
        try {
            face.entrance().enqueue(this);
        } catch (RuntimeException | Error e) { // no memory, or no stack left: what was admitted may be in no queue
            abortRest(() -> Verdict.CANCELLED);
            throw e;
        }
    }

    private void runInCaller() {
        try {
            face.engine().runInCaller(this);
        } catch (RejectedExecutionException | PoolException e) { // no worker to be had
            Supplier<Verdict> verdict = abortVerdict();
            abortRest(verdict == null ? () -> Verdict.CANCELLED : verdict);
            throw face.inputError(e);
        }
    }

    private void abortRest(Supplier<Verdict> verdict) {
        face.engine().queue().detach(this).forEach(rest -> rest.abort(verdict));
    }

    // ---- the workers' side

    @Override
    public boolean isWaiting() {
        if (taken < admitted) {
            return true;
        }
        synchronized (this) {
            queued = taken < admitted; // if not, the next admission puts it back into the queue
            return queued;
        }
    }

    /** What was admitted since its turn began has come after what waits behind it by now, and goes there. */
    @Override
    public @Nullable EngineBatch take(WorkerSeat seat, TaskQueue queue) {
        boolean isAlone = !queue.hasMoreArrivals();
        boolean isOver = !isAlone && taken >= turn;
        if (isOver) {
            queue.sendBehind(this);
        }
        if (isOver || isAlone) {
            turn = admitted;
        }
        return isOver ? null : takeUpTo(turn, seat);
    }

    /** {@return a batch of what is admitted, this not being in the queue} */
    EngineBatch takeHere(WorkerSeat seat) {
        return takeUpTo(admitted, seat);
    }

    private EngineBatch takeUpTo(long end, WorkerSeat seat) {
        Segment segment = current();
        int first = (int) (taken - segment.base);
        int ready = (int) Math.min(end - taken, segment.size() - first);
        EngineBatch batch = batch(seat, segment, first, batchSize(seat, ready));
        taken += batch.size();
        return batch;
    }

    private Segment current() {
        Segment segment = takeFrom;
        while (segment != null && taken >= segment.base + segment.size()) {
            segment = behind(segment);
        }
        if (segment == null) {
            throw new AssertionError("items admitted without a segment");
        }
        takeFrom = segment;
        return segment;
    }

    /** An item that takes long keeps its segment, which must not keep all that come behind it. */
    private @Nullable Segment behind(Segment segment) {
        Segment next = segment.next;
        if (!receiver.followsSegments()) {
            segment.next = null;
        }
        return next;
    }

    /** How many of the items that are ready a seat gets in one trip. */
    int batchSize(WorkerSeat seat, int ready) {
        int wanted = options.chunkSize() != MapOptions.AUTO
                ? Math.min(options.chunkSize(), Claims.MAX_SIZE)
                : Math.min(chunker.size(), Math.max(fairShare(ready), chunker.size() / LEAST_PART));
        return Math.min(Math.min(wanted, ready), face.batchLimit(seat));
    }

    private int fairShare(int ready) {
        return 1 + ready / (2 * face.engine().size());
    }

    /** {@return items on their way to a seat; they are still where they were if it throws, as for want of memory} */
    EngineBatch batch(WorkerSeat seat, Segment segment, int first, int count) {
        EngineBatch batch = count >= BULK && isBulk()
                ? new BulkBatch(this, segment, first, count, seat)
                : new RangeBatch(this, segment, first, count, seat);
        face.entrance().left(count);
        return batch;
    }

    /** Whether items may be run together: nobody waits for a single outcome, and none has a time limit. */
    private boolean isBulk() {
        return timeoutNanos == Long.MAX_VALUE
                && !receiver.wantsEachOutcome()
                && face.engine().factory().sharesMemory();
    }

    void giveBack(Segment segment, int from, int to) {
        face.entrance().giveBack(new MapRange(this, segment, from, to), to - from);
    }

    boolean mayRetry(long item, int retries) {
        synchronized (losses) {
            return losses.merge(item, 1, Integer::sum) <= retries;
        }
    }

    void returned(Segment segment, int at, @Nullable Object value, Tally tally) {
        tally.begin();
        boolean first = segment.returned(at, value);
        tally.end(first);
        if (first) {
            receiver.returned(segment, at);
            face.settled();
        }
    }

    /** As {@link #returned}, where no tally is at hand. */
    void returnedAlone(Segment segment, int at, @Nullable Object value) {
        if (segment.win(at)) {
            face.counts().returned();
            segment.returnedWon(at, value);
            receiver.ended(segment, at);
            face.settled();
        }
    }

    /** Counts an item that has returned, in place of its worker. */
    void returnedUnreported(Segment segment, int at) {
        face.counts().returned();
        receiver.ended(segment, at);
        face.settled();
    }

    void end(Segment segment, int at, Verdict verdict) {
        if (segment.win(at)) {
            endWon(segment, at, verdict);
        }
    }

    void endWon(Segment segment, int at, Verdict verdict) {
        boolean first = false;
        try {
            face.counts().ended(verdict);
            first = options.failFast() && verdict.isFailure() && isFirst(segment.base + at, verdict);
        } finally { // there may be no memory to note it
            segment.end(at, verdict);
            tellEnd(segment, at, first);
        }
    }

    private boolean isFirst(long index, Verdict verdict) {
        return firstFailure.compareAndSet(null, new Failed(index, verdict));
    }

    private void tellEnd(Segment segment, int at, boolean cancelsOthers) {
        try {
            if (cancelsOthers) {
                cancelWaiting();
            }
        } finally {
            receiver.ended(segment, at);
            face.settled();
        }
    }

    // ---- endings

    boolean isCancelled() {
        return cancelled;
    }

    /** Cancels what has not started, now and later. */
    void cancelWaiting() {
        cancelled = true;
        face.engine().recall().waiting(this::isMine, () -> Verdict.CANCELLED);
        face.engine().recall().unstarted(batch -> batch.isOf(this), () -> Verdict.CANCELLED);
    }

    private boolean isMine(Work work) {
        return work == this || (work instanceof MapRange range && range.run() == this);
    }

    @Override
    public void detach(List<Waiting> into) {
        while (isWaiting()) { // which also lets a later admission know that this is out of the queue
            divert(into::add);
        }
    }

    @Override
    public @Nullable Supplier<Verdict> abortVerdict() {
        return cancelled ? () -> Verdict.CANCELLED : face.abortVerdict();
    }
}
