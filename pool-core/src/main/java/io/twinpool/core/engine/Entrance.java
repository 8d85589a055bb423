// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolException;
import io.twinpool.PoolInterruptedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** The way of a face's items into the queue, out of it, and back. */
final class Entrance {
    private final Face face;
    private final Engine engine;
    private final Set<PoolTask<?>> here = ConcurrentHashMap.newKeySet(); // run by the tasks that submitted them

    Entrance(Face face, Engine engine) {
        this.face = face;
        this.engine = engine;
    }

    /** Brings a task to a worker: through the queue, unless it is to run in this thread. */
    void bring(PoolTask<?> task) {
        if (engine.factory().runsInCaller()) {
            accept(1);
            runInCaller(task);
        } else if (engine.room().isBounded() && face.isOwnWorker()) {
            queueOrRunHere(task);
        } else {
            admit();
            queue(task);
        }
    }

    /** Brings a task from one of the pool's own: waiting for room could be waiting for itself. */
    private void queueOrRunHere(PoolTask<?> task) {
        if (engine.room().tryAcquire()) {
            acceptInRoom();
            queue(task);
        } else {
            accept(1);
            runHere(task);
        }
    }

    private void queue(PoolTask<?> task) {
        enqueue(task);
        engine.dispatch().signal();
    }

    private void runInCaller(PoolTask<?> task) {
        try {
            engine.runInCaller(task);
        } catch (RejectedExecutionException | PoolException e) {
            task.cancel(Cancel.WAITING); // no worker to be had: it was never taken in
            throw e;
        }
    }

    private void runHere(PoolTask<?> task) {
        here.add(task);
        if (face.abortVerdict() != null) {
            task.cancel(Cancel.WAITING); // stopped before it could be seen here
        }
        try {
            task.runHere();
        } finally {
            here.remove(task);
        }
    }

    /** {@return how many tasks run in the threads that submitted them} */
    int countHere() {
        return here.size();
    }

    /** Ends what runs in the threads that submitted it; these run on. */
    void abortHere(Supplier<Verdict> verdict) {
        here.forEach(task -> task.abortHere(verdict.get()));
    }

    /** Lets one item in, waiting for room if need be. */
    void admit() {
        acquire();
        acceptInRoom();
    }

    private void acceptInRoom() {
        try {
            accept(1);
        } catch (RejectedExecutionException | PoolException e) {
            left(1);
            throw e;
        }
    }

    /** Lets the items of a map in that are all there: at once, or one by one where the queue is bounded. */
    void admit(MapRun run, int items) {
        if (!engine.room().isBounded()) {
            if (items > 0) {
                accept(items);
                run.admit(items);
            }
            return;
        }
        for (int i = 0; i < items; i++) {
            admit();
            run.admit(1);
        }
    }

    private void acquire() {
        if (engine.room().tryAcquire()) {
            return; // and whether the face is open is seen when the item is counted in
        }
        try {
            if (!Blocked.on(() -> engine.room().acquire(face::isOpen))) {
                throw engine.rejection();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolInterruptedException("interrupted while waiting for room in the queue", e);
        }
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
            face.underway().end(() -> engine.recall().waiting(waiting -> waiting == work, verdict));
        }
    }

    /** Items have left the queue, to start or to end. */
    void left(int items) {
        engine.room().release(items);
    }
}
