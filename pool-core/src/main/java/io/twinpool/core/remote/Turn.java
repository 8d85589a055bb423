// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use a worker's task link: one thread at a time, and no thread waits for it but the I/O thread.
 *
 * <p>Not a lock: outcomes are reported to the pool, and the pool's locks taken, while it is held, so nobody who holds
 * one of those may wait for it. Who finds it taken leaves a note, and who gives it back looks for notes afterwards.
 */
final class Turn {
    private final AtomicBoolean isTaken = new AtomicBoolean();

    boolean tryTake() {
        return !isTaken.get() && isTaken.compareAndSet(false, true);
    }

    /** For the I/O thread: others have it for as long as they do not wait for anything. */
    @SuppressWarnings("ThreadPriorityCheck") // yields to who has it
    void take() {
        while (!tryTake()) {
            Thread.yield();
        }
    }

    void giveBack() {
        isTaken.set(false);
    }
}
