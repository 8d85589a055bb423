// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import java.util.concurrent.ForkJoinPool;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A peer: the JDK's ForkJoinPool. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class ForkJoin {
    @Param("2")
    public int workers;

    ForkJoinPool pool;

    @Setup
    public void open() {
        pool = new ForkJoinPool(workers);
    }

    @TearDown
    public void close() {
        pool.shutdown();
    }
}
