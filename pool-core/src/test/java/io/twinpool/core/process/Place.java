// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import io.twinpool.core.testing.Limits;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import io.twinpool.worker.WorkerFactory;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One worker and its seat, without a pool around them. */
final class Place implements Seat, AutoCloseable {
    private final WorkerFactory factory;
    private final Worker worker;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<Boolean> spent = new CompletableFuture<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final Queue<Batch> queue = new ArrayDeque<>(); // guarded by this
    private boolean isIdle; // guarded by this
    private final boolean ownsFactory;

    private Place(WorkerFactory factory, String name, boolean ownsFactory) {
        this.factory = factory;
        this.ownsFactory = ownsFactory;
        this.worker = factory.create(name, this);
        worker.start();
    }

    static Place open(Workers workers) {
        return new Place(new ProcessKind().open(workers), "worker-1", true);
    }

    static Place open(WorkerFactory factory, String name) {
        return new Place(factory, name, false);
    }

    /** Opens, and waits until the worker is idle. */
    static Place ready(Workers workers) throws Exception {
        return open(workers).awaitReady();
    }

    Place awaitReady() throws Exception {
        CompletableFuture.anyOf(ready, ended).get(Limits.WAIT.toSeconds(), TimeUnit.SECONDS);
        if (!ready.isDone()) {
            throw new AssertionError("ended: " + ended.get());
        }
        awaitIdle();
        return this;
    }

    /** Waits until the worker has nothing to do; throws an AssertionError if it has ended. */
    synchronized void awaitIdle() throws InterruptedException {
        long end = System.nanoTime() + Limits.WAIT.toNanos();
        while (!isIdle && !ended.isDone()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("worker is not idle");
            }
            wait(left);
        }
        if (ended.isDone()) {
            throw new AssertionError("worker has ended: " + ended.join());
        }
    }

    Worker worker() {
        return worker;
    }

    WorkerFactory factory() {
        return factory;
    }

    /** Makes a batch for an idle worker. */
    Items batch(Routine routine, List<?> arguments) {
        return new Items(worker.claims(arguments.size()), factory.prepare(routine), arguments, false);
    }

    Items run(Routine routine, Object... arguments) {
        Items items = batch(routine, List.of(arguments));
        start(items);
        return items;
    }

    /** Has the worker, which is idle, run a batch. */
    void start(Batch batch) {
        add(batch);
        worker.wake();
    }

    private synchronized void add(Batch batch) {
        queue.add(batch);
        isIdle = false;
    }

    Ending ending() throws Exception {
        return ended.get(Limits.WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** {@return whether the worker has asked to be replaced} */
    boolean isSpent() {
        return spent.isDone();
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void occupy(Runnable loop) {
        throw new AssertionError("no item runs in this JVM");
    }

    @Override
    public void ready() {
        ready.complete(true);
    }

    @Override
    public synchronized @Nullable Batch next() {
        Batch batch = queue.poll();
        isIdle = batch == null;
        notifyAll();
        return batch;
    }

    @Override
    public void spent() {
        spent.complete(true);
    }

    @Override
    public void failing() {}

    @Override
    public void ended(Ending ending) {
        ended.complete(ending);
        endWaits();
    }

    private synchronized void endWaits() {
        notifyAll();
    }

    @Override
    public void close() {
        worker.kill();
        ended.copy().orTimeout(Limits.WAIT.toSeconds(), TimeUnit.SECONDS).join();
        if (ownsFactory) {
            factory.close();
        }
    }
}
