// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.Workers;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import io.twinpool.worker.WorkerFactory;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the workers of a pool of threads. */
class ThreadWorkers implements WorkerFactory {
    private final Workers workers;
    private final @Nullable UnaryOperator<Runnable> decorator;
    private final ThreadFactory threads;

    ThreadWorkers(Workers workers, ThreadFactory threads) {
        this.workers = workers;
        this.decorator = workers.taskDecorator().orElse(null);
        this.threads = threads;
    }

    @Override
    public Worker create(String name, Seat seat) {
        return new ThreadWorker(name, seat, Hooks.of(workers, name), threads);
    }

    @Override
    public Routine prepare(Routine routine) {
        return decorator == null ? routine : new DecoratedRoutine(routine, decorator);
    }

    @Override
    public void close() {} // threads share nothing that would have to be released
}
