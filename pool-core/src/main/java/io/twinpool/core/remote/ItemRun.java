// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskSerializationException;
import io.twinpool.worker.Routine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the items of a batch one by one: claim, read the argument, call, write the outcome. Task thread only.
 *
 * <p>All the user's code runs between a claim and the next, so it can be interrupted, and is the item's own when it is
 * lost.
 */
final class ItemRun {
    private final String name; // of the task thread
    private final Outbox outbox;
    private final Crossing crossing;
    private final Current current;
    private final Pace pace = new Pace();
    private @Nullable SharedClaims claims; // null: no batch is open
    private int generation;
    private boolean isTimed;
    private int index;

    ItemRun(String name, Outbox outbox, Crossing crossing, Current current) {
        this.name = name;
        this.outbox = outbox;
        this.crossing = crossing;
        this.current = current;
    }

    void begin(SharedClaims fresh, int number, boolean timed) {
        claims = fresh;
        generation = number;
        isTimed = timed;
        pace.begin();
    }

    boolean isOpen(int expected) {
        return claims != null && generation == expected;
    }

    /** {@return whether an item is left, before one is looked for} */
    boolean mayClaim() throws IOException {
        current.pass();
        return open().waiting() > 0;
    }

    /** {@return whether the item may run; if not, the batch has ended} */
    boolean claim(int expected) throws IOException {
        SharedClaims open = open();
        current.pass();
        index = isTimed ? open.claimTimed() : open.claim();
        if (index < 0) {
            claims = null;
            outbox.end(generation);
            return false;
        }
        if (index != expected) {
            throw new ProtocolException("item " + index + " where " + expected + " came");
        }
        return true;
    }

    /** Behind the last item of a frame: no item is running now. */
    void pause(boolean isLast) throws IOException {
        if (isLast) {
            if (claim(-1)) {
                throw new ProtocolException("item " + index + " did not come");
            }
        } else {
            open().rest();
        }
    }

    /** Nothing that is left could be claimed. */
    void end() throws IOException {
        open().rest();
        claims = null;
        outbox.end(generation);
    }

    /** Runs the item that was claimed, and puts its outcome into the outbox. */
    void run(Functions.Function function, @Nullable Object argument) throws IOException {
        if (argument == Values.REFUSED) {
            report(Wire.REFUSED, null);
            return;
        }
        byte type = Wire.SUCCESS;
        Object value;
        try {
            value = call(function, argument);
        } catch (Unsent e) {
            type = Wire.UNSENT;
            value = Failure.inWords(e.reason, crossing.codec()).encoded();
        } catch (Throwable t) { // whatever it is, it is the task's
            type = Wire.FAILURE;
            value = Failure.of(t, crossing.codec()).encoded();
        }
        Thread.interrupted(); // its own
        report(type, value);
    }

    /** What the last task did to its thread is not the next one's. */
    @SuppressWarnings("ThreadPriorityCheck") // sets back what a task has set
    private void prepare(Thread thread, ClassLoader loader) {
        if (thread.getContextClassLoader() != loader) {
            thread.setContextClassLoader(loader);
        }
        if (!thread.getName().equals(name)) {
            thread.setName(name);
        }
        if (thread.getPriority() != Thread.NORM_PRIORITY) {
            thread.setPriority(Thread.NORM_PRIORITY);
        }
    }

    private @Nullable Object call(Functions.Function function, @Nullable Object argument) throws Exception {
        prepare(Thread.currentThread(), function.loader());
        Routine routine;
        Object unpacked;
        try {
            routine = function.routine();
            unpacked = crossing.unpacked("argument", argument, function.loader());
        } catch (TaskSerializationException e) {
            throw new Unsent(e);
        }
        Object result = routine.call(unpacked);
        try {
            return crossing.packed("result", result);
        } catch (TaskSerializationException e) {
            throw new Unsent(e);
        }
    }

    private void report(byte type, @Nullable Object value) throws IOException {
        if (outbox.fits(Values.size(value))) {
            outbox.put(type, index, value);
        } else {
            open().rest();
            outbox.send(type, index, value);
        }
        if (pace.isDue()) {
            open().rest();
            outbox.flush();
        }
    }

    private SharedClaims open() throws ProtocolException {
        SharedClaims open = claims;
        if (open == null) {
            throw new ProtocolException("no batch is open");
        }
        return open;
    }

    /** Tells what could not cross from what the task threw. */
    private static final class Unsent extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient TaskSerializationException reason;

        Unsent(TaskSerializationException reason) {
            super(null, reason, false, false);
            this.reason = reason;
        }
    }
}
