// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.util.Map;

/** How deep forked JVMs are nested. A worker may have workers of its own, and they too, but not without end. */
final class Nesting {
    static final String PROPERTY = "io.twinpool.nesting";
    private static final int MOST = 5;

    private Nesting() {}

    /**
     * Tells workers how deep they are.
     *
     * @throws IllegalStateException if that is too deep
     */
    static void deepen(Map<String, String> properties) {
        int depth = Integer.getInteger(PROPERTY, 0) + 1;
        if (depth > MOST) {
            throw new IllegalStateException("forked JVMs must not be nested deeper than " + MOST
                    + "; a class that opens a pool when it is loaded does so again in each worker: open it in main");
        }
        properties.put(PROPERTY, String.valueOf(depth));
    }
}
