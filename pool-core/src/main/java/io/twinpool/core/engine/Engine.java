// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Workers;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.WorkerFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Running workers and the work that waits for them, whichever face it came through.
 *
 * <pre>
 *   Open --finish--&gt; Finishing --last worker has left--&gt; Closed
 *   Open, Finishing --stop: workers are ended--&gt; Stopping --last worker is gone--&gt; Closed
 * </pre>
 *
 * <p>Thread-safe.
 */
final class Engine {
    private enum Phase {
        OPEN,
        FINISHING,
        STOPPING,
        CLOSED
    }

    private final Workers workers;
    private final String name;
    private final WorkerFactory factory;
    private final TaskQueue queue = new TaskQueue();
    private final Timers deadlines;
    private final Crew crew;
    private final Stragglers stragglers;
    private final Room room;
    private final Recall recall;
    private final Dispatch dispatch;
    private final Set<Face> faces = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExitWatch exitWatch = new ExitWatch(this);
    private volatile @Nullable Breakdown breakdown; // set once: why the pool cannot work any more

    private Engine(Workers workers, WorkerFactory factory, Function<String, Timers> timers) {
        this.workers = workers;
        this.name = workers.name().orElseGet(PoolNames::next);
        this.factory = factory;
        this.deadlines = timers.apply(name);
        this.room = new Room(workers.queueCapacity().orElse(Integer.MAX_VALUE));
        this.crew = new Crew(this, staffing(), new Spares(standby()));
        this.stragglers = new Stragglers(deadlines);
        this.recall = new Recall(queue, crew, stragglers);
        this.dispatch = new Dispatch(queue, crew, factory.runsInCaller());
    }

    static Engine open(Workers workers) {
        return open(workers, Kinds.open(workers));
    }

    static Engine open(Workers workers, WorkerFactory factory) {
        return open(workers, factory, Deadlines::new);
    }

    static Engine open(Workers workers, WorkerFactory factory, Function<String, Timers> timers) {
        return new Engine(workers, factory, timers);
    }

    /** A worker for each caller, as they come; else those that were ordered, some of which may leave for want of work. */
    private Staffing staffing() {
        int size = factory.runsInCaller() ? 0 : workers.size();
        return new Staffing(size, workers.idleTimeout().isPresent() ? Math.min(size, workers.minWorkers()) : size);
    }

    private int standby() {
        return factory.runsInCaller() ? 0 : workers.standby().orElseGet(factory::standby);
    }

    /** Starts the workers; there is a face by now that hears of it if they cannot start. */
    void begin() {
        exitWatch.begin();
        crew.fill();
    }

    /** A face stands on these workers, and hears how they end. */
    void add(Face face) {
        faces.add(face);
        Breakdown why = breakdown;
        if (why != null) {
            face.stop(() -> Verdict.broken(() -> why.exception(name)), false); // it broke before it could know the face
        }
    }

    Workers workers() {
        return workers;
    }

    String name() {
        return name;
    }

    WorkerFactory factory() {
        return factory;
    }

    TaskQueue queue() {
        return queue;
    }

    Timers deadlines() {
        return deadlines;
    }

    Crew crew() {
        return crew;
    }

    Stragglers stragglers() {
        return stragglers;
    }

    Room room() {
        return room;
    }

    Recall recall() {
        return recall;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    Set<Face> faces() {
        return faces;
    }

    int size() {
        return workers.size();
    }

    int tasksPerWorker() {
        return workers.maxTasksPerChild().orElse(Integer.MAX_VALUE);
    }

    /** How many items have been accepted, and need somebody who is not at one just now. */
    long waiting() {
        long unfinished =
                faces.stream().mapToLong(face -> face.counts().unfinished()).sum();
        int attended = crew.engaged() + stragglers.running(batch -> true);
        return Math.max(queue.isEmpty() ? 0 : 1, unfinished - attended);
    }

    /** {@return whether this thread is one of these workers, or runs what one of them runs} */
    boolean isOwnThread() {
        return ownSeat() != null;
    }

    /** {@return the seat of that worker; null: it is none of these} */
    @Nullable
    WorkerSeat ownSeat() {
        return CurrentSeat.find(seat -> seat.crew().engine() == this);
    }

    long killGraceNanos() {
        return Nanos.of(workers.killGrace());
    }

    // ---- work

    /** Runs work in the calling thread, for workers of that kind. */
    void runInCaller(PoolTask<?> task) {
        WorkerSeat seat = callerSeat();
        TaskBatch batch = task.takeAlone(seat);
        if (batch != null) {
            seat.serve(batch);
        } else {
            seat.serve(); // nothing, by now: idle again
        }
    }

    void runInCaller(MapRun run) {
        while (queue.has(run)) {
            WorkerSeat seat = callerSeat();
            EngineBatch batch = queue.takeFrom(run, seat);
            if (batch != null) {
                seat.serve(batch);
            } else {
                seat.serve(); // nothing left, by now: idle again
            }
        }
    }

    private WorkerSeat callerSeat() {
        while (true) {
            WorkerSeat seat = crew.claimIdle();
            if (seat == null && crew.extra() == null) {
                throw rejection();
            } else if (seat != null && !isOutlived(seat)) {
                return seat;
            } else if (seat != null) {
                seat.dismissLater();
                seat.serve(); // finds out that its time is over
            }
        }
    }

    private boolean isOutlived(WorkerSeat seat) {
        crew.retirement().look(seat);
        return seat.isOutlived();
    }

    // ---- endings

    RuntimeException rejection() {
        return rejection(" is shut down and takes no more tasks");
    }

    /** {@return what a further face meets} */
    RuntimeException faceRejection() {
        return rejection(" is shut down: no pool can stand on its workers any more");
    }

    /** {@return what comes behind the last item that was taken of an input} */
    RuntimeException inputRejection() {
        return rejection(" was shut down before all of the input of this map was read: no item follows");
    }

    private RuntimeException rejection(String why) {
        Breakdown broken = breakdown;
        return broken != null ? broken.exception(name) : new RejectedExecutionException(name + why);
    }

    /** A face has nothing unfinished and takes nothing: the workers end with the last one. */
    void settled(Face face) {
        faces.remove(face);
        crew.seats().forEach(seat -> seat.tallies().forget(face));
        if (faces.isEmpty()) {
            finish();
        }
    }

    boolean isFinishing() {
        return phase.get() != Phase.OPEN;
    }

    /** Whether the workers are being ended by force. */
    boolean isStopping() {
        return phase.get() == Phase.STOPPING;
    }

    /** No work will come any more: the workers leave, each when it is idle. */
    void finish() {
        if (phase.compareAndSet(Phase.OPEN, Phase.FINISHING)) {
            boolean gone = crew.close();
            crew.seats().forEach(WorkerSeat::dismiss);
            if (gone) {
                crewEnded();
            }
        }
    }

    /**
     * Ends everything: each face's work by the action given, then the workers, whatever they do: those that may be asked are killed
     * after the grace.
     */
    void stop(Consumer<Face> endWork, boolean ask) {
        Phase was = phase.getAndUpdate(now -> now == Phase.CLOSED ? now : Phase.STOPPING);
        faces.forEach(endWork); // after it is known that this is no polite end, which the last of them would begin
        if (was == Phase.CLOSED) {
            return;
        }
        boolean gone = crew.close();
        crew.seats().forEach(seat -> end(seat, ask));
        if (gone) {
            crewEnded();
        }
    }

    private void end(WorkerSeat seat, boolean ask) {
        if (ask || factory.sharesMemory()) { // a thread cannot be killed, only asked, and given up
            seat.terminate();
            deadlines.schedule(seat::kill, killGraceNanos());
        } else {
            seat.kill();
        }
    }

    /** The last worker is gone. */
    void crewEnded() {
        if (phase.getAndSet(Phase.CLOSED) != Phase.CLOSED) {
            deadlines.close();
            try {
                factory.close();
            } finally { // whatever that meets, the pool has ended
                exitWatch.end();
                closed.countDown();
            }
        }
    }

    /** The pool cannot work any more: everything unfinished ends so, and the workers are ended. */
    void breakDown(Breakdown why) {
        breakDown(why, () -> {});
    }

    /** As {@link #breakDown(Breakdown)}; {@code culprit} ends when nothing is taken any more, and before all others. */
    void breakDown(Breakdown why, Runnable culprit) {
        if (!breaks(why)) {
            culprit.run();
            return;
        }
        Supplier<Verdict> verdict = () -> Verdict.broken(() -> why.exception(name));
        phase.getAndUpdate(now -> now == Phase.CLOSED ? now : Phase.STOPPING); // first: no face's end is a polite one
        try {
            faces.forEach(face -> face.refuse(verdict));
            culprit.run();
        } finally {
            stop(face -> face.stop(verdict, false), false);
            Log.broken(name, why);
        }
    }

    /** {@return whether it was whole until now} */
    private synchronized boolean breaks(Breakdown why) {
        if (breakdown != null) {
            return false;
        }
        breakdown = why;
        return true;
    }

    boolean awaitClosed(long nanos) throws InterruptedException {
        return closed.await(nanos, TimeUnit.NANOSECONDS);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }
}
