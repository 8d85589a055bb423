// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.nio.charset.Charset;

/** The end of what somebody has written, for messages. Thread-safe. */
final class LastWords {
    private static final int MOST = 2048;

    private final byte[] bytes = new byte[MOST]; // guarded by this
    private int length; // guarded by this

    synchronized void add(byte[] more, int count) {
        int taken = Math.min(count, MOST);
        int kept = Math.min(length, MOST - taken);
        System.arraycopy(bytes, length - kept, bytes, 0, kept);
        System.arraycopy(more, count - taken, bytes, kept, taken);
        length = kept + taken;
    }

    /** Without what would make a mess of a log. */
    @Override
    public synchronized String toString() {
        String text = new String(bytes, 0, length, Charset.defaultCharset());
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "").strip();
    }
}
