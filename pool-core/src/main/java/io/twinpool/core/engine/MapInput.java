// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolException;
import io.twinpool.PoolInterruptedException;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The user's items on their way into a map.
 *
 * <p>One thread at a time reads; others may only {@link #reject} or {@link #stop} what has not been read.
 */
final class MapInput {
    private static final int SMALLEST_SEGMENT = 8;
    private static final int LARGEST_SEGMENT = 4096;

    private final MapRun run;
    private @Nullable Iterable<?> source; // reading thread only, as the next two; let go at the end
    private @Nullable Iterator<?> items;
    private Segment tail; // reading thread only
    private int filled; // reading thread only: of the tail
    private volatile @Nullable Throwable error; // set once, before ended: what comes out behind the last item
    private volatile boolean rejecting; // set once: the pool takes no more
    private volatile boolean stopped; // set once: nobody wants more
    private volatile boolean ended; // set once: no item follows
    private volatile boolean
            cutShort; // set once: in the time of the map there was no room for an item, or it was not read
    private @Nullable PoolInterruptedException interrupt; // reading thread only: of its wait for room
    private boolean forgetsInterrupts; // set before the first read
    private volatile boolean inSource; // the reading thread is in the user's iterator, perhaps for long

    MapInput(MapRun run, Iterable<?> source) {
        this.run = run;
        this.source = source;
        this.tail = new Segment(0, new Object[SMALLEST_SEGMENT]);
        run.begin(tail);
    }

    /** The thread that reads is the pool's own: an interrupt that the user's iterator leaves behind there is meant for nobody. */
    void forgetInterrupts() {
        forgetsInterrupts = true;
    }

    Segment first() {
        return tail;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether no item will be admitted any more: it has ended, or it is to, and is in the user's iterator. */
    boolean isOver() {
        return ended || (rejecting && inSource);
    }

    /** What ended the input before its time; null: it came to its own end, or has not ended. */
    @Nullable
    Throwable error() {
        return error != null || ended || !rejecting ? error : run.face().inputRejection();
    }

    /** The pool takes no more items: unless the input has none, that is an error behind the last one taken. */
    void reject() {
        rejecting = true;
        run.receiver().inputMoved();
    }

    void stop() {
        stopped = true;
        run.face().engine().room().closed(); // its thread may wait there
        run.receiver().inputMoved();
    }

    /** Whether the time of the map is up: nothing is taken any more, and the consumer is told so. */
    boolean isLate() {
        return cutShort || run.leftNanos() == 0;
    }

    /** {@return what is left of the time of the map, in nanoseconds} */
    long leftNanos() {
        return run.leftNanos();
    }

    /** Whether the reading thread has something to do besides waiting for room. */
    boolean isDisturbed() {
        return rejecting || stopped;
    }

    /**
     * Reads and admits items, one by one, as long as there are some, and room in time; ends the input with the error if it throws.
     */
    void read(int most) {
        if (run.runsInCaller()) {
            StackRoom.requireIfNested();
        } else {
            run.face().entrance().requireRoomToSend();
        }
        for (int i = 0; i < most && !ended && (!isLate() || isDisturbed()); i++) {
            readOne();
        }
    }

    /** As {@link #read}, and admits what it has read at once at the end. */
    void readTogether(int most) {
        run.face().entrance().requireRoomToSend(); // before anything is read
        int count = 0;
        while (count < most && !stopped && fill()) {
            count++;
        }
        boolean more = count == most && !stopped;
        try {
            run.face().entrance().admit(run, count);
        } catch (RejectedExecutionException | PoolException e) {
            refused(e);
            more = false;
        } catch (Error e) { // what was read and not admitted must not be passed over
            fail(e);
            throw e;
        }
        if (!more) {
            end();
        }
    }

    /** The time of the map is up: no item is taken any more, but if there is none, all have come in time. */
    void lookForEnd() {
        if (!ended && !cutShort && !run.isCancelled()) {
            if (hasMore()) {
                cutShort = true;
            } else {
                end();
            }
        }
    }

    /** The time of the map was up before all of it was read, and its iterator is not asked any more, unless it has given nothing yet. */
    void leaveRest() {
        if (run.admitted() == 0) {
            lookForEnd();
        } else {
            cutShort = true;
        }
    }

    private boolean hasMore() {
        enterSource();
        try {
            return iterator().hasNext();
        } catch (Throwable e) { // as in fill
            error = e;
            return false;
        } finally {
            inSource = false;
        }
    }

    private void readOne() {
        try {
            if (cutShort && !stopped) {
                throw run.face().inputRejection(); // what was read last finds the pool closed, too
            }
            if (stopped || run.isCancelled() || !fill()) {
                end();
            } else {
                cutShort = !run.face().entrance().admit(run, this::isWanted);
                run.receiver().inputMoved();
            }
        } catch (RejectedExecutionException | PoolException e) {
            refused(e);
            end();
        }
    }

    /** The pool does not take what was read. */
    private void refused(RuntimeException reason) {
        if (reason instanceof PoolInterruptedException e) {
            interrupt = e;
        }
        error = run.face().inputError(reason);
    }

    /** {@return what says that the reading thread was interrupted while it waited for room; null: it was not} Reading thread only. */
    @Nullable
    PoolInterruptedException interrupt() {
        return interrupt;
    }

    private boolean isWanted() {
        return !stopped && run.face().isOpen();
    }

    /** Reads an item into its segment; false: there is none, or the input threw. */
    private boolean fill() {
        try {
            return take();
        } catch (Throwable e) { // whatever the user's iterator throws comes out where its item would have
            error = e;
            return false;
        }
    }

    private boolean take() {
        Object item;
        enterSource();
        try {
            Iterator<?> iterator = iterator();
            if (!iterator.hasNext()) {
                return false;
            }
            if (rejecting) {
                throw run.face().inputRejection();
            }
            item = iterator.next();
        } finally {
            inSource = false;
            if (forgetsInterrupts) {
                Thread.interrupted(); // else no wait of this thread would wait
            }
        }
        if (rejecting) { // looked at after inSource: the consumer may have been told that nothing follows
            throw run.face().inputRejection();
        }
        add(item);
        return true;
    }

    /** The consumer may have looked in between, and must not wait for what the iterator does. */
    private void enterSource() {
        inSource = true;
        if (rejecting) {
            run.receiver().inputMoved();
        }
    }

    private Iterator<?> iterator() {
        if (items == null) {
            Iterable<?> unread = Objects.requireNonNull(source, "source");
            items = iterator(unread, "items");
        }
        return items;
    }

    static Iterator<?> iterator(Iterable<?> source, String name) {
        return Objects.requireNonNull(source.iterator(), name + ".iterator() returned null");
    }

    private void add(@Nullable Object item) {
        if (filled == tail.size()) {
            Segment fresh =
                    new Segment(tail.base + tail.size(), new Object[Math.min(2 * tail.size(), LARGEST_SEGMENT)]);
            tail.next = fresh;
            tail = fresh;
            filled = 0;
        }
        run.receiver().expect(tail, filled);
        tail.item(filled++, item);
    }

    /** Nothing more can be read, for want of memory, say: that comes out behind what was. */
    void fail(Throwable reason) {
        error = reason;
        end();
    }

    private void end() {
        source = null;
        items = null;
        ended = true;
        run.face().closed(this);
        run.receiver().inputMoved();
    }
}
