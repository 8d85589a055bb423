// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.jspecify.annotations.Nullable;

/** Outcomes in the order of the input. */
final class InOrder implements Delivery {
    private final MapRun run;
    private @Nullable Segment segment;
    private volatile long delivered; // written by the consumer

    InOrder(MapRun run) {
        this.run = run;
    }

    @Override
    public void begin(Segment first) {
        segment = first;
    }

    @Override
    public void expect(Segment where, int at) {}

    @Override
    public boolean followsSegments() {
        return true;
    }

    @Override
    public boolean ended(Segment where, int at) {
        return where.base + at == delivered;
    }

    @Override
    public boolean isReady() {
        return delivered < run.admitted() && current().hasEnded((int) (delivered - current().base));
    }

    @Override
    public @Nullable Object poll() {
        long index = delivered;
        if (index >= run.admitted()) {
            return null;
        }
        Segment current = current();
        Object outcome = current.deliver((int) (index - current.base));
        if (outcome != null) {
            delivered = index + 1;
        }
        return outcome;
    }

    private Segment current() {
        Segment current = segment;
        while (current != null && delivered >= current.base + current.size()) {
            current = current.next;
        }
        if (current == null) {
            throw new AssertionError("items admitted without a segment");
        }
        segment = current;
        return current;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long waiting() {
        long waiting = 0;
        Segment where = segment;
        for (long index = delivered; where != null && index < run.admitted(); index++) {
            where = index < where.base + where.size() ? where : where.next;
            waiting += where != null && where.hasEnded((int) (index - where.base)) ? 1 : 0;
        }
        return waiting;
    }

    @Override
    public long index() {
        return delivered - 1;
    }
}
