// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import org.jspecify.annotations.Nullable;

/**
 * Who has which item of one batch: the worker that starts items one by one, or whoever takes the rest back.
 *
 * <p>All of it is one 64-bit word, so a claim, a revocation and an interrupt are each one compare-and-set, and the word may lie
 * in memory that two processes share: what had started when a worker was killed is then known exactly.
 *
 * <pre>
 *   word = generation (22 bits) | mark (2) | next (20) | limit (20)
 *
 *   next   items below it have started                        only the worker raises it
 *   limit  items from it on are not this batch's any more     anyone lowers it, the worker extends it; below next: sealed
 *   mark   RESTING --claim--&gt; RUNNING --rest--&gt; RESTING       RUNNING: item next - 1 is in the user's code
 *          RUNNING --interrupt--&gt; INTERRUPTING --&gt; INTERRUPTED --claim, rest--&gt; RUNNING, RESTING
 * </pre>
 *
 * <p>INTERRUPTING lasts for the one call of {@link Thread#interrupt}; the worker waits for its end before it leaves the item and
 * then clears its own flag, so that an interrupt aimed at one item never meets the next. The generation tells the users of one
 * shared cell apart: an operation on an older batch fails.
 *
 * <p>Thread-safe, but for {@link #claim}, {@link #claimTimed}, {@link #rest} and {@link #extend}, which belong to the worker's thread.
 */
public abstract class Claims {
    /** What {@link #claim(int)} gives when nothing is left. */
    public static final int NONE = -1;

    /** What {@link #claim(int)} gives when the current items were sealed. */
    public static final int SEALED = -2;

    /** The largest batch. */
    public static final int MAX_SIZE = (1 << 20) - 1;

    private static final long FIELD = MAX_SIZE;
    private static final int NEXT_SHIFT = 20;
    private static final int MARK_SHIFT = 40;
    private static final int GENERATION_SHIFT = 42;
    private static final long MARK = 3L << MARK_SHIFT;
    private static final long RUNNING = 1L << MARK_SHIFT;
    private static final long INTERRUPTING = 2L << MARK_SHIFT;
    private static final long INTERRUPTED = 3L << MARK_SHIFT;

    /** For the implementations: a heap word, or a word of shared memory. */
    protected Claims() {}

    /**
     * {@return the word of a fresh batch}
     *
     * @param size its number of items, at most {@link #MAX_SIZE}
     * @param generation tells it from the batches that used the same cell before; the lowest 22 bits count
     */
    public static long initial(int size, int generation) {
        return ((long) generation << GENERATION_SHIFT) | size;
    }

    /**
     * {@return the part of a word that says how many items have started}
     *
     * @param count of the items
     */
    protected static long startedBy(int count) {
        return (long) count << NEXT_SHIFT;
    }

    /**
     * {@return the generation in a word}
     *
     * @param word a word of claims
     */
    protected static int generation(long word) {
        return (int) (word >>> GENERATION_SHIFT);
    }

    /**
     * {@return claims in this JVM's memory over a batch}
     *
     * @param size its number of items
     */
    public static Claims onHeap(int size) {
        return new HeapClaims(size);
    }

    /** {@return the word, with volatile semantics; a word of limit zero when the cell serves another batch by now} */
    protected abstract long word();

    /**
     * {@return whether the word was {@code expected} and is {@code updated} now}
     *
     * @param expected the word as it was read
     * @param updated the word to set
     */
    protected abstract boolean compareAndSet(long expected, long updated);

    /** {@return when the running item started, a {@link System#nanoTime}; 0: not known, or not timed} */
    public abstract long startNanos();

    /**
     * Sets the start of the current item.
     *
     * @param nanos a {@link System#nanoTime}; 0: none
     */
    protected abstract void startNanos(long nanos);

    /**
     * Ends the current item and starts the next one. Worker's thread only.
     *
     * @return the index of the item that may run now; negative when there is none
     */
    public final int claim() {
        return claim(1);
    }

    /**
     * Ends the current items and starts the next ones, which count as one: they are claimed, and can be interrupted, together.
     * Worker's thread only.
     *
     * @param most how many at most; those up to {@link #started} may run now
     * @return the index of the first one; {@link #NONE} when there is none; {@link #SEALED} if the current ones were sealed
     */
    public final int claim(int most) {
        while (true) {
            long word = settled();
            int next = next(word);
            int count = Math.min(most, limit(word) - next);
            if (count > 0) {
                if (leave(word, ((word & ~MARK) + ((long) count << NEXT_SHIFT)) | RUNNING)) {
                    return next;
                }
            } else if (leave(word, word & ~MARK)) {
                return count < 0 ? SEALED : NONE;
            }
        }
    }

    /**
     * As {@link #claim}, and notes the time, for batches whose items have a time limit. Worker's thread only.
     *
     * @return the index of the item that may run now; negative when there is none
     */
    public final int claimTimed() {
        startNanos(0); // so that nobody takes the last item's start for this one's
        int index = claim();
        if (index >= 0) {
            startNanos(System.nanoTime());
        }
        return index;
    }

    /** Ends the current item: no interrupt can reach this thread afterwards. Worker's thread only. */
    public final void rest() {
        while (true) {
            long word = settled();
            if (leave(word, word & ~MARK)) {
                return;
            }
        }
    }

    /**
     * Adds an item behind the last one, when all of the batch have started and ended. Worker's thread only.
     *
     * @return false: some were taken back, or the current ones were sealed, so that the batch stays as it is
     */
    public final boolean extend() {
        long word = word();
        return limit(word) == next(word) && compareAndSet(word, word + 1);
    }

    private boolean leave(long word, long updated) {
        if (!compareAndSet(word, updated)) {
            return false;
        }
        if ((word & MARK) == INTERRUPTED) {
            Thread.interrupted();
        }
        return true;
    }

    private long settled() {
        long word = word();
        while ((word & MARK) == INTERRUPTING) {
            Thread.onSpinWait(); // for as long as one Thread.interrupt() takes
            word = word();
        }
        return word;
    }

    /**
     * Interrupts a thread if it is in the user's code of an item just now.
     *
     * @param index the item meant
     * @param thread the worker's thread
     * @return whether it was running, and is interrupted now; false: it had ended or not started
     */
    public final boolean interrupt(int index, Thread thread) {
        while (true) {
            long word = word();
            if (!isRunning(word, index)) {
                return false;
            }
            if ((word & MARK) != RUNNING) {
                return true;
            }
            if (compareAndSet(word, (word & ~MARK) | INTERRUPTING)) {
                Throwable thrown = Interrupts.sendOnly(thread);
                confirm(); // at once: the thread waits for this at the end of its item
                Interrupts.log(thread, thrown);
                return true;
            }
        }
    }

    private void confirm() {
        long word = word();
        while (!compareAndSet(word, (word & ~MARK) | INTERRUPTED)) {
            word = word(); // only a revocation can have come between
        }
    }

    /**
     * Takes back what has not started.
     *
     * @param from the first item wanted back
     * @return the items that are the caller's now, and never start here; null when there are none
     */
    public final @Nullable Span revoke(int from) {
        while (true) {
            long word = word();
            int limit = limit(word);
            int first = Math.max(from, next(word));
            if (first >= limit) {
                return null;
            }
            if (compareAndSet(word, (word & ~FIELD) | first)) {
                return new Span(first, limit);
            }
        }
    }

    /**
     * Tells the worker that the items which it runs together just now are not its to report any more. Only when nothing is left to
     * claim.
     *
     * @return whether this call did; false: it runs none, they were sealed before, or something is left
     */
    public final boolean seal() {
        while (true) {
            long word = word();
            if ((word & MARK) == 0 || limit(word) != next(word)) {
                return false;
            }
            if (compareAndSet(word, word & ~FIELD)) {
                return true;
            }
        }
    }

    /** {@return whether {@link #seal} has taken the current items from the worker} */
    public final boolean isSealed() {
        long word = word();
        return limit(word) < next(word);
    }

    /** {@return how many items have started} */
    public final int started() {
        return next(word());
    }

    /** {@return how many items have neither started nor been taken back} */
    public final int waiting() {
        long word = word();
        return Math.max(0, limit(word) - next(word));
    }

    /** {@return the item in the user's code just now; -1: none} */
    public final int running() {
        long word = word();
        return (word & MARK) == 0 ? -1 : next(word) - 1;
    }

    /** {@return whether the item in the user's code just now has been interrupted, so that its thread's flag has been set} In that thread only. */
    public final boolean isInterrupted() {
        return (settled() & MARK) == INTERRUPTED;
    }

    private static boolean isRunning(long word, int index) {
        return (word & MARK) != 0 && next(word) == index + 1;
    }

    /**
     * {@return how many items have started, by a word}
     *
     * @param word a word of claims
     */
    protected static int next(long word) {
        return (int) ((word >>> NEXT_SHIFT) & FIELD);
    }

    /**
     * {@return where the batch ends, by a word}
     *
     * @param word a word of claims
     */
    protected static int limit(long word) {
        return (int) (word & FIELD);
    }

    /**
     * Items {@code from} to {@code to - 1} of a batch.
     *
     * @param from the first
     * @param to behind the last
     */
    public record Span(int from, int to) {}
}
