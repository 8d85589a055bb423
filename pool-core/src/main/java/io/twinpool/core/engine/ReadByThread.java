// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolInterruptedException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A daemon thread of its own reads, for as long as the input lasts. */
final class ReadByThread implements Feed, Runnable {
    private final MapInput input;
    private final Window window;
    private final Thread thread;
    private boolean hasLooked; // this thread only: whether anything follows what was read in time

    ReadByThread(MapInput input, Window window, String name) {
        this.input = input;
        this.window = window;
        input.forgetInterrupts();
        this.thread = new Thread(null, this, name, 0, false);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader()); // the iterator is the caller's
        thread.setDaemon(true);
    }

    @Override
    public @Nullable PoolInterruptedException begin() {
        thread.start();
        return null;
    }

    @Override
    public void run() {
        try {
            read();
        } catch (RuntimeException | Error e) { // no memory to admit an item with: nobody else would say so
            input.fail(e);
        }
    }

    private void read() {
        while (!input.isEnded()) {
            int free = window.free();
            if (input.isDisturbed()) {
                input.read(1); // finds out that it is not wanted any more
            } else if (free > 0 && !input.isLate()) {
                input.read(free);
            } else {
                rest();
            }
        }
    }

    /** Until there is room, or the time is up: a consumer who comes later then finds that all have come in time, if nothing follows. */
    private void rest() {
        if (input.isLate() && !hasLooked) {
            hasLooked = true;
            input.lookForEnd();
        } else {
            park(hasLooked ? Long.MAX_VALUE : input.leftNanos());
            Thread.interrupted(); // by whoever got hold of this thread: the next park would return at once, and this
            // would spin
        }
    }

    private void park(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public void consumed() {
        if (!input.isEnded() && window.free() > 0 && !input.isLate()) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void look() {
        if (input.isDisturbed()) {
            LockSupport.unpark(thread);
        }
    }
}
