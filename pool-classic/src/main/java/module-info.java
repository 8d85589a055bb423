// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** The Pool facade of Twinpool, after Python's {@code multiprocessing.Pool}. */
module io.twinpool.classic {
    requires static org.jspecify;
    requires transitive io.twinpool.api;
    requires transitive io.twinpool.core;

    exports io.twinpool.classic;
}
