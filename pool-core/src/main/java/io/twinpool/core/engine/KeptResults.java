// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Outcome;
import io.twinpool.Results;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Results in the user's hands, which keep their pool from being collected, and are closed when they are collected themselves.
 *
 * <p>The results behind them can do neither: the pool's own threads lead to them. Whoever is in a call holds this, too.
 */
final class KeptResults<R extends @Nullable Object> implements Results<R> {
    private final MapResults<R> results;

    @SuppressWarnings("unused") // held, not read
    private final Object keeper;

    KeptResults(MapResults<R> results, Object keeper) {
        this.results = results;
        this.keeper = keeper;
    }

    @Override
    public boolean hasNext() {
        try {
            return results.hasNext();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public R next() {
        try {
            return results.next();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public R next(Duration timeout) throws TimeoutException {
        try {
            return results.next(timeout);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Outcome<R> nextOutcome() {
        try {
            return results.nextOutcome();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public OptionalLong size() {
        return results.size();
    }

    /** Knows the size of what is left, as far as the input knew its own. */
    @Override
    public Spliterator<R> spliterator() {
        return results.left(this);
    }

    @Override
    public void close() {
        results.close();
    }

    @Override
    public String toString() {
        return results.toString();
    }
}
