// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Ending;
import io.twinpool.worker.Seat;
import java.io.EOFException;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The I/O thread's part: listens, runs errands, and reports the worker's end.
 *
 * <pre>
 *   Talking --the far half has ended, or must--&gt; Draining --its last words are heard--&gt; Recovering --&gt; Over
 * </pre>
 *
 * <p>A thread whose errand does not come back is overtaken: another one goes on where it was, and it ends when it is back. So there is one I/O
 * thread at any time, and what is said to be its own needs no guard.
 */
final class Listener {
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2); // a dead process's link ends at once,
    // unless a process that it has forked holds it too
    private static final int MOST_ERRANDS = 64; // between two looks at the control link
    private static final int MEMORY_FOR_END = 1 << 16;
    private static final long MEMORY_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private enum Phase {
        TALKING,
        DRAINING,
        RECOVERING,
        OVER
    }

    private final Seat seat;
    private final Far far;
    private final Talk talk;
    private final BooleanSupplier isStopping;
    private final ClassServer classServer;
    private final Lookout lookout;
    private final Errands errands;
    private final Patience patience; // I/O thread only, as what follows
    private Phase phase = Phase.TALKING;
    private Throwable end = new LinkClosedException(); // why the talk is over
    private long drainingSinceNanos;
    private int errandsInARow;

    /**
     * Makes a listener for open links.
     *
     * @param isStopping whether the pool has asked for the end
     * @param launch starts a further I/O thread
     */
    Listener(Seat seat, Far far, Terms terms, Talk talk, BooleanSupplier isStopping, Consumer<Runnable> launch) {
        this.seat = seat;
        this.far = far;
        this.talk = talk;
        this.isStopping = isStopping;
        this.classServer = terms.classServer();
        this.lookout = terms.lookout();
        this.errands = new Errands(lookout, errand -> launch.accept(() -> takeOver(errand)));
        this.patience = new Patience(terms.killGraceNanos());
    }

    Errands errands() {
        return errands;
    }

    /** Listens in this thread, as the first I/O thread. */
    void listen() {
        lookout.add(errands);
        talk.wakeUp(); // the far half waits for the first word
        goOn(null);
    }

    private void takeOver(Errand errand) {
        if (errands.overtake(errand)) {
            goOn(errand);
        }
    }

    private void goOn(@Nullable Errand before) {
        try {
            listen(before);
        } catch (RuntimeException | Error e) { // no memory, say: nobody else would tell that the worker has ended
            end = e;
            awaitMemory();
            try {
                far.kill();
            } finally {
                lookout.remove(errands);
                tellEnd();
            }
        }
    }

    /** What tells the end takes memory, in the pool too: there is no use in telling it before there is some, and nobody says when. */
    private static void awaitMemory() {
        while (!isThereMemory()) {
            LockSupport.parkNanos(MEMORY_LOOK_NANOS);
        }
    }

    private static boolean isThereMemory() {
        try {
            return new byte[MEMORY_FOR_END].length > 0;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /** Listens until the end, or until this thread has been overtaken. */
    private void listen(@Nullable Errand before) {
        Errand errand = before;
        while (phase != Phase.OVER || errand != null) {
            errand = step(errand);
            if (errand != null && !errands.run(errand)) {
                return;
            }
        }
        lookout.remove(errands);
        tellEnd();
    }

    /** {@return the errand to run now; null: none} */
    private @Nullable Errand step(@Nullable Errand done) {
        if (phase != Phase.TALKING) {
            return conclude(done);
        }
        try {
            return talk(done);
        } catch (Throwable t) { // becomes the worker's ending
            fallSilent(t);
            return conclude(done);
        }
    }

    private @Nullable Errand talk(@Nullable Errand done) throws Throwable {
        errandsInARow = done == null ? 0 : errandsInARow + 1;
        if (errandsInARow % MOST_ERRANDS == 0) {
            talk.await(done == null ? patience.millis() : Talk.ONLY_LOOK);
        }
        Errand next = talk.serve(done);
        if (talk.isLeaving()) { // and has the time of grace for it
            patience.begin();
        }
        if (patience.isOver()) {
            far.kill();
        }
        return next;
    }

    private void fallSilent(Throwable t) {
        end = t;
        Conversation rest = talk.takeOver();
        rest.stop();
        if (!isOffence()) {
            rest.startWhatWasReserved(); // before the pool takes back what has not started
        }
        if (rest.isReady() && !talk.hasLeft()) {
            seat.failing(); // first: all else takes time
        }
        far.kill();
        drainingSinceNanos = System.nanoTime();
        phase = isOffence() ? Phase.OVER : Phase.DRAINING; // nothing is believed of who breaks the rules
    }

    private boolean isOffence() {
        return !(end instanceof IOException) || end instanceof ProtocolException || end instanceof EOFException;
    }

    /** Reports what the far half has sent and written until it ended. */
    private @Nullable Errand conclude(@Nullable Errand done) {
        Conversation rest = talk.conversation();
        if (done != null) {
            rest.conclude(done);
            drainingSinceNanos = System.nanoTime(); // the user's code is not what is waited for
        }
        if (rest.errand() == null) {
            hearRest(rest);
        }
        return rest.errand();
    }

    private void hearRest(Conversation rest) {
        try {
            switch (phase) {
                case DRAINING -> drain(rest);
                case RECOVERING -> recover(rest);
                default -> {}
            }
        } catch (IOException | RuntimeException | Error e) { // the end; or what is left makes no sense: it is lost
            phase = phase == Phase.DRAINING ? Phase.RECOVERING : Phase.OVER;
        }
    }

    private void drain(Conversation rest) throws IOException {
        if (rest.drain()) { // before the clock: all that it has sent may lie there
            return;
        }
        if (System.nanoTime() - drainingSinceNanos > LAST_WORDS_NANOS) {
            phase = Phase.RECOVERING;
        } else {
            talk.awaitLastWords(100);
        }
    }

    private void recover(Conversation rest) throws IOException {
        phase = Phase.OVER;
        rest.recover();
        rest.refuseRest();
    }

    private void tellEnd() {
        Ending ending;
        try {
            ending = ending();
        } catch (Throwable t) { // the thread's last act must be to say that the worker has ended, whatever happened
            ending = new Ending.Lost(OptionalLong.empty(), OptionalInt.empty(), "ended in an unknown way: " + t, "", t);
        }
        talk.close();
        classServer.leave();
        seat.ended(ending);
    }

    private Ending ending() {
        Conversation rest = talk.conversation();
        if (talk.hasLeft()) {
            far.lost(null);
            return new Ending.Left();
        }
        Throwable initFailure = rest.initFailure();
        if (initFailure != null) {
            far.lost(null);
            return new Ending.InitializerFailed(initFailure);
        }
        Throwable offence = isOffence() ? end : null;
        return rest.isReady() || isStopping.getAsBoolean() ? far.lost(offence) : failedStart(offence);
    }

    private Ending failedStart(@Nullable Throwable offence) {
        Throwable failure = far.failedStart();
        if (offence != null) {
            failure.addSuppressed(offence);
        }
        return new Ending.StartFailed(failure);
    }
}
