// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.util.concurrent.CountDownLatch;

/** What a test holds back in a callback or an input, which cannot throw an InterruptedException. */
public final class Held {
    private Held() {}

    /** Waits for a latch, whatever that takes. */
    public static void until(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
