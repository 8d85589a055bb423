// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.ObjectInputFilter;

/**
 * Refuses arrays longer than what was sent can fill: a stream reserves them at their word, before an element has come.
 *
 * <p>Generous, as collections reserve more than they hold.
 */
final class ArrayLimit implements ObjectInputFilter {
    private static final long SMALL = 64 * 1024;
    private static final long FOR_EACH_BYTE = 8;

    private final long most;

    ArrayLimit(int bytes) {
        most = SMALL + FOR_EACH_BYTE * bytes;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        return info.arrayLength() > most ? Status.REJECTED : Status.UNDECIDED;
    }
}
