// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskSerializationException;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch to the task link, frame by frame, as far as the socket and the thread allow; goes on later where it
 * stopped.
 *
 * <p>Not thread-safe.
 */
final class BatchOut {
    private static final Object USER_CODE = new Object();

    private final Outlet outlet;
    private final Crossing crossing;
    private final Origins origins;
    private int departures; // of loaders, that the worker knows of
    private final Set<Long> known = new HashSet<>(); // to the worker
    private final ArrayDeque<Long> knownInOrder = new ArrayDeque<>();
    private final Map<Integer, TaskSerializationException> refused = new HashMap<>();
    private @Nullable Batch batch;
    private int generation;
    private int next; // the item that comes next
    private boolean isLast; // the batch's last frame has been put
    private @Nullable Writing writing; // what is needed to go on; null: nothing
    private List<@Nullable Object> ready = List.of(); // arguments as they cross
    private int readyFrom; // the item of the first of them
    private @Nullable Object ahead; // what the last bulk was, for the frame that names it

    BatchOut(Outlet outlet, Crossing crossing, Origins origins) {
        this.outlet = outlet;
        this.crossing = crossing;
        this.origins = origins;
        this.departures = origins.departures();
    }

    void begin(Batch fresh, int number) {
        batch = fresh;
        generation = number;
        next = -1;
        isLast = false;
        writing = null;
        ready = List.of();
        readyFrom = 0;
        ahead = null;
        refused.clear();
    }

    /** Leaves the batch where it is: nobody wants the rest. */
    void stop() {
        batch = null;
        writing = null;
    }

    /** Gives each item up to a limit whose argument could not be written, and why. */
    void forEachRefused(int limit, BiConsumer<Integer, TaskSerializationException> report) {
        refused.forEach((index, reason) -> {
            if (index < limit) {
                report.accept(index, reason);
            }
        });
    }

    /** {@return why an item's argument could not be written} */
    @Nullable
    TaskSerializationException refusal(int index) {
        return refused.get(index);
    }

    /** {@return the user's code that is needed to go on; null: none} */
    @Nullable
    Errand writing() {
        return writing;
    }

    /** Takes what an errand has written. {@return false if nobody waits for it any more} */
    boolean written(Writing errand) {
        if (writing != errand) {
            return false;
        }
        writing = null;
        readyFrom = next;
        ready = errand.written();
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i) instanceof TaskSerializationException reason) {
                refused.put(readyFrom + i, reason);
            }
        }
        return true;
    }

    /** Writes on. */
    Need pump() throws IOException {
        while (true) {
            Batch open = batch;
            if (outlet.hasRoom() && open != null && !isLast) {
                if (!put(open)) {
                    return next == 0 || outlet.flush() ? Need.USER_CODE : Need.WRITABLE; // a head alone can wait
                }
            } else if (!outlet.flush()) {
                return Need.WRITABLE;
            } else if (open == null || isLast) {
                return Need.NOTHING;
            }
        }
    }

    /** {@return false if the user's code must run} */
    private boolean put(Batch open) {
        Long departed = next < 0 ? origins.departed(departures) : null;
        if (departed != null) {
            departures++;
            Wire.putForget(outlet.buffer(), departed);
            return true;
        }
        Batch.Share share = open.share();
        if (share != null) {
            next = 0;
            return join(open, share);
        }
        if (next < 0) {
            Wire.putBatch(outlet.buffer(), generation, open.size(), open.isTimed());
            next = 0;
            return true;
        }
        Claims claims = open.claims();
        if (next >= claims.waiting() + claims.started()) { // never too small: what has started was waiting before
            Wire.endItems(outlet.buffer(), Wire.beginItems(outlet.buffer(), generation, next, 0), 0, true);
            isLast = true;
            return true;
        }
        return !(open.routine(next) instanceof RemoteRoutine routine) // taken back just now, and done elsewhere
                || (routine.isRemembered() ? putItems(open, routine) : putItem(open, routine));
    }

    /** The functions that the worker must know go ahead, one frame at a time. */
    private boolean join(Batch open, Batch.Share share) {
        Posting lot = (Posting) share.lot();
        for (RemoteRoutine routine : lot.shared()) {
            if (!known.contains(routine.id())) {
                define(routine);
                return true;
            }
        }
        Wire.putJoin(outlet.buffer(), generation, lot, share.holder(), open.size(), open.isTimed());
        isLast = true;
        return true;
    }

    private boolean putItem(Batch open, RemoteRoutine routine) {
        if (isAhead(routine.encoded())) {
            isLast = next + 1 == open.size();
            Wire.putItem(outlet.buffer(), generation, next++, isLast, routine);
            ahead = null;
        }
        return true;
    }

    private boolean putItems(Batch open, RemoteRoutine routine) {
        if (!known.contains(routine.id())) {
            define(routine);
            return true;
        }
        Object argument = argument(open);
        if (argument == USER_CODE) {
            return false;
        }
        boolean isAhead;
        try {
            isAhead = isAhead(argument);
        } catch (OutOfMemoryError e) { // which has changed nothing
            refused.put(
                    next,
                    new TaskSerializationException(
                            "argument cannot be sent, for want of memory in this JVM: raise -Xmx", e));
            putItems(open, routine, Values.REFUSED);
            return true;
        }
        if (isAhead) {
            putItems(open, routine, argument);
        }
        return true;
    }

    private void putItems(Batch open, RemoteRoutine routine, @Nullable Object first) {
        ByteBuffer out = outlet.buffer();
        int from = next;
        int at = Wire.beginItems(out, generation, from, routine.id());
        Object argument = first;
        do {
            Wire.putValue(out, argument);
            next++;
            if (ahead != null || next == open.size() || open.routine(next) != routine) {
                break;
            }
            argument = argument(open);
        } while (argument != USER_CODE && fits(argument, out, at));
        ahead = null;
        isLast = next == open.size();
        Wire.endItems(out, at, next - from, isLast);
    }

    private static boolean fits(@Nullable Object argument, ByteBuffer out, int at) {
        long size = Values.size(argument);
        return size <= Values.INLINE && size <= Math.min(out.remaining(), Wire.CAPACITY - (out.position() - at));
    }

    private void define(RemoteRoutine routine) {
        if (!isAhead(routine.encoded())) {
            return;
        }
        Wire.putDefine(outlet.buffer(), routine);
        ahead = null;
        known.add(routine.id());
        knownInOrder.add(routine.id());
        if (knownInOrder.size() > Wire.ROUTINES) {
            known.remove(knownInOrder.remove());
        }
    }

    /** {@return whether a frame may name the value now: it is small, or has gone ahead; if not, it goes ahead now} */
    private boolean isAhead(@Nullable Object value) {
        if (value == null || value == ahead || Values.size(value) <= Values.INLINE) {
            return true;
        }
        outlet.sendAhead(Values.bulk(value));
        ahead = value;
        return false;
    }

    /** {@return the next item's argument as it crosses; {@link #USER_CODE} if that is still to be written} */
    private @Nullable Object argument(Batch open) {
        int at = next - readyFrom;
        if (at < ready.size()) {
            Object argument = ready.get(at);
            return argument instanceof TaskSerializationException ? Values.REFUSED : argument;
        }
        Object argument = open.argument(next);
        if (argument == null || Values.isDirect(argument)) {
            return argument;
        }
        if (writing == null) {
            writing = new Writing(this, crossing, open, next);
        }
        return USER_CODE;
    }
}
