// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** Who wants to know how a map goes on. Called by the threads that end items: brief, no user code. */
interface Receiver {
    /** An item has been read, and is about to be admitted. Whatever this throws is the input's error, in place of the item. */
    void expect(Segment segment, int at);

    /** Whether it goes from segment to segment itself: else one leads to the next only until that is taken from. */
    boolean followsSegments();

    /** A worker has returned from an item; its outcome is in the segment. */
    void returned(Segment segment, int at);

    /** An item has ended in another way; its outcome is in the segment. */
    void ended(Segment segment, int at);

    /** A worker has returned from so many items together; their outcomes are in their segment. */
    void returned(int items);

    /** Whether it wants an outcome as soon as it is there, rather than all when the last one is. */
    boolean wantsEachOutcome();

    /** Items have been admitted, or the input has come to its end. */
    void inputMoved();
}
