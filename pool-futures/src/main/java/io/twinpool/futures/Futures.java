// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.worker.Nanos;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for several futures, of one pool or of many.
 *
 * @implNote Follows {@code wait} and {@code as_completed} of CPython 3.13, but for cancelled futures, which count as ended at once.
 */
public final class Futures {
    private Futures() {}

    /**
     * {@return the futures in the order in which they end} Those that have ended come first; duplicates come once.
     *
     * @param <R> the type of the results
     * @param futures of any pools
     */
    public static <R extends @Nullable Object> AsCompleted<R> asCompleted(
            Iterable<? extends PoolFuture<? extends R>> futures) {
        return new AsCompleted<>(distinct(futures), Clock.of(Long.MAX_VALUE));
    }

    /**
     * {@return the futures in the order in which they end, until a deadline} When it passes, the iteration ends with a {@link
     * PoolTimeoutException} that says how many were unfinished; the tasks go on.
     *
     * @param <R> the type of the results
     * @param futures of any pools
     * @param timeout for the whole iteration, counted from this call
     */
    public static <R extends @Nullable Object> AsCompleted<R> asCompleted(
            Iterable<? extends PoolFuture<? extends R>> futures, Duration timeout) {
        Clock clock = Clock.of(Nanos.of(timeout)); // runs while the futures are read
        return new AsCompleted<>(distinct(futures), clock);
    }

    /**
     * Waits for futures.
     *
     * @param <R> the type of the results
     * @param futures of any pools; duplicates count once
     * @param when what to wait for
     * @return those that have ended, and the others
     * @throws PoolInterruptedException if this thread was interrupted; the flag stays set
     */
    public static <R extends @Nullable Object> DoneAndNotDone<R> await(
            Iterable<? extends PoolFuture<? extends R>> futures, ReturnWhen when) {
        return new Awaiting<R>(distinct(futures), Objects.requireNonNull(when, "when")).await(Clock.of(Long.MAX_VALUE));
    }

    /**
     * Waits for futures, but not for ever; when time is up it returns what there is.
     *
     * @param <R> the type of the results
     * @param futures of any pools; duplicates count once
     * @param when what to wait for
     * @param timeout how long at most, counted from this call; zero only looks
     * @return those that have ended, and the others
     * @throws PoolInterruptedException if this thread was interrupted; the flag stays set
     */
    public static <R extends @Nullable Object> DoneAndNotDone<R> await(
            Iterable<? extends PoolFuture<? extends R>> futures, ReturnWhen when, Duration timeout) {
        Clock clock = Clock.of(Nanos.of(timeout)); // as above
        return new Awaiting<R>(distinct(futures), Objects.requireNonNull(when, "when")).await(clock);
    }

    private static <R extends @Nullable Object> Set<PoolFuture<R>> distinct(
            Iterable<? extends PoolFuture<? extends R>> futures) {
        Set<PoolFuture<R>> distinct = new LinkedHashSet<>();
        for (PoolFuture<? extends R> future : Objects.requireNonNull(futures, "futures")) {
            distinct.add(of(Objects.requireNonNull(future, "future")));
        }
        return distinct;
    }

    /** {@return the same future, as one of a wider type: it only gives results out} */
    @SuppressWarnings("unchecked")
    static <R extends @Nullable Object> PoolFuture<R> of(PoolFuture<? extends R> future) {
        return (PoolFuture<R>) future;
    }
}
