// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Task;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Limits;
import io.twinpool.core.testing.Traces;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the suites share that hold the pool against the words of {@code java.util.concurrent}: work that may cross to a forked JVM. */
abstract class JdkContract extends FuturesContract {
    JdkContract(Kind kind) {
        super(kind);
    }

    /** That nobody is given up is for the test to say, not for the clock. */
    @Override
    Workers workers(int n) {
        return super.workers(n).killGrace(Limits.WAIT);
    }

    interface Call<R> extends Callable<R>, Serializable {}

    interface Command extends Runnable, Serializable {}

    /** The two ways to a {@link Future}. */
    enum Face {
        POOL,
        VIEW;

        <R> Future<R> submit(PoolExecutor pool, Call<R> call) {
            return this == POOL
                    ? pool.submit((Task<R>) call::call)
                    : pool.asExecutorService().submit(call);
        }
    }

    static <R> Call<R> call(Call<R> call) {
        return call;
    }

    static Command command(Command command) {
        return command;
    }

    static Call<Integer> waiting(Gate gate, int value) {
        return () -> gate.pass(value);
    }

    /** A command that leaves a trace if it is interrupted at the gate. */
    static Command stoppable(Gate gate, Traces traces) {
        return () -> {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                traces.leave("interrupted");
            }
        };
    }

    static <R> R within(Future<R> future) throws Exception {
        return future.get(Limits.WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    static ExecutionException failure(Future<?> future) throws Exception {
        try {
            throw new AssertionError("gave " + within(future));
        } catch (ExecutionException e) {
            return e;
        }
    }

    /** {@return whether the flag is still set once an interrupt has ended a call} */
    static boolean isInterruptedAfter(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InterruptedException.class);
        return Thread.currentThread().isInterrupted();
    }

    static boolean terminates(ExecutorService service) throws InterruptedException {
        return service.awaitTermination(Limits.WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    static void assertEnded(ExecutorService service) throws InterruptedException {
        assertThat(service.isShutdown()).isTrue();
        assertThat(service.isTerminated()).isTrue();
        assertThat(service.awaitTermination(0, TimeUnit.DAYS)).isTrue();
        assertThat(service.awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS)).isTrue();
    }

    /** Waits until nothing runs any more, although no gate is open: all of it was stopped, and heard it. */
    static void awaitAllStopped(PoolExecutor pool) throws InterruptedException {
        Eventually.until(
                "all stopped", () -> pool.stats().running() + pool.stats().queued() == 0);
        if (pool.stats().abandonedWorkers() > 0) {
            throw new AssertionError("given up, not stopped: " + pool.stats());
        }
    }
}
