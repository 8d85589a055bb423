// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

/** What the tasks do: as good as nothing, so that what is left is the pool's own cost. */
final class Bodies {
    private Bodies() {}

    static Integer nothing() {
        return 1;
    }

    static Integer increment(Integer item) {
        return item + 1;
    }

    static byte[] same(byte[] bytes) {
        return bytes;
    }

    /** Takes its time of one processor, whatever else the machine does. */
    static Integer spin(Integer nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return nanos;
    }

    /** Takes its time and no processor. */
    static Integer sleep(Integer nanos) throws InterruptedException {
        Thread.sleep(nanos / 1_000_000, nanos % 1_000_000);
        return nanos;
    }
}
