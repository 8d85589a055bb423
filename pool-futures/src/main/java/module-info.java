// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** The Executor/Future facade of Twinpool, after Python's {@code concurrent.futures}. */
module io.twinpool.futures {
    requires static org.jspecify;
    requires transitive io.twinpool.api;
    requires transitive io.twinpool.core;

    exports io.twinpool.futures;
}
