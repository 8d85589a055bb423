// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.core.engine.ByCompletion.Ended;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A run of a map's items, side by side with their outcomes.
 *
 * <p>An item is written by the input's thread before it is admitted. An outcome goes from null to what the item ended with, by
 * compare-and-set: at once for a value, through ENDING for a verdict; and from there to DELIVERED, by the consumer.
 */
final class Segment {
    private static final Object NULL = new Object(); // the function returned null
    private static final Object ENDING = new Object(); // won, but not counted yet
    private static final Object DELIVERED = new Object();
    private static final @Nullable Ended[] NO_NOTES = {};
    private static final VarHandle OUTCOME = MethodHandles.arrayElementVarHandle(Object[].class);

    final long base; // the map's index of the first item
    private final @Nullable Object[] items;
    private final @Nullable Object[] outcomes; // through OUTCOME
    private @Nullable Ended[] notes = NO_NOTES; // if wanted, written as items are; each is taken by who ends its item
    volatile @Nullable Segment next; // set by the input's thread; cut by who takes items, if nobody else goes there

    Segment(long base, @Nullable Object[] items) {
        this.base = base;
        this.items = items;
        this.outcomes = new Object[items.length];
    }

    int size() {
        return items.length;
    }

    void item(int at, @Nullable Object item) {
        items[at] = item;
    }

    @Nullable
    Object item(int at) {
        return items[at];
    }

    /** As {@link #item}, and before it. */
    void note(int at, Ended note) {
        if (notes == NO_NOTES) {
            notes = new Ended[items.length];
        }
        notes[at] = note;
    }

    /** {@return the note of an item, once} It is kept here no longer: a note leads to others, and these to other segments. */
    Ended takeNote(int at) {
        Ended note = notes[at];
        if (note == null) {
            throw new AssertionError("an item that ends twice");
        }
        notes[at] = null;
        return note;
    }

    boolean isOpen(int at) {
        return OUTCOME.getVolatile(outcomes, at) == null;
    }

    boolean hasEnded(int at) {
        Object outcome = OUTCOME.getVolatile(outcomes, at);
        return outcome != null && outcome != ENDING;
    }

    /** Ends an item with what it returned, if it is the first to end it. */
    boolean returned(int at, @Nullable Object value) {
        return OUTCOME.compareAndSet(outcomes, at, null, value == null ? NULL : value);
    }

    /** What {@link #takeOver} found. */
    enum Found {
        /** Nothing: the caller has won the right to end it. */
        WON,
        /** A value, which has not been counted. */
        RETURNED,
        /** A verdict, or one on its way: counted by who gave it. */
        COUNTED
    }

    /** Wins an item of a stride whose worker does not count it any more, unless it has an outcome. */
    Found takeOver(int at) {
        Object outcome = OUTCOME.getVolatile(outcomes, at);
        if (outcome == null) {
            outcome = OUTCOME.compareAndExchange(outcomes, at, null, ENDING);
        }
        if (outcome == null) {
            return Found.WON;
        }
        return outcome == ENDING || outcome instanceof Verdict ? Found.COUNTED : Found.RETURNED;
    }

    /** Notes what an item returned, over a verdict too: for who counts it elsewhere. */
    void put(int at, @Nullable Object value) {
        OUTCOME.setRelease(outcomes, at, value == null ? NULL : value);
    }

    /** Notes what an item returned that was won; before whoever may wait for it is looked for. */
    void returnedWon(int at, @Nullable Object value) {
        OUTCOME.setVolatile(outcomes, at, value == null ? NULL : value);
    }

    /** Wins the right to {@link #end} an item otherwise. */
    boolean win(int at) {
        return OUTCOME.compareAndSet(outcomes, at, null, ENDING);
    }

    void end(int at, Verdict verdict) {
        OUTCOME.setVolatile(outcomes, at, verdict);
    }

    /** {@return the value of an item, boxed in its way, or the verdict on it; null while it is open} Consumer's thread; each once. */
    @Nullable
    Object deliver(int at) {
        Object outcome = OUTCOME.getAcquire(outcomes, at);
        if (outcome == null || outcome == ENDING) {
            return null;
        }
        OUTCOME.setRelease(outcomes, at, DELIVERED);
        if (!(outcome instanceof Verdict)) {
            items[at] = null; // a worker may be about to read that of an item that was ended for it
        }
        return outcome;
    }

    /** {@return the value in what {@link #deliver} gave, if it is not a verdict} */
    static @Nullable Object unboxed(Object delivered) {
        return delivered == NULL ? null : delivered;
    }

    /** The verdict on an item that did not return; null if it did. All items have ended. */
    @Nullable
    Verdict failure(int at) {
        return OUTCOME.getAcquire(outcomes, at) instanceof Verdict verdict ? verdict : null;
    }

    /** {@return the values, as an unmodifiable list over the outcomes themselves} When all items have returned. */
    List<@Nullable Object> values() {
        return new Values(outcomes);
    }

    /** Crosses to other JVMs as a list of the JDK's. */
    private static final class Values extends AbstractList<@Nullable Object> implements RandomAccess, Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // is not written
        private final @Nullable Object[] outcomes;

        Values(@Nullable Object[] outcomes) {
            this.outcomes = outcomes;
        }

        @Override
        public @Nullable Object get(int index) {
            Object outcome = outcomes[index];
            return outcome == NULL ? null : outcome;
        }

        @Override
        public int size() {
            return outcomes.length;
        }

        private Object writeReplace() {
            return Collections.unmodifiableList(new ArrayList<>(this));
        }
    }
}
