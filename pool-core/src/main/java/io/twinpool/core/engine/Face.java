// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.MapOptions;
import io.twinpool.PoolException;
import io.twinpool.PoolStats;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.Workers;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.PoolLog;
import io.twinpool.worker.Routine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one facade object has of a pool: the work submitted through it, its counts, its callbacks, its end.
 *
 * <p>A face that opened its workers takes them along when it settles. Thread-safe.
 */
public final class Face {
    private final Engine engine;
    private final boolean owner;
    private final Counts counts = new Counts();
    private final Chunker chunker = new Chunker();
    private final Callbacks callbacks;
    private final Set<MapInput> inputs = ConcurrentHashMap.newKeySet(); // that may still bring items
    private final FaceLife life = new FaceLife();
    private final Underway underway = new Underway();

    @SuppressWarnings("unused") // held, not read
    private final @Nullable Object keeper; // kept from being collected while this face is in use

    private final Entrance entrance;
    private final Census census;

    private Face(Engine engine, boolean owner, @Nullable Object keeper) {
        this.engine = engine;
        this.owner = owner;
        this.keeper = keeper;
        this.callbacks = new Callbacks(engine.name());
        this.entrance = new Entrance(this, engine);
        this.census = new Census(this, engine);
        engine.add(this);
    }

    /**
     * Starts workers and gives them to one face alone.
     *
     * @param workers which workers
     * @return the face; closing it ends the workers
     */
    public static Face open(Workers workers) {
        return keeping(Engine.open(Objects.requireNonNull(workers, "workers")));
    }

    /** A face that takes the workers along when it has settled, and every other face on them. */
    static Face keeping(Engine engine) {
        Face face = new Face(engine, true, null);
        engine.begin();
        return face;
    }

    /** A further face on running workers; closing it leaves them running. */
    static Face over(Engine engine, Object keeper) {
        return new Face(engine, false, keeper);
    }

    /**
     * Shuts this down when an object that stands for it is dropped without having been closed.
     *
     * @param handle the user's object; this face must not lead to it
     */
    public void shutdownWhenCollected(Object handle) {
        try {
            Forgotten.watch(handle, this);
        } catch (RuntimeException | Error e) { // no thread, say: nobody gets the object
            terminate(false);
            throw e;
        }
    }

    String name() {
        return engine.name();
    }

    Engine engine() {
        return engine;
    }

    /** {@return whether the workers end with this face} */
    boolean ownsWorkers() {
        return owner;
    }

    Counts counts() {
        return counts;
    }

    Chunker chunker() {
        return chunker;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    Entrance entrance() {
        return entrance;
    }

    Underway underway() {
        return underway;
    }

    /** {@return the time limit of a task unless a view says otherwise, in nanoseconds; {@link Long#MAX_VALUE}: none} */
    public long taskTimeoutNanos() {
        return engine.workers().taskTimeout().map(Nanos::of).orElse(Long.MAX_VALUE);
    }

    /**
     * {@return the time limit that a view asks for, in nanoseconds}
     *
     * @param timeout how long a task may run
     * @throws IllegalArgumentException if it is not positive
     */
    public static long taskTimeoutNanos(Duration timeout) {
        if (Objects.requireNonNull(timeout, "timeout").isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("taskTimeout must be positive, was " + timeout);
        }
        return Nanos.of(timeout);
    }

    // ---- work

    /**
     * Submits one call.
     *
     * @param <R> the type of the result
     * @param routine what to call
     * @param argument its argument, in the form that the routine's shape asks for
     * @param timeoutNanos time limit counted from its start on a worker
     * @return its result to come
     * @throws RejectedExecutionException after shutdown
     */
    public <R extends @Nullable Object> PoolTask<R> submit(
            Routine routine, @Nullable Object argument, long timeoutNanos) {
        PoolTask<R> task = made(routine, argument, timeoutNanos);
        bring(task);
        return task;
    }

    /**
     * As {@link #submit}, of a task of which something is asked before it can begin.
     *
     * @param <R> the type of the result
     * @param routine what to call
     * @param argument its argument, in the form that the routine's shape asks for
     * @param timeoutNanos time limit counted from its start on a worker
     * @param asks asks for a callback, say, which is forgotten if the task is refused; brief
     * @return its result to come
     * @throws RejectedExecutionException after shutdown
     */
    public <R extends @Nullable Object> PoolTask<R> submit(
            Routine routine, @Nullable Object argument, long timeoutNanos, Consumer<? super Promise<R>> asks) {
        PoolTask<R> task = made(routine, argument, timeoutNanos);
        asks.accept(task);
        try {
            bring(task);
            return task;
        } catch (RuntimeException | Error e) {
            task.forgetCallbacks();
            throw e;
        }
    }

    private void bring(PoolTask<?> task) {
        try {
            entrance.bring(task, Long.MAX_VALUE, () -> true);
        } catch (InterruptedException e) {
            throw Entrance.interrupted(e);
        }
    }

    /**
     * As {@link #submit}, but waits no longer than that for room in the queue, nor when it is not wanted any more.
     *
     * @param <R> the type of the result
     * @param routine what to call, without an argument
     * @param timeoutNanos time limit counted from its start on a worker
     * @param roomNanos how long to wait for room
     * @param isWanted whether to go on waiting; brief, and asked again when {@link #lookForRoom} says so
     * @return its result to come; null: there was no room in time, and it will not run
     * @throws RejectedExecutionException after shutdown
     * @throws InterruptedException if this thread was interrupted while it waited for room
     */
    public <R extends @Nullable Object> @Nullable PoolTask<R> submitWithin(
            Routine routine, long timeoutNanos, long roomNanos, BooleanSupplier isWanted) throws InterruptedException {
        PoolTask<R> task = made(routine, null, timeoutNanos);
        return entrance.bring(task, roomNanos, isWanted) ? task : null;
    }

    /** Has those who wait for room in the queue look whether they still want it. */
    public void lookForRoom() {
        engine.room().closed();
    }

    private <R extends @Nullable Object> PoolTask<R> made(
            Routine routine, @Nullable Object argument, long timeoutNanos) {
        if (!life.isOpen()) {
            throw rejection();
        }
        return new PoolTask<>(
                this, engine.factory().prepare(routine), engine.factory().prepare(argument), timeoutNanos);
    }

    /** How many items a seat may have in one trip. */
    int batchLimit(WorkerSeat seat) {
        return engine.room().isBounded() ? 1 : seat.allowance();
    }

    // ---- maps

    /**
     * Runs a function over items; the results come as an iterator.
     *
     * @param <R> the type of the results
     * @param routine what to call
     * @param items its arguments
     * @param options chunks, buffer, deadline
     * @param intake when the input is read
     * @param order in which order the results come
     * @param timeoutNanos time limit of one item, counted from its start on a worker
     * @param keeper what must not be collected while the results are in use
     * @return the results
     */
    public <R extends @Nullable Object> Results<R> map(
            Routine routine,
            Iterable<?> items,
            MapOptions options,
            Intake intake,
            Order order,
            long timeoutNanos,
            Object keeper) {
        Routine prepared = prepare(routine, items, options);
        MapResults<R> results = new MapResults<>(this, prepared, options, intake, order, timeoutNanos);
        results.begin(items);
        KeptResults<R> kept = new KeptResults<>(results, keeper);
        Forgotten.watch(kept, results);
        return kept;
    }

    /**
     * Runs a function over items; the results come as one list.
     *
     * @param <R> the type of the results
     * @param routine what to call
     * @param items its arguments, all read by this call
     * @param options chunks, deadline
     * @param timeoutNanos time limit of one item
     * @param asks asks for a callback, say, before the first item can begin; it is forgotten if the list is refused; brief
     * @return the list to come
     */
    public <R extends @Nullable Object> Promise<List<R>> mapAll(
            Routine routine,
            Iterable<?> items,
            MapOptions options,
            long timeoutNanos,
            Consumer<? super Promise<List<R>>> asks) {
        MapAll<R> all = new MapAll<>(this, prepare(routine, items, options), options, timeoutNanos);
        all.begin(items, () -> asks.accept(all));
        return all;
    }

    private Routine prepare(Routine routine, Iterable<?> items, MapOptions options) {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(options, "options");
        if (!life.isOpen()) {
            throw rejection();
        }
        return engine.factory().prepare(routine);
    }

    void opened(MapInput input) {
        inputs.add(input);
        if (!life.isOpen()) {
            input.reject();
        }
    }

    void closed(MapInput input) {
        inputs.remove(input);
    }

    // ---- endings

    RuntimeException rejection() {
        return engine.rejection();
    }

    /** {@return how a map ends whose input was not read to its end: terminated as all that was unfinished, or rejected} */
    RuntimeException inputRejection() {
        PoolException forced = forcedEnd();
        return forced != null ? forced : engine.inputRejection();
    }

    /** {@return how all that was unfinished has ended, if that was by force} */
    @Nullable
    PoolException forcedEnd() {
        Supplier<Verdict> verdict = life.abortVerdict();
        return verdict != null && verdict.get().error() instanceof PoolException error ? error : null;
    }

    /** {@return the error behind the last item of a map whose next one was refused so} */
    RuntimeException inputError(RuntimeException refusal) {
        return refusal instanceof RejectedExecutionException ? inputRejection() : refusal;
    }

    /** {@return whether it takes further work} */
    public boolean isOpen() {
        return life.isOpen();
    }

    @Nullable
    Supplier<Verdict> abortVerdict() {
        return life.abortVerdict();
    }

    /** Takes no further work from now on; what was taken is done. Idempotent. */
    public void shutdown() {
        if (life.drain()) {
            engine.room().closed();
            inputs.forEach(MapInput::reject);
        }
        settled();
    }

    /**
     * As {@link #shutdown()}, and what has not started is cancelled.
     *
     * @return the functions of the single tasks that will never start
     */
    public List<Object> shutdownAndCancel() {
        life.abort(() -> Verdict.CANCELLED); // also for what is between the queue and a worker just now
        shutdown();
        List<Object> functions = engine.recall().unstarted(batch -> batch.face == this, () -> Verdict.CANCELLED);
        functions.addAll(engine.recall().waiting(work -> work.face() == this, () -> Verdict.CANCELLED));
        return functions;
    }

    /**
     * As {@link #shutdownAndCancel}, and waits for those who had a task in hand just then, on its way between queue and worker: they see
     * the shutdown and end it, which takes them no user code and no time.
     *
     * @return the functions of the single tasks that will never start, all of them
     */
    public List<Object> shutdownAndRecall() {
        List<Object> waited = shutdownAndCancel();
        List<Object> functions = underway.awaitNone(census::hasUnderway); // that had been submitted before what waited
        functions.addAll(waited);
        return functions;
    }

    /** Stops what runs, as cancel(true) does; its outcome is a cancellation. */
    public void cancelRunning() {
        engine.recall().running(this, () -> Verdict.CANCELLED, true);
        entrance.abortHere(() -> Verdict.CANCELLED);
    }

    /**
     * Ends everything unfinished now with a {@link PoolTerminatedException}, and the workers if they are this face's own.
     *
     * @param ask whether workers are asked first, by interrupt or SIGTERM, and ended by force after the grace; else at once
     */
    public void terminate(boolean ask) {
        if (owner) {
            engine.stop(face -> face.terminateWork(false), ask);
        } else {
            terminateWork(true);
        }
    }

    private void terminateWork(boolean stopRunning) {
        int outstanding = (int) Math.min(Integer.MAX_VALUE, counts.unfinished());
        stop(() -> Verdict.broken(() -> new PoolTerminatedException(outstanding)), stopRunning);
    }

    /** Logs how much is unfinished, if anything is: it is about to be terminated. */
    public void warnOfUnfinished() {
        long unfinished = counts.unfinished();
        if (unfinished > 0) {
            PoolLog.warn(
                    name() + " is closed with " + unfinished + (unfinished == 1 ? " task" : " tasks")
                            + " unfinished, which it terminates: shutdown() and join() before close() wait for them",
                    null);
        }
    }

    /** Takes nothing any more; {@link #stop} follows. */
    void refuse(Supplier<Verdict> verdict) {
        life.stop(verdict);
    }

    /** Ends everything unfinished; {@code stopRunning}: and stops what runs, whose workers live on. */
    void stop(Supplier<Verdict> verdict, boolean stopRunning) {
        life.stop(verdict);
        engine.room().closed();
        inputs.forEach(MapInput::reject);
        engine.recall().waiting(work -> work.face() == this, verdict);
        engine.recall().unstarted(batch -> batch.face == this, verdict);
        engine.recall().running(this, verdict, stopRunning);
        entrance.abortHere(verdict);
        settled();
    }

    /** A result that stands for many items is to come: this does not settle before {@link #release}. */
    void hold() {
        life.hold();
    }

    void release() {
        life.release();
        settled();
    }

    /** Something that is about to end for its owner runs on, on workers that are not this face's own. */
    void lingers() {
        life.lingers();
    }

    void isBack() {
        life.isBack();
        settled();
    }

    /** Something has ended: perhaps that was the last. */
    void settled() {
        if (life.isEnding() && counts.isAllEnded() && life.settle()) {
            engine.settled(this);
            life.settled();
        }
    }

    /** Whether it has settled, and no callback of it will run, nor does one here. */
    boolean isOver() {
        return isTerminated() && !callbacks.isCallbackThread();
    }

    /** {@return whether {@link #awaitTermination} would not wait} */
    public boolean isTerminated() {
        return life.isSettled()
                && (callbacks.isCallbackThread() || ((!owner || engine.isClosed()) && callbacks.haveRun()));
    }

    /**
     * Waits for the end of everything after {@link #shutdown}: work, workers if they are this face's own, callbacks.
     *
     * @param nanos how long at most
     * @return whether it came
     * @throws InterruptedException if this thread was interrupted
     */
    public boolean awaitTermination(long nanos) throws InterruptedException {
        boolean forever = nanos == Long.MAX_VALUE;
        long deadline = System.nanoTime() + nanos;
        if (callbacks.isCallbackThread()) {
            return Blocked.on(nanos, () -> life.await(nanos)); // the rest would wait for this callback
        }
        return Blocked.on(
                nanos,
                () -> life.await(nanos)
                        && (!owner || engine.awaitClosed(forever ? nanos : deadline - System.nanoTime()))
                        && callbacks.await(forever ? nanos : deadline - System.nanoTime()));
    }

    /**
     * Waits until all callbacks have run; after {@link #terminate}. Not in one of them, nor in one of the pool's own tasks; and not any
     * longer if the calling thread is interrupted, whose flag stays set.
     */
    public void awaitCallbacks() {
        if (isInOwnTask() || callbacks.isCallbackThread()) {
            return;
        }
        try { // what has ended last may still be on its way to its callback
            Blocked.on(Long.MAX_VALUE, () -> {
                life.awaitEnded();
                return callbacks.await(Long.MAX_VALUE);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * {@return whether waiting for this face's end in this thread would be waiting for itself}
     */
    public boolean isInOwnTask() {
        return owner ? engine.isOwnThread() : CurrentSeat.find(this::isServedBy) != null || entrance.isRunningHere();
    }

    private boolean isServedBy(WorkerSeat seat) {
        EngineBatch batch = seat.batch();
        return batch != null && batch.face == this;
    }

    /**
     * Shuts down and waits for the end of everything. If the calling thread is interrupted, everything unfinished is terminated
     * instead of waited for, and the flag stays set, as {@link java.util.concurrent.ExecutorService} does since Java 19.
     *
     * @throws IllegalStateException if called from one of the pool's own tasks; the shutdown has begun then
     */
    public void close() {
        shutdown();
        if (isInOwnTask()) {
            throw new IllegalStateException("close() of " + engine.name()
                    + " from one of its own tasks would wait for itself; it is shut down now");
        }
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = awaitTermination(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                interrupted = true;
                terminate(true);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return the counts of this face, and of its workers} */
    public PoolStats stats() {
        return census.stats();
    }

    /** {@return what a wait throws that was too short} It says what the pool was doing. */
    TimeoutException lateAfter(Duration timeout) {
        PoolStats stats = stats();
        return new TimeoutException("no result after " + Nanos.told(Nanos.of(timeout)) + " (waiting " + stats.queued()
                + ", running " + stats.running() + ", workers " + stats.workers() + ")");
    }

    @Override
    public String toString() {
        return engine.name() + ", " + life + ", " + stats();
    }
}
