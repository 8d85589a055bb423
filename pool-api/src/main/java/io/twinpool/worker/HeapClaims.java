// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Claims of a batch that stays in this JVM. */
final class HeapClaims extends Claims {
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(HeapClaims.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("FieldMayBeFinal") // through WORD
    private volatile long word; // changed by compare-and-set only

    private volatile long startNanos; // written by the worker's thread, read by any

    HeapClaims(int size) {
        word = initial(size, 0);
    }

    @Override
    protected long word() {
        return word;
    }

    @Override
    protected boolean compareAndSet(long expected, long updated) {
        return WORD.compareAndSet(this, expected, updated);
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    protected void startNanos(long nanos) {
        startNanos = nanos;
    }
}
