// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.lang.ref.WeakReference;
import java.util.function.BooleanSupplier;

/** Garbage collections, and what they set off. */
public final class Garbage {
    private Garbage() {}

    /** Waits for two of them to have taken place. */
    public static void collect() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            WeakReference<Object> canary = new WeakReference<>(new Object());
            collectUntil("a garbage collection", () -> canary.refersTo(null));
        }
    }

    /** Has as many take place as it needs for a condition to hold. */
    public static void collectUntil(String what, BooleanSupplier condition) throws InterruptedException {
        Eventually.until(what, () -> {
            System.gc();
            return condition.getAsBoolean();
        });
    }
}
