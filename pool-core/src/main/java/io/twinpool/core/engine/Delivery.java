// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import org.jspecify.annotations.Nullable;

/** The order in which a map's outcomes reach the consumer. All but {@link #ended} belongs to the consumer's thread. */
interface Delivery {
    void begin(Segment first);

    /** Told by the thread that reads the input, of an item that is about to be admitted: takes what memory its end will need. */
    void expect(Segment segment, int at);

    /** Told by the thread that ended an item; whether a waiting consumer wants to know. */
    boolean ended(Segment segment, int at);

    /** Whether it goes from segment to segment itself. */
    boolean followsSegments();

    /** Whether {@link #poll} would give something. */
    boolean isReady();

    /** {@return the next outcome, as {@link Segment#deliver} gives it; null: not yet} */
    @Nullable
    Object poll();

    /** {@return how many {@link #poll} gave} Any thread. */
    long delivered();

    /** {@return how many have ended, and wait for {@link #poll}} */
    long waiting();

    /** {@return the map's index of what {@link #poll} gave last} */
    long index();
}
