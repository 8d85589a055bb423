// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes in the order in which the items end.
 *
 * <p>The consumer takes all that have ended since it last did, and turns them round: so it meets those who end items once for many of them,
 * and is woken by the first only.
 */
final class ByCompletion implements Delivery {
    /** The end of an item; made when the item is read, as there may be no memory when it ends. */
    static final class Ended {
        private final Segment segment;
        private final int at;
        private @Nullable Ended next; // the one before it; when the consumer has turned them round, the one behind it

        Ended(Segment segment, int at) {
            this.segment = segment;
            this.at = at;
        }
    }

    private final AtomicReference<@Nullable Ended> last = new AtomicReference<>();
    private @Nullable Ended due; // consumer only: the next one, and those behind it
    private volatile long delivered; // written by the consumer: given
    private long given; // consumer only
    private long index; // consumer only

    @Override
    public void begin(Segment first) {}

    @Override
    public void expect(Segment segment, int at) {
        segment.note(at, new Ended(segment, at));
    }

    @Override
    public boolean followsSegments() {
        return false;
    }

    @Override
    public boolean ended(Segment segment, int at) {
        Ended ended = segment.takeNote(at);
        Ended before;
        do {
            before = last.get();
            ended.next = before;
        } while (!last.compareAndSet(before, ended));
        return before == null; // else whoever ended that one has woken the consumer
    }

    @Override
    public boolean isReady() {
        return due != null || last.get() != null;
    }

    @Override
    public @Nullable Object poll() {
        Ended next = due != null ? due : turnedRound(last.getAndSet(null));
        if (next == null) {
            return null;
        }
        due = next.next;
        index = next.segment.base + next.at;
        delivered = ++given;
        return next.segment.deliver(next.at);
    }

    private static @Nullable Ended turnedRound(@Nullable Ended newest) {
        Ended first = null;
        for (Ended ended = newest; ended != null; ) {
            Ended before = ended.next;
            ended.next = first;
            first = ended;
            ended = before;
        }
        return first;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long waiting() {
        return length(due) + length(last.get());
    }

    private static long length(@Nullable Ended chain) {
        long length = 0;
        for (Ended ended = chain; ended != null; ended = ended.next) {
            length++;
        }
        return length;
    }

    @Override
    public long index() {
        return index;
    }
}
