// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/**
 * Shared claims as the parent has them, who believes nothing that cannot be: the child may write over its memory.
 *
 * <p>The limit is what this JVM has made it, as a child never takes items back; what was reported has started. Once the
 * word breaks this, all items that are left count as started, for good: they may have been, so they end with the worker.
 */
final class CheckedClaims extends SharedClaims {
    private volatile int limit; // written under this: where the batch ends
    private volatile int reported; // written by who has the turn: the items below it have their outcomes
    private volatile boolean isOver; // set once, before the cell serves another batch
    private volatile boolean isBroken; // set once, under this

    CheckedClaims(Arena arena, int size, int generation) {
        super(arena, generation);
        this.limit = size;
    }

    /** From now on the cell is another batch's. */
    void end() {
        isOver = true;
    }

    @Override
    protected long word() {
        int least = reported; // read before the word, which goes ahead of it
        long word = arena.get(cell);
        return isSound(word, least) ? word : settled();
    }

    private boolean isSound(long word, int least) {
        return isOurs(word) && least <= next(word) && next(word) <= limit(word) && limit(word) == limit;
    }

    /** Under the lock, nobody is between the change of the word and that of the limit. */
    private synchronized long settled() {
        int least = reported;
        long word = arena.get(cell);
        if (isOver) {
            return gone();
        } else if (!isBroken && isSound(word, least)) {
            return word;
        }
        isBroken = true;
        return allStarted();
    }

    private long allStarted() {
        return initial(limit, generation()) | startedBy(limit);
    }

    @Override
    protected synchronized boolean compareAndSet(long expected, long updated) {
        if (isOver || isBroken) {
            return expected == word(); // nothing is left to change
        }
        boolean isSet = arena.compareAndSet(cell, expected, updated);
        if (isSet) {
            limit = limit(updated);
        }
        return isSet;
    }

    /** Counts the next item as started, if one is left, as a child does that is gone. */
    void startNext() {
        long word = word();
        while (next(word) < limit(word) && !compareAndSet(word, word + startedBy(1))) {
            word = word(); // it was taken back, perhaps
        }
    }

    /** Checks that an item may have an outcome now: they come in order, each once, and not before it has started. */
    void report(int index) throws ProtocolException {
        if (index != reported) {
            throw new ProtocolException(
                    "outcome of item " + index + " where that of item " + reported + " was to come");
        }
        if (index >= started()) {
            throw new ProtocolException("outcome of item " + index + ", which has not started");
        }
        reported = index + 1;
        check();
    }

    /**
     * Checks that all items that are left have been reported.
     *
     * @param hasAll whether it had them all; else it came to have those that it has started
     */
    void finish(boolean hasAll) throws ProtocolException {
        int missing = started() + (hasAll ? waiting() : 0) - reported;
        if (missing != 0) {
            throw new ProtocolException("end of a batch without the outcomes of " + missing + " items");
        }
        check();
    }

    private void check() throws ProtocolException {
        if (isBroken) {
            throw new ProtocolException("claims in shared memory that cannot be");
        }
    }
}
