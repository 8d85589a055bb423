// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** Names of pools that their owners gave none. */
final class PoolNames {
    private static final AtomicInteger count = new AtomicInteger();

    private PoolNames() {}

    static String next() {
        return "pool-" + count.incrementAndGet();
    }
}
