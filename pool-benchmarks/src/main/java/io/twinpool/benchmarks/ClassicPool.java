// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import io.twinpool.classic.Pool;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A subject: the classic face. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class ClassicPool {
    @Param
    public Kind kind;

    @Param("2")
    public int workers;

    Pool pool;

    @Setup
    public void open() {
        pool = Pool.of(kind.workers(workers));
    }

    @TearDown
    public void close() {
        pool.close();
    }
}
