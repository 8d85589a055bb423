// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.Routine;
import java.time.Duration;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's side of a map: its outcomes, one by one.
 *
 * <p>One consumer thread; {@link #close} may come from any.
 *
 * @param <R> the type of the results
 */
final class MapResults<R extends @Nullable Object> implements Results<R>, Receiver {
    private static final Object LATE = new Object();

    private final MapRun run;
    private final Face face;
    private final Delivery delivery;
    private final Window window;
    private OptionalLong size = OptionalLong.empty(); // set once, by begin
    private @Nullable MapInput input; // set once, by begin
    private volatile @Nullable Feed feed; // set once, by begin

    private volatile @Nullable Thread waiter; // the consumer, while it waits
    private volatile boolean closed; // set once
    private final AtomicLong handed = new AtomicLong(); // written by the consumer: how many results it has
    private long nextLook; // consumer only: how many results later the input is looked after
    private @Nullable Throwable lastError; // consumer only: what hasNext saw behind the last item, and next must throw
    private long index; // consumer only: of the outcome that was taken last
    private boolean finished; // consumer only: nothing comes any more

    MapResults(Face face, Routine routine, MapOptions options, Intake intake, Order order, long taskTimeoutNanos) {
        this.face = face;
        this.run = new MapRun(face, routine, options, taskTimeoutNanos, this);
        this.delivery = order == Order.INPUT ? new InOrder(run) : new ByCompletion();
        this.window = new Window(run, intake, handed::get);
    }

    void begin(Iterable<?> items) {
        if (items instanceof Collection<?> collection) {
            size = size(collection);
        }
        MapInput made = new MapInput(run, items);
        input = made;
        delivery.begin(made.first());
        face.opened(made);
        Feed reader = Feed.of(made, window, face, items);
        feed = reader;
        begin(reader);
    }

    /** An interrupt while an eager map waits for room is the caller's, who gets no results then. */
    private void begin(Feed reader) {
        PoolInterruptedException interrupt;
        try {
            interrupt = reader.begin();
        } catch (RuntimeException | Error e) { // no thread to be had, or no stack left for the first item
            stopReading();
            throw e;
        }
        if (interrupt != null) {
            close();
            throw interrupt;
        }
    }

    /** A hint: what cannot be the number of items, or is not told, is no size. */
    private static OptionalLong size(Collection<?> items) {
        try {
            int told = items.size(); // the largest int stands for more than that
            return told < 0 || told == Integer.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(told);
        } catch (RuntimeException e) { // the user's; the iterator, which is the truth, may do well
            return OptionalLong.empty();
        }
    }

    private MapInput input() {
        if (input == null) {
            throw new IllegalStateException("not begun");
        }
        return input;
    }

    @Override
    public void expect(Segment segment, int at) {
        delivery.expect(segment, at);
    }

    @Override
    public boolean followsSegments() {
        return delivery.followsSegments();
    }

    // ---- told by the threads that end items

    @Override
    public void returned(Segment segment, int at) {
        ended(segment, at);
    }

    @Override
    public void ended(Segment segment, int at) {
        if (delivery.ended(segment, at)) {
            wake();
        }
    }

    @Override
    public void returned(int items) {
        throw new AssertionError("each outcome is wanted as soon as it is there");
    }

    @Override
    public boolean wantsEachOutcome() {
        return true;
    }

    @Override
    public void inputMoved() {
        Feed reader = feed;
        if (reader != null) {
            reader.look();
        }
        wake();
    }

    private void wake() {
        Thread consumer = waiter;
        if (consumer != null) {
            LockSupport.unpark(consumer);
        }
    }

    // ---- the consumer

    @Override
    public boolean hasNext() {
        if (finished || closed) {
            return false;
        }
        isBack();
        boolean known = isItemKnown() || await(this::isItemKnown, run.leftNanos());
        if (closed) {
            return false;
        }
        if (isItemAdmitted()) {
            return true;
        }
        if (lastError == null) { // next must throw it, whatever comes of the input meanwhile
            lastError = known ? input().error() : timedOut(delivery.delivered(), run.admitted(), false);
        }
        return lastError != null;
    }

    /** Whether it is known that an item follows, or that none does. */
    private boolean isItemKnown() {
        feed();
        return closed
                || isItemAdmitted()
                || input().isOver(); // once over, it stays so, though isOver may differ for a moment
    }

    private boolean isItemAdmitted() {
        return delivery.delivered() < run.admitted();
    }

    private boolean isExhausted() {
        return input().isOver() && delivery.delivered() == run.admitted();
    }

    @Override
    public R next() {
        return value(outcome(Long.MAX_VALUE));
    }

    @Override
    public R next(Duration timeout) throws TimeoutException {
        Object outcome = outcome(Nanos.of(timeout));
        if (outcome == LATE) {
            throw late(timeout);
        }
        return value(outcome);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the routine was made of a function that gives R, null perhaps
    private R value(Object outcome) {
        return (R)
                (outcome instanceof Verdict verdict ? verdict.value(OptionalLong.of(index)) : Segment.unboxed(outcome));
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public Outcome<R> nextOutcome() {
        Object outcome = outcome(Long.MAX_VALUE);
        return outcome instanceof Verdict verdict
                ? verdict.outcome()
                : new Outcome.Success<>((R) Segment.unboxed(outcome));
    }

    /** The next outcome, as {@link Segment#deliver} gives it; LATE: none came in time. */
    private Object outcome(long nanos) {
        isBack();
        Object outcome = finished ? null : take(nanos);
        if (outcome == null) {
            throw end();
        }
        lastError = null; // it was not behind the last one
        index = delivery.index();
        return outcome instanceof Verdict verdict && run.options().failFast() ? failFast(verdict) : outcome;
    }

    /** The first failure ends the iteration; it also stands for what was cancelled because of it. */
    private Verdict failFast(Verdict verdict) {
        MapRun.Failed failed = run.firstFailure();
        if (failed == null) {
            return verdict;
        }
        finished = true;
        stopReading();
        if (!verdict.isCancelled()) {
            return verdict;
        }
        index = failed.index();
        return failed.verdict();
    }

    /** What a consumer gets behind the last item. */
    private RuntimeException end() {
        Throwable error = finished || closed ? null : lastError != null ? lastError : input().error();
        finished = true;
        return error == null
                ? new NoSuchElementException("no more results" + (closed ? ": the iteration is closed" : ""))
                : Unchecked.raise(error);
    }

    /** The next outcome; LATE: none in time; null: none follows. */
    private @Nullable Object take(long nanos) {
        Object outcome = poll();
        if (outcome != null || closed || isExhausted()) {
            return outcome;
        }
        long left = run.leftNanos();
        boolean came = await(this::isNews, Math.min(nanos, left));
        outcome = poll();
        if (outcome != null || came) {
            return outcome;
        }
        return left <= nanos ? timeUp() : LATE;
    }

    private boolean isNews() {
        feed();
        return closed || delivery.isReady() || isExhausted();
    }

    private @Nullable Object poll() {
        if (closed) {
            return null;
        }
        return delivery.poll();
    }

    /** The consumer asks again: it has what it was given, which no longer counts as buffered. */
    private void isBack() {
        long delivered = delivery.delivered();
        if (delivered != handed.getPlain()) {
            handed.setRelease(delivered);
            if (delivered >= nextLook) {
                feed();
            }
        }
    }

    private void feed() {
        Feed reader = feed;
        if (reader != null) {
            reader.consumed();
            nextLook = window.nextLook();
        }
    }

    private boolean await(BooleanSupplier condition, long nanos) {
        waiter = Thread.currentThread();
        try {
            if (nanos > 0) {
                run.await(delivery.delivered());
            }
            return Blocked.on(nanos, () -> Parking.until(condition, nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolInterruptedException("interrupted while waiting for the next result of a map", e);
        } finally {
            run.awaitNoMore();
            waiter = null;
        }
    }

    /** The next outcome, if the last ones have ended just now; else the map has run out of time. */
    private @Nullable Object timeUp() {
        long ended = delivery.delivered() + delivery.waiting(); // first: there are at least as many as these
        long admitted = run.admitted();
        boolean isWhole = input().isEnded();
        if (isWhole && ended == admitted) {
            return poll();
        }
        close();
        finished = true;
        throw timedOut(ended, admitted, isWhole);
    }

    private PoolTimeoutException timedOut(long ended, long admitted, boolean isWhole) {
        long known = isWhole ? admitted : Math.max(admitted, size.orElse(admitted));
        OptionalLong total = isWhole ? OptionalLong.of(admitted) : size;
        long unfinished = known - ended;
        String what = unfinished == 0
                ? "the input had not given its next item"
                : unfinished + " of " + (total.isPresent() ? "" : "at least ") + known + " items were unfinished";
        return new PoolTimeoutException(
                what + " after " + Nanos.told(run.limitNanos()) + ", the time limit of the map", unfinished, total);
    }

    private TimeoutException late(Duration timeout) {
        return face.lateAfter(timeout);
    }

    @Override
    public OptionalLong size() {
        return size;
    }

    /** What is left, through the iterator that the user has. */
    Spliterator<R> left(Results<R> iterator) {
        if (finished || closed) {
            return Spliterators.spliterator(iterator, 0, Spliterator.ORDERED);
        }
        return size.isPresent()
                ? Spliterators.spliterator(
                        iterator, Math.max(0, size.getAsLong() - delivery.delivered()), Spliterator.ORDERED)
                : Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED);
    }

    @Override
    public String toString() {
        String total = size.isPresent() ? " of " + size.getAsLong() : "";
        return "Results[" + delivery.delivered() + total + " delivered" + (closed ? ", closed]" : "]");
    }

    @Override
    public void close() {
        closed = true;
        run.cancelWaiting();
        stopReading();
        wake();
    }

    private void stopReading() {
        input().stop();
        face.closed(input()); // which its reader, if that is the consumer, will not say any more
    }

    /**
     * The user has dropped the results. That closes them, unless nobody has ever asked for one: the map was called for its effects then,
     * and what it has taken is done.
     */
    void dropped() {
        if (closed || finished || isExhausted()) {
            return;
        }
        if (delivery.delivered() > 0) {
            close();
        } else {
            stopReading();
        }
    }
}
