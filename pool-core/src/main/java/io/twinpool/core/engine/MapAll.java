// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.MapOptions;
import io.twinpool.PoolException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.Routine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A map whose results are wanted all together, as a list.
 *
 * @param <R> the type of the results
 */
final class MapAll<R extends @Nullable Object> extends Promise<List<R>> implements Receiver {
    private static final Segment NONE = new Segment(0, new Object[0]);

    private volatile @Nullable MapRun run; // as items; whoever ends this otherwise has read it before
    private Segment items =
            NONE; // set by begin, let go by finish: who keeps the results keeps no function and no input
    private int size; // set once, by begin
    private @Nullable Throwable inputError; // set once, before the items are admitted
    private boolean cutShort; // set by read: the time was up before the end of the input
    private Runnable stopClock = () -> {}; // guarded by this
    private final AtomicInteger open = new AtomicInteger(); // items that have not ended

    MapAll(Face face, Routine routine, MapOptions options, long timeoutNanos) {
        super(face);
        this.run = new MapRun(face, routine, options, timeoutNanos, this);
    }

    /** Reads the whole input, in this thread, and submits it; {@code asks} for callbacks, unless that is refused. */
    void begin(Iterable<?> source, Runnable asks) {
        MapRun begun = running();
        items = new Segment(0, read(source, begun));
        asks.run(); // not before: it keeps the face, and the iterator may block
        try {
            submit(begun);
        } catch (RuntimeException | Error e) {
            forgetCallbacks();
            throw e;
        }
    }

    private MapRun running() {
        MapRun now = run;
        if (now == null) {
            throw new IllegalStateException("has ended");
        }
        return now;
    }

    private void submit(MapRun begun) {
        if (begun.runsInCaller()) {
            StackRoom.require();
        }
        face.hold();
        size = items.size();
        open.set(size);
        begun.begin(items);
        if (cutShort) {
            endCutShort(begun.limitNanos());
        } else if (size == 0) {
            finish();
        } else {
            admit(begun);
        }
    }

    private @Nullable Object[] read(Iterable<?> source, MapRun begun) {
        if (Prompt.isPrompt(source)) {
            return ((Collection<?>) source).toArray();
        }
        List<@Nullable Object> read = new ArrayList<>();
        boolean isRefused = false;
        try {
            Iterator<?> iterator = MapInput.iterator(source, "items");
            while (!isRefused && !cutShort && iterator.hasNext()) {
                isRefused = !face.isOpen();
                cutShort = begun.leftNanos() == 0;
                if (!isRefused) {
                    read.add(iterator.next());
                }
            }
        } catch (Throwable e) { // comes out behind the items before it, as in every map
            inputError = e;
        }
        if (isRefused) {
            throw face.rejection(); // nothing of it was taken
        }
        return read.toArray();
    }

    private void admit(MapRun begun) {
        try {
            face.entrance().requireRoomToSend();
            startClock(begun.leftNanos());
            if (!face.entrance().admit(begun, size)) {
                timeOut();
            }
        } catch (RuntimeException | Error e) { // the pool closed, this thread was interrupted or has used up its stack
            if (isDone() && e instanceof RuntimeException) {
                return; // inline, an item or somebody else has ended the pool, and with it what was taken in
            }
            forgetCallbacks(); // first: this call tells it
            end(null, Verdict.CANCELLED);
            begun.cancelWaiting(); // some items may be in
            PoolException forced = e instanceof RejectedExecutionException ? face.forcedEnd() : null;
            if (forced != null) {
                throw forced;
            }
            throw e;
        }
    }

    private void endCutShort(long limitNanos) {
        end(
                null,
                Verdict.broken(() -> new PoolTimeoutException(
                        "the input had not ended after " + Nanos.told(limitNanos)
                                + ", the time limit of the map; none of its items has been started",
                        size,
                        OptionalLong.empty())));
        letGo();
    }

    private void letGo() {
        items = NONE;
        run = null;
    }

    private void startClock(long nanos) {
        Runnable stop = face.engine().deadlines().schedule(this::timeOut, nanos);
        synchronized (this) {
            stopClock = stop;
        }
    }

    private void timeOut() {
        MapRun late = run;
        long unfinished = open.get();
        if (late == null || unfinished == 0) {
            return; // the last one has ended just in time, and says so
        }
        String limit = Nanos.told(late.limitNanos());
        if (end(
                null,
                Verdict.broken(() -> new PoolTimeoutException(
                        unfinished + " of " + size + " items were unfinished after " + limit
                                + ", the time limit of the map",
                        unfinished,
                        OptionalLong.of(size))))) {
            late.cancelWaiting();
        }
    }

    @Override
    void count(Verdict verdict) {} // its items are counted, one by one

    @Override
    void hurryIn(TaskQueue queue) {
        MapRun wanted = run;
        if (wanted != null) {
            queue.hurry(wanted, Long.MAX_VALUE); // all of it
        }
    }

    @Override
    void settled() {
        stopClock(); // however it ended: a clock that goes on would hold the items until the deadline
        face.release();
    }

    @Override
    public void expect(Segment segment, int at) {}

    @Override
    public boolean followsSegments() {
        return false;
    }

    @Override
    public void returned(Segment segment, int at) {
        ended(1);
    }

    @Override
    public void ended(Segment segment, int at) {
        ended(1);
    }

    @Override
    public void returned(int items) {
        ended(items);
    }

    private void ended(int count) {
        if (count > 0 && open.addAndGet(-count) == 0) {
            finish();
        }
    }

    @Override
    public boolean wantsEachOutcome() {
        return false;
    }

    @Override
    public void inputMoved() {}

    private void stopClock() {
        synchronized (this) {
            stopClock.run();
        }
    }

    private void finish() {
        stopClock(); // before the outcomes are looked at, which may take long
        end(null, allVerdict());
        letGo();
    }

    private Verdict allVerdict() {
        try {
            Failures failures = Failures.of(items, inputError);
            return failures.isEmpty() ? Verdict.returned(items.values()) : failures.verdict();
        } catch (RuntimeException
                | Error e) { // no memory for the list of what is all there: whoever waits hears of that
            return Verdict.threw(e);
        }
    }

    @Override
    public boolean cancel(Cancel cancel) {
        MapRun cancelled = run;
        if (!end(null, Verdict.CANCELLED)) {
            return false;
        }
        if (cancelled != null) { // else just now all its items have ended
            cancelled.cancelWaiting();
            if (cancel == Cancel.RUNNING) {
                face.engine().recall().stop(cancelled);
            }
        }
        return true;
    }
}
