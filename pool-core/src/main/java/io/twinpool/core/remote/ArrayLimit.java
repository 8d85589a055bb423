// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/**
 * Says which arrays are longer than what was sent can fill: a stream reserves them at their word, before an element has come.
 *
 * <p>Generous, as collections reserve more than they hold.
 *
 * @param bytes that were sent
 */
record ArrayLimit(long bytes) {
    private static final long SMALL = 64 * 1024;
    private static final long FOR_EACH_BYTE = 8;

    /** For what is there already. */
    static final ArrayLimit NONE = new ArrayLimit(Long.MAX_VALUE / FOR_EACH_BYTE - SMALL);

    boolean isExceededBy(long length) {
        return length > SMALL + FOR_EACH_BYTE * bytes;
    }

    String reason(long length) {
        return "array of " + length + " elements refused: its stream of " + bytes + " bytes cannot fill it";
    }
}
