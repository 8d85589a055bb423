// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Outcomes in the order in which the items end. */
final class ByCompletion implements Delivery {
    private record Ended(Segment segment, int at) {}

    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private volatile long delivered; // written by the consumer: given
    private long given; // consumer only
    private long index; // consumer only

    @Override
    public void begin(Segment first) {}

    @Override
    public boolean ended(Segment segment, int at) {
        return ended.add(new Ended(segment, at));
    }

    @Override
    public boolean isReady() {
        return !ended.isEmpty();
    }

    @Override
    public @Nullable Object poll() {
        Ended next = ended.poll();
        if (next == null) {
            return null;
        }
        index = next.segment.base + next.at;
        delivered = ++given;
        return next.segment.deliver(next.at);
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long index() {
        return index;
    }
}
