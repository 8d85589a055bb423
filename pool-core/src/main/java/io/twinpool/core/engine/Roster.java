// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.AbstractCollection;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Every worker that has not ended, spare ones included, and its number. Changed under the lock of {@link Places}; read by any
 * thread. */
final class Roster {
    private static final int FIRST_LENGTH = 4; // most pools need no more

    private final Collection<WorkerSeat> seats = new Seats();
    private final BitSet numbers = new BitSet(); // guarded by Places
    private int taken; // guarded by Places: all numbers below are taken
    private volatile AtomicReferenceArray<@Nullable WorkerSeat> byNumber =
            new AtomicReferenceArray<>(FIRST_LENGTH); // written under Places; only ever replaced by a longer one
    private volatile int end; // written under Places, after byNumber: no number from here on is taken

    /** {@return a live view, in the order of the numbers} Whoever is there all the while is met once; who comes or goes meanwhile may be. */
    Collection<WorkerSeat> seats() {
        return seats;
    }

    /** A new seat with the lowest number that is free. */
    WorkerSeat enter(IntFunction<WorkerSeat> numbered) {
        int number = numbers.nextClearBit(taken);
        WorkerSeat seat = numbered.apply(number);
        room(number).set(number, seat);
        numbers.set(number);
        taken = number + 1;
        end = numbers.length();
        return seat;
    }

    /** Doubles it when it is full: each seat is copied once or twice, however many come. */
    private AtomicReferenceArray<@Nullable WorkerSeat> room(int number) {
        AtomicReferenceArray<@Nullable WorkerSeat> old = byNumber;
        if (number < old.length()) {
            return old;
        }
        AtomicReferenceArray<@Nullable WorkerSeat> grown = new AtomicReferenceArray<>(2 * old.length());
        for (int i = 0; i < old.length(); i++) {
            grown.set(i, old.get(i));
        }
        byNumber = grown;
        return grown;
    }

    void strike(WorkerSeat seat) {
        int number = seat.number();
        byNumber.set(number, null);
        numbers.clear(number);
        taken = Math.min(taken, number);
        end = numbers.length();
    }

    private final class Seats extends AbstractCollection<WorkerSeat> {
        @Override
        public Iterator<WorkerSeat> iterator() {
            return new Walk();
        }

        /** Of unknown size: the one that is known by default must be right. */
        @Override
        public Spliterator<WorkerSeat> spliterator() {
            return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.DISTINCT | Spliterator.NONNULL);
        }

        @Override
        public boolean isEmpty() {
            return end == 0;
        }

        @Override
        public int size() {
            return (int) stream().count();
        }
    }

    private final class Walk implements Iterator<WorkerSeat> {
        private final int last = end; // first: what is read then is as long at least
        private final AtomicReferenceArray<@Nullable WorkerSeat> walked = byNumber;
        private int at;
        private @Nullable WorkerSeat next = find();

        private @Nullable WorkerSeat find() {
            WorkerSeat found = null;
            while (found == null && at < last) {
                found = walked.get(at++);
            }
            return found;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public WorkerSeat next() {
            WorkerSeat given = next;
            if (given == null) {
                throw new NoSuchElementException();
            }
            next = find();
            return given;
        }
    }
}
