// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Ending;
import io.twinpool.worker.PoolLog;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool: as many as it should have, each replaced when it is lost or spent, by a spare if there is one.
 *
 * <p>A task that waits for another task of its own pool lends its place to a further worker until it goes on.
 */
final class Crew {
    private static final int GONE_AMONG_IDLE = 64; // one in so many
    private static final long SPARES_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Engine engine;
    private final Deque<WorkerSeat> idle = new ConcurrentLinkedDeque<>(); // may hold seats that are not idle any more
    private final AtomicInteger gone =
            new AtomicInteger(); // about so many have ended since the idle were looked through
    private final Places places;
    private final Breaker breaker;
    private final Retirement retirement;
    private final Alarm spareTime;
    private final Turnover turnover = new Turnover();

    Crew(Engine engine, Staffing staffing, Spares spares) {
        this.engine = engine;
        this.places = new Places(this, staffing, spares);
        this.breaker = new Breaker(engine.deadlines(), this::resume);
        this.retirement =
                new Retirement(this, engine.workers(), !engine.factory().runsInCaller(), engine.deadlines());
        this.spareTime = new Alarm(engine.deadlines(), this::startSpares);
    }

    Engine engine() {
        return engine;
    }

    Deque<WorkerSeat> idle() {
        return idle;
    }

    Collection<WorkerSeat> seats() {
        return places.seats();
    }

    Retirement retirement() {
        return retirement;
    }

    Turnover turnover() {
        return turnover;
    }

    int serving() {
        return places.serving();
    }

    /** How many chosen items are in the user's code just now, and have not ended otherwise. */
    int running(Predicate<EngineBatch> which) {
        int running = 0;
        for (WorkerSeat seat : seats()) {
            EngineBatch batch = seat.batch();
            int index = batch != null && which.test(batch) ? batch.claims().running() : -1;
            running += batch != null && index >= 0 && batch.isOpen(index) ? 1 : 0;
        }
        return running;
    }

    /** How many chosen items have started on a seat that still has them, and not ended. */
    int started(Predicate<EngineBatch> which) {
        int started = 0;
        for (WorkerSeat seat : seats()) {
            EngineBatch batch = seat.batch();
            started += batch != null && which.test(batch) ? batch.countOpen() : 0;
        }
        return started;
    }

    /** How many seats are at an item, or have one that they are about to begin. */
    int engaged() {
        int engaged = 0;
        for (WorkerSeat seat : seats()) {
            EngineBatch batch = seat.batch();
            boolean isAtWork = batch != null
                    && (batch.claims().running() >= 0 || batch.claims().waiting() > 0);
            engaged += isAtWork ? 1 : 0;
        }
        return engaged;
    }

    // ---- who comes

    /** Fills the places that should not be free. Spares that have gone there are replaced a little later. */
    void fill() {
        for (Places.Opening next = next(); next != null; next = next()) {
            if (next.isPromotion()) {
                next.seat().promote();
                Log.takesOver(next.seat());
            } else {
                start(next.seat());
            }
        }
        if (places.lacksSpares()) {
            spareTime.within(
                    SPARES_WAIT_NANOS); // at once it would take a processor from whoever has just begun to serve
        }
    }

    private Places.@Nullable Opening next() {
        return places.next(mayStart());
    }

    private void startSpares() {
        for (WorkerSeat seat = openSpare(); seat != null; seat = openSpare()) {
            start(seat);
        }
    }

    private @Nullable WorkerSeat openSpare() {
        return places.openSpare(mayStart());
    }

    /** Not in a pause, nor while the pool ends by force, which closes the crew only when all work has ended. */
    private boolean mayStart() {
        return !breaker.isPaused() && !engine.isStopping();
    }

    /** A new seat beyond the others, for the thread that calls; null: the pool is closing. */
    @Nullable
    WorkerSeat extra() {
        WorkerSeat seat = places.openExtra();
        if (seat != null) {
            start(seat);
        }
        return seat;
    }

    private void start(WorkerSeat seat) {
        turnover.started();
        try {
            seat.start(engine.factory().create(seat.name(), seat));
        } catch (RuntimeException | Error e) { // no memory for a thread, say: a failed start like others
            boolean isStandIn = !seat.isSpare() && places.serving() > engine.size();
            if (isStandIn) { // but the pool can do without it
                PoolLog.warn(seat.name() + " cannot stand in for a worker that waits", e);
                breaker.pause();
                seat.ended(new Ending.Left());
            } else {
                seat.ended(new Ending.StartFailed(e));
            }
        }
    }

    boolean keepsAsSpare(WorkerSeat seat) {
        return places.keepsAsSpare(seat);
    }

    void ready(WorkerSeat seat) {
        places.isUp(seat);
        breaker.started();
        retirement.begins();
        fill(); // now spares may start, which come after those that serve
    }

    /** A worker has run something for the first time. */
    void proven() {
        breaker.proven();
    }

    private void resume() {
        breaker.resume();
        retirement.begins();
        fill();
    }

    // ---- who works

    /** An idle seat that is the caller's to serve; null: all are busy. */
    @Nullable
    WorkerSeat claimIdle() {
        for (WorkerSeat seat = idle.pollFirst(); seat != null; seat = idle.pollFirst()) {
            seat.unlisted();
            if (seat.claim()) {
                return seat;
            }
        }
        return null;
    }

    /** Whether a place has no worker: it was lent, or left empty for want of work. */
    boolean isShort() {
        return places.isShort();
    }

    /** Work waits, and nobody is idle: fills the places that were lent, and as many of the empty ones as there is work for. */
    void reinforce() {
        if (places.hasEmpty()) {
            places.fillEmpty(engine.waiting());
        }
        fill();
    }

    /**
     * A worker waits, in whose thread this is called: another one may take its place meanwhile. Inline, whoever comes has one. In its
     * initializer it lends nothing: the other one's would wait likewise, and so on without end.
     */
    void lend(WorkerSeat seat) {
        if (!engine.factory().runsInCaller() && seat.tenure().isUp() && places.lend(seat)) {
            engine.dispatch().signal();
        }
    }

    void reclaim(WorkerSeat seat) {
        if (engine.factory().runsInCaller() || !places.reclaim(seat)) {
            return;
        }
        WorkerSeat surplus = places.isCrowded() ? claimIdle() : null;
        if (surplus != null) {
            surplus.serve(); // finds out that it is one too many
        }
    }

    // ---- who leaves

    /** Whether a seat that looks for work should leave instead: the pool closes, there are too many, or it is too old. */
    boolean dismisses(WorkerSeat seat) {
        return (isThinning() || seat.isTooOld()) && places.dismisses(seat, mayStart());
    }

    /** Whether seats that look for work may have to leave: the pool closes, or there are too many. */
    boolean isThinning() {
        return places.isCrowded() || engine.isFinishing();
    }

    /** A worker is leaving: its place is filled while it does. */
    void relieve(WorkerSeat seat) {
        places.vacate(seat);
        fill();
    }

    /** {@return whether a worker that has nothing to do leaves, since another one can take its place at once} */
    boolean replace(WorkerSeat seat) {
        boolean leaves = places.takeForAnother(seat, mayStart());
        if (leaves) {
            farewell(seat);
        }
        return leaves;
    }

    boolean isReplaceable(WorkerSeat seat) {
        return places.isReplaceable(seat, mayStart());
    }

    /** Lets an idle worker go, unless its place must not be left empty. */
    void dispense(WorkerSeat seat) {
        if (places.takeAndLeaveEmpty(seat)) {
            farewell(seat);
        }
    }

    private void farewell(WorkerSeat seat) {
        seat.retire();
        fill();
        if (engine.dispatch().hasWorkFor(seat)) {
            engine.dispatch().signal(); // who brought it may have counted on this seat
        }
    }

    /** A worker is gone: deals with what it had, and fills its place. */
    void ended(WorkerSeat seat, Ending ending, @Nullable EngineBatch left) {
        boolean isWanted = !engine.isFinishing() && !seat.isDismissed();
        turnover.ended(seat, ending); // first: whoever sees the task fail finds its worker counted
        boolean wasLastSpare = isUnfitSpare(seat, ending) && places.spareFailed();
        try {
            settle(seat, ending, left);
        } finally {
            Log.ended(seat, ending, isWanted); // last, as the log may be slow
        }
        if (wasLastSpare) {
            retirement.begins(); // who is too old waits for no spare now
            Log.withoutSpares(engine.name());
        }
    }

    /** A spare that cannot be initialized: others serve, and the pool can do without. */
    private static boolean isUnfitSpare(WorkerSeat seat, Ending ending) {
        return seat.isSpare() && ending instanceof Ending.InitializerFailed;
    }

    private void settle(WorkerSeat seat, Ending ending, @Nullable EngineBatch left) {
        try {
            Loss.settle(engine, seat, ending, left);
        } finally { // its place must not be kept for it
            leftBy(seat, ending, left);
        }
    }

    private void leftBy(WorkerSeat seat, Ending ending, @Nullable EngineBatch left) {
        if (left != null) {
            engine.dispatch().left(left);
            left.releaseFace();
        }
        engine.dispatch().isAwake(); // if it was on its way, it will not come
        Breakdown fault = engine.isFinishing() || isUnfitSpare(seat, ending)
                ? null
                : breaker.ended(seat, ending, left, this::isAnyUp);
        boolean last = places.strike(seat); // not before: whoever fills its place would not find the pause yet
        unlist();
        if (last) {
            engine.crewEnded();
        } else if (fault != null) {
            engine.breakDown(fault);
        } else {
            fill();
            engine.dispatch().signal(); // also for one who is too many, if a lent place has gone
        }
    }

    /** Takes those who are gone from the list of the idle: a few at a time where there are many, or each would be looked for in all of it. */
    private void unlist() {
        if (gone.incrementAndGet() * GONE_AMONG_IDLE >= places.serving()) {
            gone.set(0);
            idle.removeIf(WorkerSeat::isGone);
        }
    }

    private boolean isAnyUp() {
        return seats().stream().anyMatch(seat -> seat.tenure().isUp() && !seat.isGone());
    }

    /** No replacements from now on. {@return whether nobody is left to end} */
    boolean close() {
        return places.close();
    }
}
