// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** Every worker that has not ended, spare ones included, and its number. Changed under the lock of {@link Places}; read by any
 * thread. */
final class Roster {
    private final List<WorkerSeat> seats = new CopyOnWriteArrayList<>();
    private final BitSet numbers = new BitSet(); // guarded by Places

    Collection<WorkerSeat> seats() {
        return seats;
    }

    /** A new seat with the lowest number that is free. */
    WorkerSeat enter(IntFunction<WorkerSeat> numbered) {
        int number = numbers.nextClearBit(0);
        WorkerSeat seat = numbered.apply(number);
        numbers.set(number);
        seats.add(seat);
        return seat;
    }

    void strike(WorkerSeat seat) {
        seats.remove(seat);
        numbers.clear(seat.number());
    }
}
