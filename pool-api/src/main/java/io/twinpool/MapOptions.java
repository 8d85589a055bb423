// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a map takes its input and gives its results.
 *
 * <pre>{@code
 * MapOptions options = MapOptions.defaults().bufferSize(100).timeout(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Immutable. Start with {@link #defaults}; every method with an argument gives a changed copy.
 *
 * @param chunkSize the number of items in one trip to a worker, or {@link #AUTO}
 * @param bufferSize the number of items taken from the input and not yet given out, at most; or {@link #AUTO}
 * @param timeout the time limit of the whole iteration, counted from the call of the map; empty for none
 * @param failFast whether the first failed item cancels the rest
 * @implNote Follows the parameters of CPython 3.14 {@code Executor.map}. Difference: the buffer counts items, not
 *     chunks, and its bound is never exceeded.
 */
public record MapOptions(int chunkSize, int bufferSize, Optional<Duration> timeout, boolean failFast) {

    /** The chunk size or buffer size that the pool chooses, and adapts to the measured time of an item. */
    public static final int AUTO = 0;

    private static final MapOptions DEFAULTS = new MapOptions(AUTO, AUTO, Optional.empty(), false);

    /**
     * All options at once; {@link #defaults} and the methods with an argument are easier to read.
     *
     * @param chunkSize at least 1, or {@link #AUTO}
     * @param bufferSize at least 1, or {@link #AUTO}
     * @param timeout not negative; empty for none
     * @param failFast true to cancel the rest after the first failure
     * @throws IllegalArgumentException if a size or the timeout is negative
     */
    public MapOptions {
        autoOrAtLeastOne("chunkSize", chunkSize);
        autoOrAtLeastOne("bufferSize", bufferSize);
        requireNonNull(timeout, "timeout").ifPresent(limit -> Check.notNegative("timeout", limit));
    }

    private static void autoOrAtLeastOne(String name, int size) {
        Check.require(size >= AUTO, name + " must be >= 1, or " + AUTO + " for AUTO, was " + size);
    }

    /**
     * The options of a map that is given none: sizes chosen by the pool, no time limit, a failed item ends nothing.
     *
     * @return the defaults
     */
    public static MapOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets how many items make one trip to a worker. Each item still ends on its own. Without it the pool adapts. Those of one trip run
     * one after the other: 1 is for items that wait for one another.
     *
     * @param chunkSize the number of items, at least 1
     * @return a changed copy
     * @throws IllegalArgumentException if {@code chunkSize} is less than 1
     */
    public MapOptions chunkSize(int chunkSize) {
        return new MapOptions(Check.atLeast(1, "chunkSize", chunkSize), bufferSize, timeout, failFast);
    }

    /**
     * Sets how many items may at most be taken from the input and not yet be given out: a strict bound. Without it
     * {@code executor.map} takes all of its input at once, and the lazy maps of {@code Pool} a few batches per worker, 4,096
     * items at most.
     *
     * <p>An input that is taken as results are consumed is read by a daemon thread that begins with the call and has the
     * caller's context class loader: its iterator must not depend on the caller's thread. Not so one of the JDK's plain
     * collections, such as {@code ArrayList}, {@code HashSet} or {@code List.of}, in a pool without a bound on its queue (a
     * wrapped one, as by {@code Collections.unmodifiableList}, is not plain). Inline workers read in the consumer's thread.
     *
     * @param bufferSize the number of items, at least 1
     * @return a changed copy
     * @throws IllegalArgumentException if {@code bufferSize} is less than 1
     */
    public MapOptions bufferSize(int bufferSize) {
        return new MapOptions(chunkSize, Check.atLeast(1, "bufferSize", bufferSize), timeout, failFast);
    }

    /**
     * Sets a deadline for the whole iteration. A result that is there when the deadline has passed is still given out;
     * then comes a {@link PoolTimeoutException}, and the iteration ends. A list, as of {@code mapAsync}, fails so as a
     * whole; what has not started is cancelled.
     *
     * @param timeout the time from the call of the map; zero only takes what is there; a duration too long to count
     *     means no limit
     * @return a changed copy
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    public MapOptions timeout(Duration timeout) {
        return new MapOptions(chunkSize, bufferSize, Optional.of(requireNonNull(timeout, "timeout")), failFast);
    }

    /**
     * Sets whether the first failed item cancels what has not started. The failure is given out once; then the
     * iteration ends. Without it every item has its own outcome.
     *
     * @param failFast true to cancel
     * @return a changed copy
     */
    public MapOptions failFast(boolean failFast) {
        return new MapOptions(chunkSize, bufferSize, timeout, failFast);
    }
}
