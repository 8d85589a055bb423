// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The stops of items of one seat that may have to be enforced. Thread-safe. */
final class Stops {
    private final Queue<ItemStop> begun = new ConcurrentLinkedQueue<>();

    void add(ItemStop stop) {
        begun.add(stop);
        settle(); // its item may have come back before it could be seen here
    }

    /** Takes back those that are over; after a batch has left the seat, or an item that lingered has come back. */
    void settle() {
        if (begun.isEmpty()) {
            return;
        }
        for (Iterator<ItemStop> all = begun.iterator(); all.hasNext(); ) {
            ItemStop stop = all.next();
            if (stop.isOver()) {
                all.remove();
                stop.takeBack();
            }
        }
    }
}
