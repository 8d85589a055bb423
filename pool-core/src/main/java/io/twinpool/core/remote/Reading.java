// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Batch;
import org.jspecify.annotations.Nullable;

/** The user's code that reads the outcome of an item. */
final class Reading extends Errand {
    /** Gives what an item returned, or throws what it threw. */
    interface Code {
        @Nullable
        Object run() throws Throwable;
    }

    private final Batch batch;
    private final int index;
    private final Code code;
    private @Nullable Object value; // written by work
    private @Nullable Throwable error; // written by work

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
            value = code.run();
        } catch (Throwable t) { // the item's own, or what its outcome's code did instead
            error = t;
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
        if (error == null) {
            batch.succeed(index, value);
        } else {
            batch.fail(index, error);
        }
    }
}
