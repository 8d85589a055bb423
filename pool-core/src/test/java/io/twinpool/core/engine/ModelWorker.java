// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker that makes one step at a time, when the model says so: all that a real one may do, in the order it may do it. */
final class ModelWorker implements Worker {
    private enum Life {
        MADE,
        STARTING,
        UP,
        GONE
    }

    /** Something that can happen to a worker, if it is possible just now. */
    record Step(String name, BooleanSupplier isPossible, Runnable step) {}

    private final String name;
    private final Seat seat;
    private final List<Step> steps;
    private Life life = Life.MADE;
    private @Nullable Batch batch;
    private int place; // of the next item of its batch
    private boolean holds; // the next item of its batch, which comes from a lot
    private int item = -1; // that it is in
    private @Nullable Object task; // what the item's function gave
    private boolean isRetired;
    private boolean isKilled;
    private @Nullable Consumer<StackTraceElement[]> asker; // for the stack of an item that was interrupted

    ModelWorker(String name, Seat seat) {
        this.name = name;
        this.seat = seat;
        this.steps = List.of(
                step("comes up", () -> life == Life.STARTING && !isKilled, this::comeUp),
                step("fails to start", () -> life == Life.STARTING, this::failToStart),
                step("holds", () -> isUp() && batch != null && item < 0 && isToHold(), this::hold),
                step("begins", () -> isUp() && batch != null && item < 0 && !isToHold(), this::begin),
                step("returns", () -> isUp() && item >= 0, this::returnItem),
                step("throws", () -> isUp() && item >= 0, this::throwItem),
                step("tells its stack", () -> isUp() && asker != null, this::tellStack),
                step("leaves", () -> isUp() && batch == null && isRetired, this::leave),
                step("dies", () -> life == Life.UP || (life == Life.STARTING && isKilled), this::die));
    }

    private Step step(String what, BooleanSupplier isPossible, Runnable step) {
        return new Step(name + " " + what, isPossible, step);
    }

    /** {@return all that may ever happen to it} */
    List<Step> steps() {
        return steps;
    }

    /** {@return what a worker does that goes on well, and is not killed} */
    @Nullable
    Step nextGoodStep() {
        List<String> bad = List.of("dies", "fails to start", "throws");
        return steps.stream()
                .filter(step -> step.isPossible().getAsBoolean())
                .filter(step -> bad.stream().noneMatch(word -> step.name().endsWith(word)))
                .findFirst()
                .orElse(isKilled && life != Life.GONE ? steps.get(steps.size() - 1) : null);
    }

    /** {@return the stop of the item that it is in; null: none} */
    @Nullable
    ItemStop stopOfItem() {
        return life == Life.UP && item >= 0 && batch instanceof EngineBatch open ? new ItemStop(open, item) : null;
    }

    /** {@return what the function of the item that it is in has given; null: none} */
    @Nullable
    Object task() {
        return item >= 0 ? task : null;
    }

    private boolean isUp() {
        return life == Life.UP && !isKilled;
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
        take();
    }

    /** Claims the next item and runs its function, which only counts; at the end of the batch it asks for another. */
    private void begin() {
        Batch open = Objects.requireNonNull(batch);
        holds = false;
        item = open.claims().claim();
        if (item < 0) {
            leaveBatch();
            return;
        }
        place = item + 1;
        try {
            task = open.routine(item).call(open.argument(item));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void returnItem() {
        int ended = item;
        item = -1;
        asker = null;
        Objects.requireNonNull(batch).succeed(ended, "returned");
    }

    private void throwItem() {
        int ended = item;
        item = -1;
        asker = null;
        Objects.requireNonNull(batch).fail(ended, new IOException("thrown"));
    }

    private void tellStack() {
        Consumer<StackTraceElement[]> told = Objects.requireNonNull(asker);
        asker = null;
        told.accept(new StackTraceElement[0]);
    }

    private void leave() {
        life = Life.GONE;
        seat.ended(new Ending.Left());
    }

    private void failToStart() {
        life = Life.GONE;
        seat.ended(new Ending.StartFailed(new IOException("no such program")));
    }

    private void die() {
        life = Life.GONE;
        seat.ended(new Ending.Lost(OptionalLong.of(4711), OptionalInt.of(137), "was killed by signal 9", ""));
    }

    // ---- what the pool tells it

    @Override
    public void start() {
        life = Life.STARTING;
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
        isKilled = true;
    }

    @Override
    public void kill() {
        isKilled = true;
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
