// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import io.twinpool.futures.PoolExecutor;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A subject: the futures face. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class FuturesPool {
    @Param
    public Kind kind;

    @Param("2")
    public int workers;

    PoolExecutor executor;

    @Setup
    public void open() {
        executor = PoolExecutor.of(kind.workers(workers));
    }

    @TearDown
    public void close() {
        executor.close();
    }
}
