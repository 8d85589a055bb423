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

    private final MapRun run;
    private Segment items = NONE; // set by begin, let go by finish: who keeps the results keeps no input
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
        items = new Segment(0, read(source));
        asks.run(); // not before: it keeps the face, and the iterator may block
        try {
            submit();
        } catch (RuntimeException | Error e) {
            forgetCallbacks();
            throw e;
        }
    }

    private void submit() {
        if (run.runsInCaller()) {
            StackRoom.require();
        }
        face.hold();
        size = items.size();
        open.set(size);
        run.begin(items);
        if (cutShort) {
            endCutShort();
        } else if (size == 0) {
            finish();
        } else {
            admit(size);
        }
    }

    private @Nullable Object[] read(Iterable<?> source) {
        if (Prompt.isPrompt(source)) {
            return ((Collection<?>) source).toArray();
        }
        List<@Nullable Object> read = new ArrayList<>();
        boolean isRefused = false;
        try {
            Iterator<?> iterator = MapInput.iterator(source, "items");
            while (!isRefused && !cutShort && iterator.hasNext()) {
                isRefused = !face.isOpen();
                cutShort = run.leftNanos() == 0;
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

    private void admit(int count) {
        try {
            startClock();
            if (!face.entrance().admit(run, count)) {
                timeOut();
            }
        } catch (RuntimeException | Error e) { // the pool closed, this thread was interrupted or has used up its stack
            if (isDone() && e instanceof RuntimeException) {
                return; // inline, an item or somebody else has ended the pool, and with it what was taken in
            }
            forgetCallbacks(); // first: this call tells it
            end(null, Verdict.CANCELLED);
            run.cancelWaiting(); // some items may be in
            PoolException forced = e instanceof RejectedExecutionException ? face.forcedEnd() : null;
            if (forced != null) {
                throw forced;
            }
            throw e;
        }
    }

    private void endCutShort() {
        end(
                null,
                Verdict.broken(() -> new PoolTimeoutException(
                        "the input had not ended after " + Nanos.told(run.limitNanos())
                                + ", the time limit of the map; none of its items has been started",
                        size,
                        OptionalLong.empty())));
        items = NONE;
        run.letGo();
    }

    private void startClock() {
        Runnable stop = face.engine().deadlines().schedule(this::timeOut, run.leftNanos());
        synchronized (this) {
            stopClock = stop;
        }
    }

    private void timeOut() {
        long unfinished = open.get();
        if (unfinished == 0) {
            return; // the last one has ended just in time, and says so
        }
        if (end(
                null,
                Verdict.broken(() -> new PoolTimeoutException(
                        unfinished + " of " + size + " items were unfinished after " + Nanos.told(run.limitNanos())
                                + ", the time limit of the map",
                        unfinished,
                        OptionalLong.of(size))))) {
            run.cancelWaiting();
        }
    }

    @Override
    void count(Verdict verdict) {} // its items are counted, one by one

    @Override
    void hurryIn(TaskQueue queue) {
        queue.hurry(run, Long.MAX_VALUE); // all are wanted
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
        items = NONE;
        run.letGo();
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
        if (!end(null, Verdict.CANCELLED)) {
            return false;
        }
        run.cancelWaiting();
        if (cancel == Cancel.RUNNING) {
            face.engine().recall().stop(run);
        }
        return true;
    }
}
