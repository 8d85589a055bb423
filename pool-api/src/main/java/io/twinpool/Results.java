// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of a map, given out one by one while later items still run.
 *
 * <pre>{@code
 * try (Results<Thumbnail> results = executor.map(Thumbnail::of, photos)) {
 *     for (Thumbnail thumbnail : results) {
 *         gallery.add(thumbnail);
 *     }
 * }
 * }</pre>
 *
 * <p>Each item ends on its own: {@link #next} throws for an item that failed, and the next call goes on with the item
 * after it. The iteration ends early when the deadline of {@link MapOptions#timeout(Duration)} passes, after the first
 * failure under {@link MapOptions#failFast(boolean)}, after an error of the input iterator, and on {@link #close}.
 *
 * <p>To be used once, by one thread at a time; only {@code close} may be called from any thread. What a worker did for
 * an item happens-before its result is taken. An iteration that is dropped half-way without {@code close} is closed when
 * it is garbage collected. One that is dropped before its first result reads no more of its input then, and what it has
 * taken runs: such a map was called for its effects.
 *
 * @param <R> the type of the results
 * @implSpec An implementation that has given out items reports in {@link #spliterator} only what is left.
 * @implNote Follows CPython 3.13 {@code Executor.map} and {@code multiprocessing.pool.IMapIterator}. Differences: a
 *     failed item ends nothing, whatever the chunk size (as {@code Executor.map} of 3.16), and closing before the first
 *     {@code next} cancels, too.
 */
@SuppressWarnings(
        "IterableAndIterator") // the contract: for loops, and next() with a timeout; iterator() says what it gives
public interface Results<R extends @Nullable Object> extends Iterator<R>, Iterable<R>, AutoCloseable {

    /**
     * Tells whether there is something left to take, be it a result or a failure; waits until that is known.
     *
     * @return false at the end and after {@link #close}; true also when a deadline has passed and {@link #next} is
     *     still to tell so
     * @throws PoolInterruptedException if the caller is interrupted while it waits; the iteration stays usable
     */
    @Override
    boolean hasNext();

    /**
     * Waits for the next result. What the input's own iterator throws comes out here, at its place and as it is, and
     * ends the iteration.
     *
     * @return the result; null if the function returned null
     * @throws TaskFailedException if the function threw for this item; the iteration goes on with the next one
     * @throws WorkerLostException if the worker died on this item; the iteration goes on
     * @throws TaskTimeoutException if this item ran longer than its task timeout; the iteration goes on
     * @throws TaskSerializationException if this item or its result could not cross to or from a forked JVM; the
     *     iteration goes on
     * @throws PoolTimeoutException if the deadline of the whole map has passed; the iteration has then ended
     * @throws CancellationException if this item was cancelled by the shutdown of its pool
     * @throws PoolTerminatedException if the pool was terminated before this item ended
     * @throws BrokenPoolException if the pool cannot work any more
     * @throws PoolInterruptedException if the caller is interrupted while it waits; the iteration stays usable
     * @throws RejectedExecutionException if the pool was shut down before all of the input was taken; comes after the
     *     results of what was taken, and ends the iteration
     * @throws NoSuchElementException if nothing is left, or this is closed
     */
    @Override
    R next();

    /**
     * Waits for the next result for a while. Does not wait for an input that blocks any longer than that.
     *
     * @param timeout how long to wait, counted from this call; zero or less only looks; a duration too long to count
     *     means no limit
     * @return the result; null if the function returned null
     * @throws TimeoutException if the time runs out; nothing is lost, and the next call waits for the same item
     * @throws TaskFailedException as {@link #next()}, which may also throw all else that it lists
     */
    R next(Duration timeout) throws TimeoutException;

    /**
     * Waits for the next outcome. Never throws for a failed item.
     *
     * @return how the item ended; a failure holds the exception as {@link Outcome.Failure#error} describes
     * @throws PoolTimeoutException if the deadline of the whole map has passed; the iteration has then ended
     * @throws PoolInterruptedException if the caller is interrupted while it waits; the iteration stays usable
     * @throws RejectedExecutionException if the pool was shut down before all of the input was taken
     * @throws PoolTerminatedException if it was terminated before that
     * @throws BrokenPoolException if it could not work any more before that
     * @throws NoSuchElementException if nothing is left, or this is closed
     * @throws RuntimeException behind the last item, what the input itself has thrown
     */
    Outcome<R> nextOutcome();

    /**
     * Tells how many items the map has, if the input knows it: a hint, good for a progress bar.
     *
     * @return the number of all items, taken or not; empty if unknown. Wrong if the input's own {@code size()} is; the
     *     iteration goes by the input's iterator alone
     */
    OptionalLong size();

    /**
     * Tells what is left as a spliterator that knows its size if {@link #size} is present.
     *
     * @return a spliterator that takes from this; ordered as this is
     */
    @Override
    default Spliterator<R> spliterator() {
        OptionalLong size = size();
        return size.isPresent()
                ? Spliterators.spliterator(this, size.getAsLong(), Spliterator.ORDERED)
                : Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
    }

    /**
     * Gives what is left as a stream. Closing the stream closes this.
     *
     * @return a sequential stream, whose spliterator is {@link Spliterator#SIZED} if {@link #size} is present; its
     *     terminal operation throws for a failed item what {@link #next()} throws
     */
    default Stream<R> stream() {
        // The stream itself is not told the size: with it, toList() and toArray() would fail when an input's size() is
        // wrong, and count() would run nothing. Whoever asks the spliterator, such as a progress bar, still learns it.
        return StreamSupport.stream(this::spliterator, Spliterator.ORDERED, false)
                .onClose(this::close);
    }

    /**
     * Waits for all that is left, then closes this.
     *
     * @return the results in the order of this; unmodifiable, may contain nulls
     * @throws TaskFailedException for the first item that failed, and likewise all else that {@link #next()} lists;
     *     this is then closed, so what has not started is cancelled
     */
    default List<R> toList() {
        try (Results<R> rest = this) {
            List<R> list = new ArrayList<>();
            rest.forEachRemaining(list::add);
            return Collections.unmodifiableList(list);
        }
    }

    /**
     * Gives this, so that a {@code for} loop can use it. What was taken before does not come again.
     *
     * @return this
     */
    @Override
    default Iterator<R> iterator() {
        return this;
    }

    /**
     * Ends the iteration and cancels what has not started, also before the first {@link #next()}. What runs goes on,
     * and its result is dropped. Does not wait, neither for that nor for a blocked input. Closing again does nothing.
     */
    @Override
    void close();
}
