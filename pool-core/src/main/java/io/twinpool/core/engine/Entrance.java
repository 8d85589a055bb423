// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolException;
import io.twinpool.PoolInterruptedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The way of a face's items into the queue, out of it, and back. */
final class Entrance {
    private final Face face;
    private final Engine engine;
    private final Map<PoolTask<?>, Thread> here = new ConcurrentHashMap<>(); // run by the tasks that submitted them

    Entrance(Face face, Engine engine) {
        this.face = face;
        this.engine = engine;
    }

    /**
     * Brings a task to a worker: through the queue, unless it is to run in this thread. Waits for room so long at most, and while it is
     * wanted.
     *
     * @return false: there was no room in time
     */
    boolean bring(PoolTask<?> task, long nanos, BooleanSupplier isWanted) throws InterruptedException {
        if (engine.factory().runsInCaller()) {
            StackRoom.require();
            accept(1);
            runInCaller(task);
            return true;
        }
        requireRoomToSend();
        if (engine.room().isBounded() && engine.isOwnThread()) {
            queueOrRunHere(task);
            return true;
        }
        boolean isIn = admit(() -> face.isOpen() && isWanted.getAsBoolean(), nanos);
        if (isIn) {
            queue(task);
        }
        return isIn;
    }

    /** Before anything is counted: whoever brings work to an idle worker in another JVM sends it, too. */
    void requireRoomToSend() {
        if (!engine.factory().sharesMemory()) {
            StackRoom.requireToSend();
        }
    }

    /** Brings a task from one of the pool's own: waiting for room could be waiting for itself. */
    private void queueOrRunHere(PoolTask<?> task) {
        if (engine.room().tryAcquire()) {
            acceptInRoom();
            queue(task);
        } else {
            StackRoom.require();
            accept(1);
            runHere(task);
        }
    }

    private void queue(PoolTask<?> task) {
        try {
            enqueue(task);
            engine.dispatch().signal();
        } catch (RuntimeException | Error e) { // no memory, or no stack left: nobody would wait for it, but close
            task.forgetCallbacks(); // first: this call tells it
            task.abort(() -> Verdict.CANCELLED);
            throw e;
        }
    }

    private void runInCaller(PoolTask<?> task) {
        try {
            engine.runInCaller(task);
        } catch (RuntimeException | Error e) {
            refuse(task); // no worker to be had
            throw e;
        }
    }

    /** It was never taken in, unless it has begun. */
    private void refuse(PoolTask<?> task) {
        if (task.reserve()) {
            face.counts().refused(1);
            face.settled();
        }
    }

    private void runHere(PoolTask<?> task) {
        here.put(task, Thread.currentThread());
        try {
            task.runHere();
        } catch (RuntimeException | Error e) {
            refuse(task); // no memory to begin
            throw e;
        } finally {
            here.remove(task);
        }
    }

    /** {@return how many tasks run in the threads that submitted them} */
    int countHere() {
        return (int) here.keySet().stream().filter(task -> !task.isDone()).count();
    }

    /** {@return whether one of them runs in this thread} */
    boolean isRunningHere() {
        return here.containsValue(Thread.currentThread());
    }

    /** Ends what runs in the threads that submitted it, which are interrupted. */
    void abortHere(Supplier<Verdict> verdict) {
        here.keySet().forEach(task -> task.abortHere(verdict.get()));
    }

    /**
     * Lets one item of a map in, waiting for room if need be, as long as it is wanted.
     *
     * @return false: there was none in the time of the map, or it was not wanted any more
     */
    boolean admit(MapRun run, BooleanSupplier isWanted) {
        try {
            boolean isIn = admit(isWanted, run.leftNanos());
            if (isIn) {
                run.admit(1);
            }
            return isIn;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean admit(BooleanSupplier isWanted, long nanos) throws InterruptedException {
        boolean isRoom = acquire(isWanted, nanos);
        if (isRoom) {
            acceptInRoom();
        }
        return isRoom;
    }

    static PoolInterruptedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new PoolInterruptedException("interrupted while waiting for room in the queue", e);
    }

    private void acceptInRoom() {
        try {
            accept(1);
        } catch (RejectedExecutionException | PoolException e) {
            left(1);
            throw e;
        }
    }

    /**
     * Lets the items of a map in that are all there: at once, or one by one where the queue is bounded.
     *
     * @return false: there was no room for some in the time of the map
     */
    boolean admit(MapRun run, int items) {
        if (engine.room().isBounded()) {
            return admitEach(run, items);
        }
        if (items > 0) {
            accept(items);
            run.admit(items);
        }
        return true;
    }

    private boolean admitEach(MapRun run, int items) {
        for (int i = 0; i < items; i++) {
            if (!admit(run, face::isOpen)) {
                return false;
            }
        }
        return true;
    }

    /** Takes room for an item; whether the face is open is seen when that is counted in. */
    private boolean acquire(BooleanSupplier isWanted, long nanos) throws InterruptedException {
        if (engine.room().tryAcquire() || Blocked.on(nanos, () -> engine.room().acquire(isWanted, nanos))) {
            return true;
        }
        if (!face.isOpen()) {
            throw engine.rejection();
        }
        return false;
    }

    /** Counts items in, if the face is open. */
    void accept(int items) {
        face.counts().submitted(items);
        if (!face.isOpen()) {
            face.counts().refused(items);
            face.settled();
            throw engine.rejection();
        }
    }

    void enqueue(Work work) {
        engine.queue().add(work);
        abortIfStopped(work);
    }

    void giveBack(Work work, int items) {
        engine.room().release(-items);
        engine.queue().giveBack(work);
        abortIfStopped(work);
    }

    private void abortIfStopped(Work work) {
        Supplier<Verdict> verdict = work.abortVerdict();
        if (verdict != null) {
            face.underway().end(() -> engine.recall().waiting(waiting -> isOf(waiting, work), verdict));
        }
    }

    /** Whether it is that, or what was hurried of that meanwhile. */
    private static boolean isOf(Work waiting, Work work) {
        return waiting == work || (waiting instanceof MapRange range && range.run() == work);
    }

    /** Items have left the queue, to start or to end. */
    void left(int items) {
        engine.room().release(items);
    }
}
