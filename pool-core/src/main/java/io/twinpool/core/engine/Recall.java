// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Ending work before its time, wherever it is: in the queue, on its way to a worker, in a worker. */
final class Recall {
    private final TaskQueue queue;
    private final Crew crew;
    private final Stragglers stragglers;

    Recall(TaskQueue queue, Crew crew, Stragglers stragglers) {
        this.queue = queue;
        this.crew = crew;
        this.stragglers = stragglers;
    }

    /** Ends what waits in the queue and is chosen; returns the functions of single tasks among it. */
    List<Object> waiting(Predicate<Work> which, Supplier<Verdict> verdict) {
        List<Object> functions = new ArrayList<>();
        for (Waiting work : queue.remove(which)) {
            Object function = work instanceof PoolTask<?> task ? task.routine().function() : null; // gone afterwards
            if (work.abort(verdict) && function != null) {
                functions.add(function);
            }
        }
        return functions;
    }

    /** Ends what is on its way to a worker, has not started and is chosen; returns the functions of single tasks among it. */
    List<Object> unstarted(Predicate<EngineBatch> which, Supplier<Verdict> verdict) {
        List<Object> functions = new ArrayList<>();
        for (WorkerSeat seat : crew.seats()) {
            EngineBatch batch = seat.batch();
            if (batch != null && which.test(batch)) {
                functions.addAll(unstarted(batch, verdict));
            }
        }
        return functions;
    }

    static List<Object> unstarted(EngineBatch batch, Supplier<Verdict> verdict) {
        Claims.Span span = batch.claims().revoke(0);
        return span == null ? List.of() : batch.abort(span, verdict);
    }

    /** Ends what has started for a face; {@code stop}: and stops it. */
    void running(Face face, Supplier<Verdict> verdict, boolean stop) {
        for (WorkerSeat seat : crew.seats()) {
            EngineBatch batch = seat.batch();
            if (batch != null && batch.face == face) {
                int running = batch.claims().running();
                batch.holdFace();
                for (int i = 0; i < batch.claims().started(); i++) {
                    batch.end(i, verdict.get());
                }
                if (stop && running >= 0) {
                    new ItemStop(batch, running).begin();
                }
            }
        }
        stragglers.end(batch -> batch.face == face, verdict); // last: what leaves a seat meanwhile is among them
    }

    /** Stops the items of a map that run; they have ended for their owner, or are not wanted. */
    void stop(MapRun run) {
        for (WorkerSeat seat : crew.seats()) {
            EngineBatch batch = seat.batch();
            int running = batch != null && batch.isOf(run) ? batch.claims().running() : -1;
            if (batch != null && running >= 0) {
                batch.holdFace();
                batch.end(running, Verdict.CANCELLED); // its late outcome is dropped
                new ItemStop(batch, running).begin();
            }
        }
        stragglers.end(batch -> batch.isOf(run), () -> Verdict.CANCELLED);
    }
}
