// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A worker that does nothing by itself: the test moves it. */
final class Puppet implements Worker {
    final String name;
    private final Seat seat;
    private final Consumer<Puppet> onStart;
    private final Consumer<Puppet> onRetire;
    private volatile @Nullable Batch batch;
    private int begun = -1; // the test's thread only: the item that it is in
    private volatile boolean up;
    private volatile boolean retired;
    private volatile boolean withdrawn;
    private volatile boolean isOutOfMemory;
    private volatile boolean isBlind;
    private volatile boolean failsAtInterrupts;
    private volatile IntFunction<Claims> claims = Claims::onHeap;
    private final List<Integer> interrupted = new CopyOnWriteArrayList<>();

    Puppet(String name, Seat seat, Consumer<Puppet> onStart, Consumer<Puppet> onRetire) {
        this.name = name;
        this.seat = seat;
        this.onStart = onStart;
        this.onRetire = onRetire;
    }

    // ---- what the test has it do

    /** Comes up, and takes a batch if one waits. */
    Puppet comeUp() {
        up = true;
        seat.ready();
        take();
        return this;
    }

    /** Nothing is no news: it may have been woken meanwhile, by another thread, and have taken something there. */
    private void take() {
        Batch next = seat.next();
        if (next != null) {
            batch = next;
        }
    }

    /** Starts the next item of its batch. */
    Puppet begin() {
        if (has().share() == null || hold()) {
            claim();
        }
        return this;
    }

    /** Holds the next task of the lot that its batch is of. {@return whether there was one} */
    boolean hold() {
        Batch open = has();
        Batch.Share share = Objects.requireNonNull(open.share());
        int place = open.claims().started();
        return place < open.size() && ((HeapLot) share.lot()).hold(share.holder(), place);
    }

    /** Starts what it holds. {@return whether that has not been taken back} */
    boolean claim() {
        begun = has().claims().claim();
        return begun >= 0;
    }

    /** Does the batch that it has, and asks for another. */
    void work() {
        finish();
        if (has().share() == null) {
            has().run();
        } else {
            while (hold() && claim()) {
                finish();
            }
        }
        leaveBatch();
    }

    /** Nothing is left of its batch: it asks for another. */
    void leaveBatch() {
        batch = null;
        take();
    }

    /** Ends the item that it is in. */
    void finish() {
        int ended = begun;
        begun = -1;
        if (ended >= 0) {
            Batch open = has();
            try {
                open.succeed(ended, open.routine(ended).call(open.argument(ended)));
            } catch (Exception e) {
                open.fail(ended, e);
            }
        }
    }

    /** It cannot see any lot. */
    void beBlind() {
        isBlind = true;
    }

    /** There is no memory to interrupt it. */
    void failAtInterrupts() {
        failsAtInterrupts = true;
    }

    /** Says that it should be replaced. */
    void beSpent() {
        seat.spent();
    }

    /** There is no memory for its next batch. */
    void runOutOfMemory() {
        isOutOfMemory = true;
    }

    /** Its next batches have claims of the test's own making. */
    void claimBy(IntFunction<Claims> made) {
        claims = made;
    }

    /** Starts nothing more. */
    void fail() {
        seat.failing();
    }

    void die() {
        batch = null;
        begun = -1;
        seat.ended(new Ending.Lost(OptionalLong.of(4711), OptionalInt.of(137), "was killed by signal 9", ""));
    }

    void dieOf(Throwable cause) {
        batch = null;
        begun = -1;
        seat.ended(new Ending.Lost(OptionalLong.empty(), OptionalInt.empty(), "died", "", cause));
    }

    void failToStart() {
        seat.ended(new Ending.StartFailed(new IOException("no such program")));
    }

    void failToInitialize() {
        seat.ended(new Ending.InitializerFailed(new IOException("no database")));
    }

    void leave() {
        seat.ended(new Ending.Left());
    }

    private Batch has() {
        Batch now = batch;
        if (now == null) {
            throw new AssertionError(name + " has nothing to do");
        }
        return now;
    }

    // ---- what the test sees

    boolean isBusy() {
        return batch != null;
    }

    /** Whether there is more in its batch that it may start. */
    boolean mayGoOn() {
        return has().claims().waiting() > 0;
    }

    /** Whether it has still to find that there is no memory. */
    boolean isAboutToFail() {
        return isOutOfMemory;
    }

    /** {@return the items that it was asked to stop, by their places in their batches} */
    List<Integer> interrupted() {
        return interrupted;
    }

    boolean isUp() {
        return up;
    }

    boolean isRetired() {
        return retired;
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    // ---- what the pool tells it

    @Override
    public boolean joins(Lot lot) {
        return !isBlind;
    }

    @Override
    public Claims claims(int size) {
        if (isOutOfMemory) {
            isOutOfMemory = false;
            throw new OutOfMemoryError("Java heap space");
        }
        return claims.apply(size);
    }

    @Override
    public void start() {
        onStart.accept(this);
    }

    @Override
    public void wake() {
        take();
    }

    @Override
    public void interrupt(Batch running, int index, Consumer<StackTraceElement[]> stack) {
        interrupted.add(index);
        if (failsAtInterrupts) {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Override
    public void withdraw() {
        withdrawn = true;
    }

    @Override
    public void terminate() {
        leave();
    }

    @Override
    public void kill() {
        leave();
    }

    @Override
    public void retire() {
        retired = true;
        onRetire.accept(this);
    }

    @Override
    public String toString() {
        return name + (up ? " up" : "") + (batch != null ? " busy" : "") + (retired ? " retired" : "");
    }
}
