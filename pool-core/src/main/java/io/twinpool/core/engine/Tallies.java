// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.HashMap;
import java.util.Map;

/** What one worker has returned from, for each face that it has worked for. Thread-safe. */
final class Tallies {
    private final Map<Face, Tally> tallies = new HashMap<>(2); // guarded by this

    synchronized Tally of(Face face) {
        return tallies.computeIfAbsent(face, counted -> counted.counts().open());
    }

    /** A face needs its tally no more. */
    synchronized void forget(Face face) {
        tallies.remove(face);
    }

    /** The worker has ended: its faces keep the sums. */
    synchronized void close() {
        tallies.forEach((face, tally) -> face.counts().close(tally));
        tallies.clear();
    }
}
