// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskSerializationException;
import io.twinpool.worker.Batch;
import org.jspecify.annotations.Nullable;

/** The user's code that reads the outcome of an item. */
final class Reading extends Errand {
    /** Gives what an item returned, or that it threw. */
    interface Code {
        /** Throws a {@link TaskSerializationException} if it cannot be read. */
        @Nullable
        Object run();
    }

    /** What an item threw. */
    record Thrown(Throwable error) {}

    private final Batch batch;
    private final int index;
    private final Code code;
    private @Nullable Object outcome; // written by work
    private @Nullable TaskSerializationException refusal; // written by work

    Reading(Batch batch, int index, Code code) {
        this.batch = batch;
        this.index = index;
        this.code = code;
    }

    @Override
    boolean isFor(Batch other, int item) {
        return batch == other && index == item;
    }

    @Override
    void work() {
        try {
            outcome = code.run();
        } catch (TaskSerializationException e) {
            refusal = e;
        } catch (Throwable t) { // no memory for it, say: then the item failed of that
            outcome = new Thrown(t);
        }
    }

    @Override
    void settle() {
        deliver();
    }

    @Override
    boolean abandon() {
        return batch.linger(index);
    }

    @Override
    void deliver() {
        if (refusal != null) {
            batch.refuse(index, refusal);
        } else if (outcome instanceof Thrown thrown) {
            batch.fail(index, thrown.error());
        } else {
            batch.succeed(index, outcome);
        }
    }
}
