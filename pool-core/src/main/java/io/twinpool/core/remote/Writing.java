// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskSerializationException;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user's code that writes the arguments of the next items: of several, so that they can leave together. */
final class Writing extends Errand {
    private static final int MOST = 64;
    private static final int MOST_BYTES = 32 * 1024;

    private final BatchOut out;
    private final Crossing crossing;
    private final Batch batch;
    private final int first;
    private final List<@Nullable Object> written = new ArrayList<>(); // guarded by this
    private int bytes; // of what is written; of its thread only
    private @Nullable Object late; // written by work, if it was overtaken

    /** Makes an errand for a batch from an item on. */
    Writing(BatchOut out, Crossing crossing, Batch batch, int first) {
        this.out = out;
        this.crossing = crossing;
        this.batch = batch;
        this.first = first;
    }

    @Override
    synchronized boolean isFor(Batch other, int item) {
        return batch == other && item == first + written.size();
    }

    @Override
    void work() {
        for (int i = first; i == first || isWorthwhile(i); i++) {
            Object argument = packed(batch.argument(i));
            if (!add(argument)) {
                late = argument;
                return;
            }
        }
    }

    private boolean isWorthwhile(int index) {
        Claims claims = batch.claims();
        return index < first + MOST
                && bytes < MOST_BYTES
                && index < claims.started() + claims.waiting()
                && batch.routine(index) == batch.routine(first);
    }

    private synchronized boolean add(@Nullable Object argument) {
        if (isOvertaken()) {
            return false;
        }
        written.add(argument);
        bytes += argument instanceof Encoded encoded ? encoded.bytes().length : 0;
        return true;
    }

    /** {@return the argument as it crosses; or why it cannot} */
    private @Nullable Object packed(@Nullable Object argument) {
        try {
            return crossing.packed("argument", argument);
        } catch (TaskSerializationException e) {
            return e;
        } catch (RuntimeException | Error e) { // no memory: else nobody would ever hear of this item
            return new TaskSerializationException("argument cannot cross to another JVM: " + e, e);
        }
    }

    /** {@return the arguments that are written so far, each perhaps replaced by why it cannot be} */
    synchronized List<@Nullable Object> written() {
        return Collections.unmodifiableList(new ArrayList<>(written));
    }

    @Override
    void settle() {
        out.written(this);
    }

    @Override
    boolean abandon() {
        return out.written(this) && batch.linger(first + written().size());
    }

    @Override
    void deliver() {
        int index = first + written().size();
        if (late instanceof TaskSerializationException reason) {
            batch.refuse(index, reason);
        } else {
            batch.resume(index, late);
        }
    }
}
