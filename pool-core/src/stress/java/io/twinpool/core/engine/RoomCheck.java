// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Who waits for room gets it or hears that the pool has closed, and never waits for ever. */
class RoomCheck {
    @Test
    void whoeverWaitsHearsOfTheEnd() {
        Schedules.many(() -> {
            Room room = new Room(0);
            AtomicBoolean open = new AtomicBoolean(true);
            AtomicInteger entered = new AtomicInteger();

            Threads.run(() -> enter(room, open::get, entered), () -> enter(room, open::get, entered), () -> {
                open.set(false);
                room.closed();
            });

            expect(0, entered.get());
        });
    }

    @Test
    void eachPlaceGoesToOneWhoWaits() {
        Schedules.many(() -> {
            Room room = new Room(0);
            AtomicInteger entered = new AtomicInteger();

            Threads.run(() -> enter(room, () -> true, entered), () -> enter(room, () -> true, entered), () -> {
                room.release(1);
                room.release(1);
            });

            expect(2, entered.get());
            expect(0, room.tryAcquire() ? 1 : 0);
        });
    }

    private static void enter(Room room, BooleanSupplier open, AtomicInteger entered) {
        try {
            if (room.acquire(open, Long.MAX_VALUE)) {
                entered.incrementAndGet();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void expect(int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError("expected " + expected + ", was " + actual);
        }
    }
}
