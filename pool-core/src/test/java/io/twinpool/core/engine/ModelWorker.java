// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker that makes one step at a time, when the model says so: what a thread or a process may do, in the order it may do it, and however
 * long after it was told to end. But it has no limits of its own ({@link Seat#spent}), and no item of it meets serialization
 * ({@link Batch#linger}, {@link Batch#refuse}).
 */
final class ModelWorker implements Worker {
    private enum Life {
        MADE,
        STARTING,
        UP,
        GONE
    }

    /** Something that can happen to somebody, if it is possible just now. */
    record Step(Object who, String what, BooleanSupplier isPossible, Runnable step) {
        @Override
        public String toString() {
            return who + " " + what;
        }
    }

    private final String name;
    private final Seat seat;
    private final boolean isThread; // which cannot be killed, only given up
    private final List<Step> good = new ArrayList<>(); // what one does that goes on well
    private final List<Step> steps = new ArrayList<>();
    private final Step death;
    private Life life = Life.MADE;
    private @Nullable Batch batch;
    private int place; // of the next item of its batch
    private boolean holds; // the next item of its batch, which comes from a lot
    private int item = -1; // that it is in
    private @Nullable Object value; // what the item's function gave
    private boolean isWithdrawn;
    private boolean isRetired;
    private boolean isTerminated;
    private boolean isKilled;
    private boolean isGivenUp; // its seat was told that it has ended, and it runs on
    private boolean isFailing; // it is lost, and its last words are to be heard
    private @Nullable Consumer<StackTraceElement[]> asker; // for the stack of an item that was interrupted

    ModelWorker(String name, Seat seat, boolean isThread) {
        this.name = name;
        this.seat = seat;
        this.isThread = isThread;
        good.add(step("comes up", () -> life == Life.STARTING, this::comeUp));
        good.add(step("holds", () -> isBetweenItems() && isToHold(), this::hold));
        good.add(step("begins", () -> isBetweenItems() && !isToHold(), this::begin));
        good.add(step("returns", () -> item >= 0, this::returnItem));
        good.add(step("tells its stack", () -> life == Life.UP && asker != null, this::tellStack));
        good.add(step("leaves", this::mayLeave, this::leave));
        steps.addAll(good);
        steps.add(step("throws", () -> item >= 0, this::throwItem));
        steps.add(step("fails to start", () -> life == Life.STARTING && !isGivenUp, this::failToStart));
        steps.add(step("fails to initialize", () -> life == Life.STARTING && !isGivenUp, this::failToInitialize));
        steps.add(step("is lost", () -> life == Life.UP && !isGivenUp && !isFailing, this::fail));
        death = step("dies", this::mayDie, this::die);
        steps.add(death);
    }

    private Step step(String what, BooleanSupplier isPossible, Runnable step) {
        return new Step(name, what, isPossible, step);
    }

    /** {@return all that may ever happen to it} */
    List<Step> steps() {
        return steps;
    }

    /** {@return what a worker does that goes on well; null: nothing, as one that is deaf, or given up} */
    @Nullable
    Step nextGoodStep() {
        if (isKilled || isFailing) {
            return mayDie() ? death : null;
        }
        if (isTerminated) {
            return null;
        }
        for (Step step : good) {
            if (step.isPossible().getAsBoolean()) {
                return step;
            }
        }
        return null;
    }

    /** {@return what the item returns that it is in, as its seat knows; null: it is in none} */
    @Nullable
    Object value() {
        return isInItem() ? value : null;
    }

    boolean isInItem() {
        return life == Life.UP && item >= 0 && !isGivenUp;
    }

    /** {@return whether the time of the item is up that it is in} */
    boolean isLate() {
        return isInItem() && batch instanceof EngineBatch open && open.isOverdue(item);
    }

    private boolean isBetweenItems() {
        return life == Life.UP && batch != null && item < 0 && !isFailing;
    }

    private boolean mayLeave() {
        boolean isFree = item < 0 && (isTerminated || isKilled || (batch == null && isRetired));
        return life == Life.UP ? isFree && !isFailing : life == Life.STARTING && isWithdrawn;
    }

    private boolean mayDie() {
        return !isGivenUp && (life == Life.UP || (life == Life.STARTING && (isTerminated || isKilled)));
    }

    private void comeUp() {
        life = Life.UP;
        seat.ready();
        take();
    }

    private void take() {
        Batch next = seat.next();
        if (next != null) {
            batch = next;
            place = 0;
        }
    }

    private boolean isToHold() {
        return batch != null && batch.share() != null && !holds;
    }

    /** Holds the next task of its lot; at the end of that it asks for another batch. */
    private void hold() {
        Batch open = Objects.requireNonNull(batch);
        Batch.Share share = Objects.requireNonNull(open.share());
        holds = place < open.size() && ((HeapLot) share.lot()).hold(share.holder(), place);
        if (!holds) {
            leaveBatch();
        }
    }

    private void leaveBatch() {
        batch = null;
        if (!isGivenUp) {
            take();
        }
    }

    /** Claims the next item and runs its function, which only counts; at the end of the batch it asks for another. */
    private void begin() {
        Batch open = Objects.requireNonNull(batch);
        holds = false;
        item = claim(open);
        if (item < 0 && isThread && open instanceof TaskRow row && row.grow()) {
            item = claim(open);
        }
        if (item < 0) {
            leaveBatch();
            return;
        }
        place = item + 1;
        try {
            value = open.routine(item).call(open.argument(item));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int claim(Batch from) {
        return from.isTimed() ? from.claims().claimTimed() : from.claims().claim();
    }

    private void returnItem() {
        int ended = item;
        item = -1;
        asker = null;
        Objects.requireNonNull(batch).succeed(ended, value);
    }

    private void throwItem() {
        int ended = item;
        item = -1;
        asker = null;
        Objects.requireNonNull(batch).fail(ended, new IOException(String.valueOf(value)));
    }

    private void tellStack() {
        Consumer<StackTraceElement[]> told = Objects.requireNonNull(asker);
        asker = null;
        told.accept(new StackTraceElement[0]);
    }

    private void leave() {
        end(new Ending.Left());
    }

    private void failToStart() {
        end(new Ending.StartFailed(new IOException("no such program")));
    }

    private void failToInitialize() {
        end(new Ending.InitializerFailed(new IOException("no database")));
    }

    private void fail() {
        isFailing = true;
        seat.failing();
    }

    private void die() {
        end(new Ending.Lost(OptionalLong.of(4711), OptionalInt.of(137), "was killed by signal 9", ""));
    }

    private void end(Ending ending) {
        life = Life.GONE;
        item = -1;
        seat.ended(ending);
    }

    // ---- what the pool tells it

    @Override
    public void start() {
        life = Life.STARTING;
    }

    @Override
    public void withdraw() {
        isWithdrawn = true;
    }

    @Override
    public void wake() {
        if (life == Life.UP) {
            take();
        }
    }

    @Override
    public void interrupt(Batch running, int index, Consumer<StackTraceElement[]> stack) {
        if (running == batch && index == item) {
            asker = stack;
        }
    }

    @Override
    public void terminate() {
        isTerminated = true;
    }

    @Override
    public void kill() {
        isKilled = true;
        if (isThread && life != Life.GONE && !isGivenUp) {
            isGivenUp = true;
            seat.ended(isRetired ? new Ending.Left() : new Ending.Abandoned("was given up"));
        }
    }

    @Override
    public void retire() {
        isRetired = true;
    }

    @Override
    public String toString() {
        return name + " " + life + (batch != null ? " busy" : "") + (isRetired ? " retired" : "");
    }
}
