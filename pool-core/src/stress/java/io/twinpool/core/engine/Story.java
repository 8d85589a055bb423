// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Task;
import io.twinpool.WorkerLostException;
import io.twinpool.worker.Routine;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** One task and what became of it. */
final class Story {
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger cancellations = new AtomicInteger();
    private final AtomicInteger endings = new AtomicInteger();
    private final PoolTask<String> task;

    Story(Puppets pool) {
        task = pool.face().submit(Routine.of((Task<String>) this::body), null, Long.MAX_VALUE);
        if (!task.whenEnded(endings::incrementAndGet)) {
            throw new AssertionError("ended before anybody has done anything");
        }
    }

    private String body() {
        starts.incrementAndGet();
        return "done";
    }

    /** Has all workers do what there is for them. */
    static void finish(Puppets pool) {
        for (Puppet puppet : pool.made()) {
            while (puppet.isBusy()) {
                puppet.work();
            }
        }
    }

    /** {@return that the time is up of the first item of the first worker, which begins or has begun, and tells its stack} */
    static Runnable timeOut(Puppets pool) {
        WorkerSeat seat = pool.engine().crew().seats().iterator().next();
        EngineBatch batch = Objects.requireNonNull(seat.batch());
        Verdict late = ItemStop.late("a task", "a worker", 1, new StackTraceElement[0]);
        return () -> {
            new ItemStop(batch, 0).timeOut();
            batch.end(0, late); // as when its stack is known
        };
    }

    void cancel() {
        cancel(Cancel.WAITING);
    }

    /** Stops it if it runs. */
    void stop() {
        cancel(Cancel.RUNNING);
    }

    private void cancel(Cancel how) {
        if (task.cancel(how)) {
            cancellations.incrementAndGet();
        }
    }

    /** The end of its pool may have cancelled it. {@return whether it was cancelled} */
    boolean wasCancelled() {
        if (task.isCancelled()) {
            cancellations.incrementAndGet();
        }
        return task.isCancelled();
    }

    /** It has run or been cancelled, once in all. */
    void check() {
        checkEnd();
        require(starts.get() + cancellations.get() == 1);
    }

    /** It has ended once, and as a cancellation if that has returned true; it was started once at most. */
    void checkEnd() {
        require(task.isDone() && endings.get() == 1);
        require(task.isCancelled() == (cancellations.get() == 1));
        require(starts.get() <= 1);
        require(task.face().counts().completed() == task.face().counts().submitted());
    }

    /** As {@link #checkEnd}, of one whose first worker was lost before its body began. */
    void checkRetried() {
        checkEnd();
        boolean hasReturned = !task.isCancelled() && !task.isFailure();
        require(starts.get() == (hasReturned ? 1 : 0));
    }

    /** As {@link #checkRetried}, where nothing kept the task from its way back to the queue. */
    void checkWayBack() {
        checkRetried();
        require(!task.isFailure() || !(task.error() instanceof WorkerLostException));
    }

    private void require(boolean isSo) {
        if (!isSo) {
            throw new AssertionError(task.describe() + ", ended " + endings + ", started " + starts + ", cancelled "
                    + cancellations + ", completed " + task.face().counts().completed());
        }
    }
}
