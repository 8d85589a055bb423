// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A peer: the JDK's fixed ThreadPoolExecutor. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class FixedPool {
    @Param("2")
    public int workers;

    ExecutorService executor;

    @Setup
    public void open() {
        executor = Executors.newFixedThreadPool(workers);
    }

    @TearDown
    public void close() {
        executor.shutdown();
    }
}
