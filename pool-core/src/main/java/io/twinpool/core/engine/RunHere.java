// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import org.jspecify.annotations.Nullable;

/**
 * A task's run in the thread that submitted it, one of the pool's own, instead of in a worker.
 *
 * <p>It has an interrupt flag of its own: what is aimed at it does not meet the task around it, nor the other way round.
 */
final class RunHere {
    private final Thread thread = Thread.currentThread();
    private final @Nullable WorkerSeat seat = CurrentSeat.get(); // of the task around it
    private final Claims claims = Claims.onHeap(1); // lets an interrupt meet this run alone

    Verdict call(Routine routine, @Nullable Object argument) {
        boolean interrupted = Thread.interrupted(); // the task around it, not this one
        claims.claim();
        Verdict verdict;
        try {
            verdict = Verdict.returned(routine.call(argument));
        } catch (Throwable e) { // whatever a task throws is its outcome
            verdict = Verdict.threw(e);
        }
        claims.rest();
        Thread.interrupted(); // by itself
        if (interrupted || (seat != null && seat.isInterrupted())) {
            thread.interrupt();
        }
        return verdict;
    }

    boolean isInThisThread() {
        return thread == Thread.currentThread();
    }

    StackTraceElement[] stack() {
        return thread.getStackTrace();
    }

    void interrupt() {
        claims.interrupt(0, thread);
    }
}
